import { expect } from 'chai';
import fc from 'fast-check';
import { derive, deriveAt, fillBits, rootKey, uniform } from '../../src/random/key.ts';

const name = fc.string({ maxLength: 12 });
const instant = fc.integer({ min: -4e12, max: 4e12 });

describe('keys', () => {
  it('are told apart by names, their order and their borders', () => {
    fc.assert(
      fc.property(name, name, fc.maxSafeNat(), (x, y, seed) => {
        const paths = [[x, y], [x + y], [y, x], [x], []];
        const keys = paths.map((path) => derive(rootKey(seed), ...path));
        const distinct = (values: readonly unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size;
        expect(distinct(keys)).to.equal(distinct(paths));
      }),
    );
  });

  it('of neighbouring seeds and indices do not resemble each other', () => {
    let flips = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const [one, two] = [deriveAt(rootKey(seed), 1), deriveAt(rootKey(seed + 1), 1)];
      flips += ones(one.a ^ two.a) + ones(one.b ^ two.b);
    }
    // 128,000 fair bits: six standard deviations are 1,073.
    expect(flips).to.be.within(64_000 - 1074, 64_000 + 1074);
  });

  it('give uniform numbers inside (0, 1)', () => {
    const buckets = new Array<number>(64).fill(0);
    for (let i = 0; i < 64_000; i++) {
      const u = uniform(deriveAt(rootKey(7), i));
      expect(u > 0 && u < 1).to.equal(true);
      buckets[Math.floor(u * 64)]! += 1;
    }
    const chi = buckets.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    // 63 degrees of freedom; the draws are fixed, so this never varies.
    expect(chi).to.be.below(120);
  });
});

describe('bits of ticks', () => {
  it('depend on the instant alone, not on where the column starts or how it is cut', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 90_000_000 }),
        fc.nat(200),
        fc.nat(200),
        (start, step, i, extra) => {
          const key = derive(rootKey(1), 'x');
          const whole = new Int32Array(i + extra + 1);
          fillBits(key, start, step, i + extra + 1, whole);
          const alone = new Int32Array(1);
          fillBits(key, start + i * step, 12_345, 1, alone);
          expect(alone[0]).to.equal(whole[i]);
        },
      ),
    );
  });

  it('are as independent between instants and series as fair bits are', () => {
    const n = 20_000;
    const [x, y] = [new Int32Array(n), new Int32Array(n)];
    fillBits(derive(rootKey(1), 'x'), 1_739_059_200_000, 60_000, n, x);
    fillBits(derive(rootKey(1), 'y'), 1_739_059_200_000, 60_000, n, y);
    let [next, across] = [0, 0];
    for (let i = 0; i < n - 1; i++) {
      next += ones(x[i]! ^ x[i + 1]!);
      across += ones(x[i]! ^ y[i]!);
    }
    const [mean, six] = [16 * (n - 1), 6 * Math.sqrt(8 * (n - 1))];
    expect(next).to.be.within(mean - six, mean + six);
    expect(across).to.be.within(mean - six, mean + six);
  });
});

function ones(bits: number): number {
  let count = 0;
  for (let left = bits >>> 0; left > 0; left = (left & (left - 1)) >>> 0) count += 1;
  return count;
}
