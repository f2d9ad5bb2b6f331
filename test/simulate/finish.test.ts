import { expect } from 'chai';
import fc from 'fast-check';
import type { Metric } from '../../src/model/scenario.ts';
import { decimalsOf, finisher } from '../../src/simulate/finish.ts';

function metricWith(more: Partial<Metric>): Metric {
  return {
    name: 'm',
    unit: null,
    summary: null,
    layers: [],
    clamp: { min: null, max: null },
    resolution: { decimals: 2 },
    round: 'nearest',
    whileDown: 'missing',
    emit: true,
    when: null,
    every: null,
    ...more,
  };
}

function finish(value: number, more: Partial<Metric>): number {
  const column = Float64Array.of(value, value);
  finisher(metricWith(more))(column, 1);
  expect(Object.is(column[1], value), 'only so many values are touched').to.equal(true);
  return column[0]!;
}

describe('finishing a value', () => {
  it('5: rounds to ⌊x·10^d + 0.5⌋ / 10^d, halves up', () => {
    const rounded = [2.345, 0.5, -0.5, 1.005, -2.5, 1e-9].map((x) => finish(x, { resolution: { decimals: 0 } }));
    expect(rounded).to.deep.equal([2, 1, 0, 1, -2, 0]);
    expect(finish(67.449, { resolution: { decimals: 1 } })).to.equal(67.4);
  });

  it('5: −0 becomes 0', () => {
    for (const x of [-0, -0.001, -0.004]) expect(Object.is(finish(x, {}), 0), `${x}`).to.equal(true);
    for (const round of ['up', 'down'] as const) expect(Object.is(finish(-0, { round }), 0), round).to.equal(true);
    expect(Object.is(finish(-0.1, { resolution: { step: 0.25 }, round: 'up' }), 0)).to.equal(true);
  });

  it('rounds up or down to multiples of a resolution', () => {
    const of = (x: number, round: Metric['round'], step: number) => finish(x, { resolution: { step }, round });
    expect([of(0.3, 'up', 0.25), of(0.3, 'down', 0.25), of(0.3, 'nearest', 0.25)]).to.deep.equal([0.5, 0.25, 0.25]);
    expect([of(-0.3, 'up', 0.25), of(-0.3, 'down', 0.25), of(5000, 'nearest', 4096)]).to.deep.equal([
      -0.25, -0.5, 4096,
    ]);
  });

  it('clamps first, and open ends stay open', () => {
    const clamp = { min: 0, max: null };
    expect([-3, 7, 1e6].map((x) => finish(x, { clamp }))).to.deep.equal([0, 7, 1e6]);
    expect([-3, 7, 1e6].map((x) => finish(x, { clamp: { min: null, max: 10 } }))).to.deep.equal([-3, 7, 10]);
  });

  it('is within half a multiple, inside the clamp, and does nothing to its own result', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 6 }), (x, decimals) => {
        const clamp = { min: -1000, max: 1000 };
        const value = finish(x, { resolution: { decimals }, clamp });
        const bounded = Math.min(1000, Math.max(-1000, x));
        expect(Math.abs(value - bounded)).to.be.at.most(0.5 * 10 ** -decimals + 1e-9);
        expect(value).to.be.within(-1000, 1000);
        expect(finish(value, { resolution: { decimals }, clamp })).to.equal(value);
      }),
    );
  });

  it('many are the same as one by one, whatever stands beside each', () => {
    const value = fc.oneof(fc.double({ min: -30, max: 130 }), fc.constantFrom(NaN, Infinity, -0, 0, 100));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 9 }), (values) => {
        const more: Partial<Metric> = { resolution: { decimals: 1 }, clamp: { min: 0, max: 100 } };
        const column = Float64Array.from(values);
        finisher(metricWith(more))(column, values.length);
        for (const [i, x] of values.entries()) expect(Object.is(column[i], finish(x, more)), `${x}`).to.equal(true);
      }),
    );
  });

  it('13: nothing but finite numbers leaves', () => {
    for (const x of [NaN, Infinity, -Infinity, 1.7e308, -1.7e308]) {
      for (const round of ['nearest', 'up', 'down'] as const) {
        for (const resolution of [{ decimals: 0 }, { decimals: 15 }, { step: 0.25 }, { step: 4096 }]) {
          expect(Number.isFinite(finish(x, { round, resolution })), `${x} ${round}`).to.equal(true);
        }
      }
      expect(finish(x, { clamp: { min: 0, max: 100 } })).to.be.within(0, 100);
    }
  });

  it('says how many digits every value can be written with', () => {
    const of = (resolution: Metric['resolution']) => decimalsOf({ resolution } as Metric);
    expect([of({ decimals: 3 }), of({ step: 0.25 }), of({ step: 4096 }), of({ step: 1 / 3 })]).to.deep.equal([
      3,
      2,
      0,
      null,
    ]);
  });
});
