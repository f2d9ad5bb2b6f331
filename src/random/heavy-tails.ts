/** Distributions of counts, ranks and heavy tails, by one inverse distribution function each. */
import type { Form } from './distribution.ts';
import { exp, log } from './math.ts';
import { poissonQuantile } from './poisson-quantile.ts';

/** The largest mean of a Poisson draw, and the most ranks of a Zipf draw. */
const LARGEST_MEAN = 500;
const MOST_RANKS = 1_000_000;

/** P(X > x) = (scale / x)^alpha for x ≥ scale, cut to [min, max]. */
export function pareto(scale: number, alpha: number, min: number, max: number): Form | string {
  if (!(scale > 0)) return 'min must be above 0';
  if (!(alpha > 0)) return 'alpha must be above 0';
  const low = Math.max(scale, min);
  if (!(low < max)) return 'max must be above min';
  const survival = (x: number): number => (x === Infinity ? 0 : exp(alpha * log(scale / x)));
  const [top, bottom] = [survival(low), survival(max)];
  // E[X^k] between low and max: α s^α ∫ x^(k−α−1) dx over the mass kept.
  const moment = (k: number): number => {
    const power = k - alpha;
    if (max === Infinity && power >= 0) return Infinity;
    const at = (x: number): number => (x === Infinity ? 0 : exp(power * log(x)));
    const integral = power === 0 ? log(max / low) : (at(max) - at(low)) / power;
    return (alpha * exp(alpha * log(scale)) * integral) / (top - bottom);
  };
  return {
    quantile: (u) => {
      const kept = top - u * (top - bottom);
      return Math.min(max, Math.max(low, scale * exp(-log(kept) / alpha)));
    },
    mean: () => moment(1),
    variance: () => {
      const mean = moment(1);
      return moment(2) - mean * mean;
    },
  };
}

export function poisson(mean: number): Form | string {
  if (!(mean > 0 && mean <= LARGEST_MEAN)) return `the mean must be above 0 and at most ${LARGEST_MEAN}`;
  return { quantile: (u) => poissonQuantile(u, mean), mean: () => mean, variance: () => mean };
}

/** Ranks 1 … n with P(k) ∝ k^−s: binary search in the summed probabilities. */
export function zipf(n: number, s: number): Form | string {
  if (!(Number.isInteger(n) && n >= 1 && n <= MOST_RANKS)) return `n must be a whole number from 1 to ${MOST_RANKS}`;
  if (!(s >= 0)) return 's must be at least 0';
  const sums = new Float64Array(n);
  let [total, first, second] = [0, 0, 0];
  for (let k = 1; k <= n; k++) {
    const weight = exp(-s * log(k));
    total += weight;
    first += k * weight;
    second += k * k * weight;
    sums[k - 1] = total;
  }
  const mean = first / total;
  return {
    quantile: (u) => {
      let [low, high] = [0, n - 1];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sums[middle]! > u * total) high = middle;
        else low = middle + 1;
      }
      return low + 1;
    },
    mean: () => mean,
    variance: () => second / total - mean * mean,
  };
}
