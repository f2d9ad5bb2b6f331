import { expect } from 'chai';
import { constant, valuesOf, withLayers } from '../support/metric.ts';

const DAY = 86_400_000;
const long = { time: { start: '2025-01-01', end: '2026-01-01', step: '6h' } };
const SINCE = Date.parse('2025-01-01T00:00Z');

const after = (days: number) => new Date(SINCE + days * DAY).toISOString();

describe('ramps of an age', () => {
  it('11: growth compounds continuously; month = 30.4375 d, year = 365.25 d in `growth` and `slope`', () => {
    const of = (ramp: object) =>
      valuesOf(
        withLayers(
          [constant(100), { kind: 'ramp', op: 'multiply', since: '2025-01-01', ...ramp }],
          { decimals: 9 },
          long,
        ),
      );
    const monthly = of({ growth: '3%/month' });
    expect(monthly.at(after(60.875 - 0.125))).to.be.closeTo(100 * 1.03 ** ((60.875 - 0.125) / 30.4375), 1e-8);
    expect(monthly.at(after(0))).to.equal(100);
    expect(of({ growth: '25%/year' }).at(after(300))).to.be.closeTo(100 * 1.25 ** (300 / 365.25), 1e-8);
    const slope = valuesOf(
      withLayers([{ kind: 'ramp', since: '2025-01-01', slope: '10/month' }], { decimals: 9 }, long),
    );
    expect(slope.at(after(30))).to.be.closeTo((10 * 30) / 30.4375, 1e-8);
  });

  it('before its first `since`, age is 0', () => {
    const values = valuesOf(withLayers([{ kind: 'ramp', since: '2025-03-01', from: 5, slope: '1/day' }], {}, long));
    expect([after(0), after(59), after(60)].map((t) => values.at(t))).to.deep.equal([5, 5, 6]);
  });

  it('of birth, and of the latest of several', () => {
    const written = withLayers([{ kind: 'ramp', since: ['birth', '2025-01-20'], slope: '1/day' }], {}, long);
    const values = valuesOf({ ...written, assets: [{ id: 'a', pattern: 'p', from: '2025-01-10' }] });
    expect([after(8.75), after(9), after(12), after(19), after(20)].map((t) => values.at(t))).to.deep.equal([
      null,
      0,
      3,
      0,
      1,
    ]);
  });

  it('of an episode, from its end', () => {
    const written = withLayers(
      [{ kind: 'ramp', since: 'reset', slope: '24/day' }],
      {},
      {
        episodes: [{ id: 'reset', every: 'day', at: '06:00', for: '1h' }],
      },
    );
    const values = valuesOf(written);
    expect(['2025-02-05T06:59Z', '2025-02-05T07:00Z', '2025-02-05T10:00Z'].map((t) => values.at(t))).to.deep.equal([
      23.98, 0, 3,
    ]);
  });
});
