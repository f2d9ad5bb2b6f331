import { expect } from 'chai';
import fc from 'fast-check';
import { correlatedNormal, correlationOf } from '../../src/layers/correlated.ts';
import { BLOCK } from '../../src/layers/layer.ts';
import { Scratch } from '../../src/layers/scratch.ts';
import { derive, rootKey } from '../../src/random/key.ts';

const MINUTE = 60_000;
const scratch = new Scratch(BLOCK);
const START = 1_739_059_200_000;

function noise(correlation: number, start: number, step: number, count: number, key = 'k'): Float64Array {
  const out = new Float64Array(count);
  correlatedNormal(derive(rootKey(3), key), correlationOf(correlation), scratch)({ start, step, count }, out);
  return out;
}

describe('correlated noise', () => {
  it('has the same value at an instant whatever the window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 300 }),
        fc.nat(299),
        fc.constantFrom(1000, 5 * MINUTE, 8 * MINUTE, 30 * MINUTE, 360 * MINUTE),
        (offset, count, pick, correlation) => {
          const i = pick % count;
          const column = noise(correlation, START + offset * MINUTE, MINUTE, count);
          expect(noise(correlation, START + (offset + i) * MINUTE, MINUTE, 1)[0]).to.equal(column[i]);
        },
      ),
    );
  });

  it('only gains points with a finer step', () => {
    for (const [coarse, fine] of [
      [60_000, 10_000],
      [60_000, 15_000],
      [600_000, 60_000],
      [1000, 250],
      [86_400_000, 3_600_000],
      [1000, 1],
    ] as const) {
      const ratio = coarse / fine;
      const wide = noise(40 * MINUTE, START, coarse, 5);
      const narrow = noise(40 * MINUTE, START, fine, 4 * ratio + 1);
      for (let i = 0; i < 5; i++) expect(narrow[i * ratio]).to.equal(wide[i]);
    }
  });

  it('has the same value at any millisecond, whatever the ticks around it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e8, max: 1e8 }), fc.constantFrom(1000, 8 * MINUTE), (offset, correlation) => {
        const near = noise(correlation, START + offset, 1, 40);
        const far = noise(correlation, START + offset, 7_777_777, 3);
        expect(far[0]).to.equal(near[0]);
        expect(noise(correlation, START + offset + 39, 60_000, 2)[0]).to.equal(near[39]);
        expect(noise(correlation, START + offset + 7_777_777, 1, 2)[0]).to.equal(far[1]);
      }),
      { numRuns: 30 },
    );
  });

  it('is standard normal, with an autocorrelation of e^(−t/τ)', () => {
    // 400 independent series of 20 h: the standard error of each figure is below 0.012; six of them are allowed.
    const [series, count, correlation] = [400, 1200, 30 * MINUTE];
    let [sum, square] = [0, 0];
    const lags = [1, 10, 30, 90];
    const products = lags.map(() => 0);
    for (let s = 0; s < series; s++) {
      const x = noise(correlation, START, MINUTE, count, `series ${s}`);
      for (let i = 0; i < count; i++) {
        sum += x[i]!;
        square += x[i]! * x[i]!;
      }
      for (const [k, lag] of lags.entries()) for (let i = lag; i < count; i++) products[k]! += x[i]! * x[i - lag]!;
    }
    expect(sum / (series * count)).to.be.within(-0.072, 0.072);
    expect(square / (series * count)).to.be.within(0.928, 1.072);
    for (const [k, lag] of lags.entries()) {
      expect(products[k]! / (series * (count - lag))).to.be.closeTo(Math.exp(-lag / 30), 0.072);
    }
  });
});
