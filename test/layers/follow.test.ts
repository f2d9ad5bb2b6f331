import { expect } from 'chai';
import { constant, valuesOf, withLayers, type Written } from '../support/metric.ts';

const following = (source: Written, follow: Written, more: Written = {}): Written =>
  withLayers(
    [],
    {},
    {
      patterns: {
        p: { metrics: { source, m: { decimals: 6, layers: [{ kind: 'follow', metric: 'source', ...follow }] } } },
      },
      ...more,
    },
  );
const MINUTES: { readonly [unit: string]: number } = { s: 1 / 60, m: 1, h: 60, d: 1440 };
const durationOf = (text: string): number => Number.parseInt(text) * MINUTES[text.at(-1)!]! * 60_000;
const noisy = { layers: [constant(50), { kind: 'noise', sd: 30 }], clamp: [20, 80], decimals: 0 };

describe('follow', () => {
  it('8: reads what the other metric would emit, clamped and rounded', () => {
    const written = following(noisy, { gain: 2, offset: 1 });
    const [source, m] = [valuesOf(written, { metric: 'source' }).all(), valuesOf(written).all()];
    expect(m).to.deep.equal(source.map((value) => 2 * value + 1));
    expect(Math.max(...m)).to.equal(161);
  });

  it('8: at its latest tick at or before t − lag', () => {
    const written = following({ ...noisy, every: '5m' }, { lag: '3m' });
    const [source, m] = [valuesOf(written, { metric: 'source' }), valuesOf(written)];
    expect(m.at('2025-02-05T10:07Z')).to.equal(source.at('2025-02-05T10:00Z'));
    expect(m.at('2025-02-05T10:08Z')).to.equal(source.at('2025-02-05T10:05Z'));
    const day = (time: string) => valuesOf(written, { from: Date.parse('2025-02-05'), duration: 86_400_000 }).at(time);
    expect(day('2025-02-05T00:00Z'), 'before the window too').to.equal(m.at('2025-02-05T00:00Z'));
  });

  it('8: where that record is missing, the signal as if it were there', () => {
    const outage = { downtime: [{ id: 'd', every: 'day', at: '10:00', for: '30m' }] };
    const written = following(
      { layers: [constant(7)] },
      {},
      {
        ...outage,
        patterns: {
          p: {
            metrics: {
              source: { layers: [constant(7)], while_down: 'missing', when: { hours: '09:00-10:15' } },
              m: { layers: [{ kind: 'follow', metric: 'source' }], while_down: 'keep' },
            },
          },
        },
      },
    );
    expect(valuesOf(written, { metric: 'source' }).at('2025-02-05T10:05Z')).to.equal(null);
    expect(
      valuesOf(written)
        .all()
        .every((value) => value === 7),
    ).to.equal(true);
  });

  describe('8: a window holds the records of the other metric in (t − lag − window, t − lag]; where it has none, the latest', () => {
    const DAY = 86_400_000;
    const zoned = { timezone: 'Europe/Rome', time: { start: '2025-03-28', duration: '4d', step: '10m' } };
    const grids: { readonly [name: string]: { readonly emission: Written; readonly times: readonly string[] } } = {
      'each day at eight, in summer an hour earlier': {
        emission: { every: 'day', at: '08:00' },
        times: ['2025-03-28T07:00Z', '2025-03-29T07:00Z', '2025-03-30T06:00Z', '2025-03-31T06:00Z'],
      },
      'twenty past each hour, at Nepal’s quarters': {
        emission: { every: 'hour', at: '20m' },
        times: Array.from({ length: 95 }, (_, i) => new Date(Date.parse('2025-03-27T23:35Z') + i * 3_600_000).toJSON()),
      },
      'every 35 minutes since the epoch': {
        emission: { every: '35m' },
        times: Array.from({ length: 165 }, (_, i) =>
          new Date((Math.ceil(Date.parse('2025-03-27T23:00Z') / 2_100_000) + i) * 2_100_000).toJSON(),
        ).filter((time) => time < '2025-03-31T22:00'),
      },
    };
    const made: { readonly [pick: string]: (values: readonly number[]) => number } = {
      max: (values) => Math.max(...values),
      sum: (values) => values.reduce((total, value) => total + value, 0),
      mean: (values) => values.reduce((total, value) => total + value, 0) / values.length,
      p95: (values) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!,
    };

    for (const [name, { emission, times }] of Object.entries(grids)) {
      it(name, () => {
        const asset = { id: 'a', pattern: 'p', ...(emission.at === '20m' ? { timezone: 'Asia/Kathmandu' } : {}) };
        for (const [window, lag, pick] of [
          ['2h', '0s', 'sum'],
          ['90m', '25m', 'max'],
          ['50h', '1m', 'mean'],
          ['3d', '0s', 'p95'],
        ] as const) {
          const more = { ...zoned, assets: [asset] };
          const written = following({ ...noisy, ...emission }, { window, lag, pick }, more);
          const before = Date.parse('2025-03-20');
          const records = valuesOf(written, { metric: 'source', from: before, duration: 12 * DAY }).rows;
          const told = records.map(({ timestamp, value }) => ({ at: timestamp as number, value: value as number }));
          expect(
            told.filter(({ at }) => at >= Date.parse('2025-03-27T23:00Z') && at < Date.parse('2025-03-31T22:00Z')),
          ).to.have.lengthOf(times.length);
          const [ms, late] = [durationOf(window), durationOf(lag)];
          for (const { timestamp, value } of valuesOf(written).rows) {
            const t = (timestamp as number) - late;
            const inside = told.filter(({ at }) => at > t - ms && at <= t);
            const latest = told.findLast(({ at }) => at <= t)!;
            const expected = made[pick]!((inside.length > 0 ? inside : [latest]).map((one) => one.value));
            expect(value, `${pick} of ${window} at ${new Date(t).toJSON()}`).to.be.closeTo(expected, 1e-6);
          }
          for (const time of times) {
            const record = told.find(({ at }) => at === Date.parse(time));
            expect(record, time).to.not.equal(undefined);
          }
        }
      });
    }
  });

  it('maps through points, flat outside them, linear or in steps between', () => {
    const level = (value: number, more: Written = {}) =>
      valuesOf(following({ layers: [constant(value)] }, { map: { 60: 0, 80: 15, 95: 45 }, ...more })).at(
        '2025-02-05T10:00Z',
      );
    expect([10, 60, 70, 80, 90, 95, 200].map((x) => level(x))).to.deep.equal([0, 0, 7.5, 15, 35, 45, 45]);
    expect([59, 60, 79, 80, 94, 95].map((x) => level(x, { interpolate: 'step' }))).to.deep.equal([0, 0, 0, 15, 15, 45]);
  });
});
