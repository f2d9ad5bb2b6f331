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

  it('maps through points, flat outside them, linear or in steps between', () => {
    const level = (value: number, more: Written = {}) =>
      valuesOf(following({ layers: [constant(value)] }, { map: { 60: 0, 80: 15, 95: 45 }, ...more })).at(
        '2025-02-05T10:00Z',
      );
    expect([10, 60, 70, 80, 90, 95, 200].map((x) => level(x))).to.deep.equal([0, 0, 7.5, 15, 35, 45, 45]);
    expect([59, 60, 79, 80, 94, 95].map((x) => level(x, { interpolate: 'step' }))).to.deep.equal([0, 0, 0, 15, 15, 45]);
  });
});
