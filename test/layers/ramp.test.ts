import { expect } from 'chai';
import { valuesOf, withLayers } from '../support/metric.ts';

describe('ramp', () => {
  it('goes from one time of its schedule to the next, and reaches `to` exactly there', () => {
    const values = valuesOf(
      withLayers([{ kind: 'ramp', every: 'week', at: 'wed 04:00', from: 35, to: 94 }], { decimals: 6 }),
    );
    expect(values.at('2025-02-05T04:00Z')).to.equal(35);
    expect(values.at('2025-02-08T16:00Z')).to.be.closeTo(64.5, 1e-6);
    expect(values.at('2025-02-05T03:59Z')).to.be.closeTo(94 - 59 / 10_080, 1e-6);
  });

  it('is as long as the local week, also where the clocks change', () => {
    const written = withLayers(
      [{ kind: 'ramp', every: 'week', at: 'sun 04:00', from: 0, to: 1 }],
      { decimals: 9 },
      {
        timezone: 'Europe/Rome',
        time: { start: '2025-03-22', duration: '10d', step: '1m' },
      },
    );
    const values = valuesOf(written);
    expect(values.at('2025-03-23T03:00Z')).to.equal(0);
    expect(values.at('2025-03-30T01:59Z')).to.be.closeTo(1 - 1 / (167 * 60), 1e-8);
    expect(values.at('2025-03-30T02:00Z')).to.equal(0);
  });

  it('may fall', () => {
    const values = valuesOf(withLayers([{ kind: 'ramp', every: 'day', at: '06:00', from: 100, to: 20 }]));
    expect([values.at('2025-02-05T06:00Z'), values.at('2025-02-05T18:00Z')]).to.deep.equal([100, 60]);
  });
});
