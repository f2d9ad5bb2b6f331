/**
 * What theory says of the data, and how far a sample may lie from it. Every tolerance in these tests is `SIX`
 * standard errors, computed here from the scenario's own figures: a normal deviate is beyond six with probability
 * 2·10⁻⁹. Nothing here is shared with the code under test.
 */
import { expect } from 'chai';

export const SIX = 6;

/** Density and distribution of the standard normal (Φ by its series and its continued fraction; 1e-15). */
function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

function below(z: number): number {
  if (z > 0) return 1 - below(-z);
  if (z < -3) {
    let fraction = 0;
    for (let k = 60; k > 0; k--) fraction = k / (-z + fraction);
    return density(z) / (-z + fraction);
  }
  let [term, sum] = [z, z];
  for (let k = 1; Math.abs(term) > 1e-18; k++) sum += term *= (z * z) / (2 * k + 1);
  return 0.5 + density(z) * sum;
}

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Moments of min(high, max(low, X)) for a normal X, which is what `clamp` does:
 * E = low·Φ(a) + high·(1 − Φ(b)) + μ·(Φ(b) − Φ(a)) − σ·(φ(b) − φ(a)), with a, b the standardised bounds.
 */
export function clampedNormal(mean: number, sd: number, low = 0, high = 100): Moments {
  const [a, b] = [(low - mean) / sd, (high - mean) / sd];
  const inside = below(b) - below(a);
  const first = mean * inside - sd * (density(b) - density(a));
  const second =
    (mean * mean + sd * sd) * inside -
    2 * mean * sd * (density(b) - density(a)) -
    sd * sd * (b * density(b) - a * density(a));
  const expected = low * below(a) + high * below(-b) + first;
  return { mean: expected, variance: low * low * below(a) + high * high * below(-b) + second - expected * expected };
}

/** Rounding to multiples of r adds r²/12 to the variance, and nothing to the mean of what is smooth over a multiple. */
export function rounded({ mean, variance }: Moments, resolution = 0.1): Moments {
  return { mean, variance: variance + (resolution * resolution) / 12 };
}

/**
 * Variance of the mean of n ticks in a row of noise whose autocorrelation is e^(−t/τ):
 * σ²/n² · [n(1 + ρ)/(1 − ρ) − 2ρ(1 − ρⁿ)/(1 − ρ)²], ρ = e^(−step/τ). White noise: σ²/n.
 */
export function varianceOfMean(variance: number, n: number, correlation: number): number {
  if (correlation === 0) return variance / n;
  const rho = Math.exp(-1 / correlation);
  return (
    (variance / n) * ((1 + rho) / (1 - rho)) - (2 * variance * rho * (1 - rho ** n)) / (n * n * (1 - rho) ** 2) || 0
  );
}

/**
 * Relative standard error of the sample variance over n ticks: Var(s²) = 2σ⁴ Σ ρ(t)² / n, where the squared
 * autocorrelation e^(−2t/τ) sums to (1 + ρ²)/(1 − ρ²); 1 for white noise.
 */
export function relativeErrorOfVariance(n: number, correlation: number): number {
  const squared = correlation === 0 ? 0 : Math.exp(-2 / correlation);
  return Math.sqrt((2 / n) * ((1 + squared) / (1 - squared)));
}

/** A lognormal of this mean after being cut at `max`: E[D²], by Simpson's rule and bisection of μ. */
export function secondMomentOfLognormal(mean: number, sigma: number, max: number): number {
  const moments = (mu: number): [number, number, number] => {
    const [steps, low] = [4000, -9];
    const high = (Math.log(max) - mu) / sigma;
    const sums: [number, number, number] = [0, 0, 0];
    for (let i = 0; i <= steps; i++) {
      const z = low + ((high - low) * i) / steps;
      const weight = (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * density(z);
      const x = Math.exp(mu + sigma * z);
      sums[0] += weight;
      sums[1] += weight * x;
      sums[2] += weight * x * x;
    }
    return sums;
  };
  let [low, high] = [Math.log(mean) - 5, Math.log(max)];
  for (let i = 0; i < 60; i++) {
    const [mass, first] = moments((low + high) / 2);
    if (first / mass < mean) low = (low + high) / 2;
    else high = (low + high) / 2;
  }
  const [mass, , second] = moments((low + high) / 2);
  return second / mass;
}

/** Asserts that a sample lies within six standard errors of what is expected; `slack` bounds what theory leaves out. */
export function holds(what: string, found: number, expected: number, error: number, slack = 0): void {
  const distance = Math.abs(found - expected);
  expect(Number.isFinite(found), `${what}: no data`).to.equal(true);
  expect(distance, `${what}: ${found} is not ${expected} ± ${SIX * error + slack}`).to.be.at.most(SIX * error + slack);
}

/** Asserts a count of successes: the sum of independent draws of these probabilities. */
export function holdsCount(what: string, found: number, probabilities: readonly number[]): void {
  const expected = probabilities.reduce((sum, p) => sum + p, 0);
  const variance = probabilities.reduce((sum, p) => sum + p * (1 - p), 0);
  // Half a count: the distribution is discrete.
  holds(what, found, expected, Math.sqrt(variance), 0.5);
}

export function meanOf(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
