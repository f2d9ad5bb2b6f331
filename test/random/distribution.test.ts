import { expect } from 'chai';
import type { Distribution } from '../../src/model/draw.ts';
import { meanOf, poissonQuantile, problemOf, quantileOf, varianceOf } from '../../src/random/distribution.ts';
import { normalCdf } from '../../src/random/normal.ts';

const free = { min: null, max: null };
const normal = (mean: number, sd: number, min: number | null, max: number | null): Distribution => ({
  ...{ kind: 'normal', mean, sd, min, max },
});
const lognormal = (mean: number, sigma: number, min: number | null, max: number | null): Distribution => ({
  ...{ kind: 'lognormal', mean, median: null, sigma, min, max },
});
const exponential = (mean: number, min: number | null, max: number | null): Distribution => ({
  ...{ kind: 'exponential', mean, min, max },
});

const CASES: readonly Distribution[] = [
  { kind: 'uniform', low: -3, high: 7 },
  normal(8, 2, null, null),
  normal(8, 2, 1, null),
  normal(8, 2, null, 9),
  normal(8, 2, 7.5, 8.25),
  normal(0, 1, 3, null),
  normal(0, 1, 6, 7),
  normal(0, 1, null, -5),
  { kind: 'lognormal', mean: null, median: 1, sigma: 0.35, ...free },
  { kind: 'lognormal', mean: null, median: 1, sigma: 0.35, min: 0.5, max: 1.2 },
  lognormal(8, 1, null, null),
  lognormal(8, 1, null, 160),
  lognormal(18, 0.5, null, 120),
  lognormal(8, 1, null, 9),
  lognormal(8, 0.5, 7, null),
  lognormal(90, 1, 1, 101),
  lognormal(1.1, 0.7, 1, 50),
  exponential(4, null, null),
  exponential(4, null, 30),
  exponential(4, 1, null),
  exponential(4.9, 0, 10),
  exponential(4.9999, 0, 10),
  exponential(4, 3.9, 100),
];

/**
 * Moments of the values of u, by Gauss–Legendre rules of five points on cells that halve towards both ends,
 * where quantiles may rise without bound.
 */
function integrate(f: (u: number) => number): number {
  const nodes = [0, 0.5384693101056831, 0.906179845938664];
  const weights = [128 / 225, 0.47862867049936647, 0.23692688505618908];
  let sum = 0;
  for (let k = 1; k <= 50; k++) {
    for (const [from, to] of [
      [2 ** -k / 2, 2 ** -k],
      [1 - 2 ** -k, 1 - 2 ** -k / 2],
    ] as const) {
      // prettier-ignore
      const [half, middle] = [(to - from) / 2, (from + to) / 2];
      nodes.forEach((node, i) => {
        const sides = node === 0 ? f(middle) : f(middle - half * node) + f(middle + half * node);
        sum += half * weights[i]! * sides;
      });
    }
  }
  return sum;
}

describe('distribution', () => {
  for (const distribution of CASES) {
    it(`${JSON.stringify(distribution)}: values rise within the bounds, and have the moments that are told`, () => {
      const quantile = quantileOf(distribution);
      const [mean, variance] = [meanOf(distribution), varianceOf(distribution)];
      expect(problemOf(distribution)).null;
      // What is written is the mean after truncation.
      if (distribution.kind === 'lognormal') expect(mean).equal(distribution.mean ?? mean);
      if (distribution.kind === 'exponential') expect(mean).equal(distribution.mean);
      const [min, max] =
        distribution.kind === 'uniform'
          ? [distribution.low, distribution.high]
          : 'min' in distribution
            ? [distribution.min ?? -Infinity, distribution.max ?? Infinity]
            : [0, Infinity];
      let before = -Infinity;
      for (const u of [2 ** -53, 1e-9, ...Array.from({ length: 999 }, (_, i) => (i + 1) / 1000), 1 - 2 ** -53]) {
        const value = quantile(u);
        expect(value).within(Math.max(min, before), max);
        expect(Number.isFinite(value)).true;
        before = value;
      }
      expect(integrate(quantile)).closeTo(mean, 2e-9 * (Math.abs(mean) + Math.sqrt(variance)));
      expect(integrate((u) => (quantile(u) - mean) ** 2)).closeTo(variance, 1e-6 * variance);
    });
  }

  it('meets known values', () => {
    expect(quantileOf(normal(8, 2, null, null))(0.975)).closeTo(11.919927969080108, 1e-13);
    expect(quantileOf(exponential(4, null, null))(0.5)).closeTo(2.772588722239781, 1e-14);
    expect(quantileOf({ kind: 'lognormal', mean: null, median: 3, sigma: 0.5, ...free })(0.5)).closeTo(3, 1e-14);
    expect(quantileOf({ kind: 'uniform', low: 2, high: 4 })(0.25)).equal(2.5);
    expect(quantileOf({ kind: 'uniform', low: 3, high: 3 })(0.7)).equal(3);
    expect(meanOf(normal(0, 1, 0, null))).closeTo(Math.sqrt(2 / Math.PI), 1e-14);
    expect(varianceOf(normal(0, 1, 0, null))).closeTo(1 - 2 / Math.PI, 1e-14);
    expect(varianceOf(exponential(4, null, null))).closeTo(16, 1e-13);
    expect(varianceOf(lognormal(8, 1, null, null))).closeTo(64 * (Math.E - 1), 1e-11);
  });

  it('truncation renormalises: shares within the bounds keep their proportions', () => {
    const quantile = quantileOf(normal(0, 1, -1, 2));
    const [low, mass] = [normalCdf(-1), normalCdf(2) - normalCdf(-1)];
    for (const x of [-0.9, -0.5, 0, 0.4, 1, 1.9]) {
      expect(quantile((normalCdf(x) - low) / mass)).closeTo(x, 1e-13);
    }
  });

  it('says why there is no such distribution', () => {
    const problems: [Distribution, string][] = [
      [{ kind: 'uniform', low: 2, high: 1 }, 'the lower bound must not be above the upper one'],
      [normal(0, 1, 2, 2), 'min must be below max'],
      [normal(0, 0, null, null), 'sd must be above 0'],
      [normal(0, 1, 50, 60), 'no value lies between min and max'],
      [lognormal(8, 1, null, 8), 'the mean must lie between min and max'],
      [lognormal(8, 1, 9, null), 'the mean must lie between min and max'],
      [lognormal(8, 0, null, null), 'sigma must be above 0'],
      [lognormal(-8, 1, null, null), 'mean and median must be above 0'],
      [lognormal(99.9999, 1, 1, 100), 'no distribution between min and max has this mean and sigma'],
      [exponential(5, 0, 10), 'the mean must lie below the middle of min and max'],
      [exponential(0, null, null), 'the mean must be above 0'],
      [exponential(3, 4, 10), 'the mean must lie between min and max'],
      [normal(NaN, 1, null, null), 'no value lies between min and max'],
    ];
    for (const [distribution, problem] of problems) {
      expect(problemOf(distribution)).equal(problem);
      expect(() => quantileOf(distribution)).throw(`${distribution.kind}: ${problem}`);
    }
  });

  it('poisson: numbers have the probabilities of the distribution, and the ends are finite', () => {
    for (const mean of [0.001, 0.3, 1, 5, 17.5, 32]) {
      let probability = Math.exp(-mean);
      let sum = 0;
      for (let n = 0; n < 60; n++) {
        sum += probability;
        if (sum > 1e-9 && sum < 1 - 1e-9) expect([poissonQuantile(sum - 1e-12, mean), poissonQuantile(sum + 1e-12, mean)]).deep.equal([n, n + 1]); // prettier-ignore
        probability *= mean / (n + 1);
      }
      expect(poissonQuantile(2 ** -53, mean)).equal(0);
      expect(poissonQuantile(1 - 2 ** -53, mean)).within(1, 100);
    }
    expect(poissonQuantile(0.999, 0)).equal(0);
  });
});
