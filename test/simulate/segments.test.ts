import { expect } from 'chai';
import { constant, rowsIn, withLayers, type Written } from '../support/metric.ts';

const told = (episodes: readonly Written[], record: Written) =>
  rowsIn(
    withLayers(
      [constant(1)],
      {},
      {
        episodes,
        assets: [{ id: 'a', pattern: 'p', tags: { owner: 'ana' } }],
        streams: [{ kind: 'metrics', to: 'metrics', record: { t: '$time', asset: '$asset', ...record } }],
      },
    ),
    'metrics',
  );
const at = (time: string) => `2025-02-05T${time}Z`;
const seen = (rows: ReturnType<typeof told>, column: string, time: string) =>
  rows.find(({ t }) => t === Date.parse(at(time)))![column];

describe('what a record says beside its value', () => {
  const first = { id: 'long', at: [at('10:00')], for: '2h', label: 'slow' };
  const second = { id: 'short', at: [at('10:30')], for: '30m', label: 'fast' };

  it('44: `$label` of several is that of the episode that started latest, then by id; none: null', () => {
    const rows = told([second, first], { label: '$label', anomalous: '$anomalous' });
    const labels = ['09:59', '10:00', '10:29', '10:30', '10:59', '11:00', '11:59', '12:00'].map((time) =>
      seen(rows, 'label', time),
    );
    expect(labels).to.deep.equal([null, 'slow', 'slow', 'fast', 'fast', 'slow', 'slow', null]);
    expect(rows.filter(({ anomalous }) => anomalous === true).length).to.equal(120);
    const tie = told(
      [
        { ...second, id: 'b', label: 'of b' },
        { ...second, id: 'a', label: 'of a' },
      ],
      { label: '$label' },
    );
    expect(seen(tie, 'label', '10:40')).to.equal('of a');
  });

  it('50: a tag changed by an episode is constant on each segment, and what it was outside', () => {
    const rows = told(
      [
        {
          id: 'drift',
          at: [at('10:00'), at('15:00')],
          for: '1h',
          tags: { owner: { one_of: ['bo', 'chen'] }, site: 'x' },
        },
      ],
      { owner: '$tags.owner' },
    );
    const owners = (from: string, to: string) =>
      new Set(
        rows
          .filter(({ t }) => Number(t) >= Date.parse(at(from)) && Number(t) < Date.parse(at(to)))
          .map(({ owner }) => owner),
      );
    for (const [from, to] of [
      ['10:00', '11:00'],
      ['15:00', '16:00'],
    ] as const) {
      expect(owners(from, to).size).to.equal(1);
      expect(['bo', 'chen']).to.include([...owners(from, to)][0]);
    }
    for (const [from, to] of [
      ['00:00', '10:00'],
      ['11:00', '15:00'],
      ['16:00', '24:00'],
    ] as const) {
      if (to !== '24:00') expect([...owners(from, to)]).to.deep.equal(['ana']);
    }
  });

  it('50: it is never part of the series id: values are what they were', () => {
    const values = (episodes: readonly Written[]) =>
      rowsIn(withLayers([{ kind: 'noise', sd: 1 }], {}, { episodes }), 'metrics').map(({ value }) => value);
    expect(values([{ id: 'drift', rate: '3/day', for: '1h', tags: { owner: 'bo' } }])).to.deep.equal(values([]));
  });

  it('3: labels and state end at the window’s end, though layers fall after it', () => {
    const rows = told([{ ...second, state: 'degraded', metrics: { m: [constant(10, { fall: '10m' })] } }], {
      v: '$value',
      label: '$label',
      state: '$state',
    });
    expect([seen(rows, 'v', '11:00'), seen(rows, 'v', '11:05')]).to.deep.equal([11, 6]);
    expect(seen(rows, 'label', '11:00')).to.equal(null);
    expect(['10:59', '11:00'].map((time) => seen(rows, 'state', time))).to.deep.equal(['degraded', 'up']);
  });
});
