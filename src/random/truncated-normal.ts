/** The standard normal distribution between two bounds, and the lognormal one, which is its exponential. */
import { exp, log } from './math.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** Bounds of a standard normal value; may be infinite. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

const LARGEST_BELOW_ONE = 1 - Number.EPSILON / 2;

/** Probability of a value between the bounds, computed on the side where no digits are lost. */
export function massBetween({ low, high }: Bounds): number {
  return low > 0 ? normalCdf(-low) - normalCdf(-high) : normalCdf(high) - normalCdf(low);
}

/** Quantile function: u in (0, 1) is mapped into the part of the distribution function between the bounds. */
export function normalBetween({ low, high }: Bounds): (u: number) => number {
  const clamp = (z: number): number => (z < low ? low : z > high ? high : z);
  if (low > 0) {
    const top = normalCdf(-low);
    const mass = top - normalCdf(-high);
    return (u) => clamp(-normalQuantile(top - u * mass));
  }
  const bottom = normalCdf(low);
  const mass = normalCdf(high) - bottom;
  return (u) => clamp(normalQuantile(Math.min(bottom + u * mass, LARGEST_BELOW_ONE)));
}

const density = (z: number): number => 0.3989422804014327 * exp(-0.5 * z * z);
/** z·density(z), whose limit at infinity is 0. */
const moment = (z: number): number => (Math.abs(z) < 39 ? z * density(z) : 0);

/** Mean and variance between the bounds (N. L. Johnson, S. Kotz, Continuous Univariate Distributions 1, 10.1). */
export function normalMoments(bounds: Bounds): { readonly mean: number; readonly variance: number } {
  const mass = massBetween(bounds);
  const mean = (density(bounds.low) - density(bounds.high)) / mass;
  const variance = 1 + (moment(bounds.low) - moment(bounds.high)) / mass - mean * mean;
  return { mean, variance: Math.max(variance, 0) };
}

/** A lognormal distribution: of the logarithm, location and deviation; of the value, bounds (0 and Infinity if none). */
export interface Lognormal {
  readonly mu: number;
  readonly sigma: number;
  readonly min: number;
  readonly max: number;
}

export function standardBounds({ mu, sigma, min, max }: Lognormal): Bounds {
  return standardised(logarithms(min, max), mu, sigma);
}

const logarithms = (min: number, max: number): Bounds => ({
  low: min > 0 ? log(min) : -Infinity,
  high: max < Infinity ? (max > 0 ? log(max) : -Infinity) : Infinity,
});

const standardised = ({ low, high }: Bounds, mu: number, sigma: number): Bounds => ({
  low: (low - mu) / sigma,
  high: (high - mu) / sigma,
});

/** E[x^power] for power 1 or 2. */
export function lognormalMoment({ mu, sigma, min, max }: Lognormal, power: number): number {
  return momentBetween(logarithms(min, max), mu, sigma, power);
}

function momentBetween(logs: Bounds, mu: number, sigma: number, power: number): number {
  const bounds = standardised(logs, mu, sigma);
  const shift = power * sigma;
  const whole = exp(power * mu + 0.5 * shift * shift);
  if (bounds.low === -Infinity && bounds.high === Infinity) return whole;
  return (whole * massBetween({ low: bounds.low - shift, high: bounds.high - shift })) / massBetween(bounds);
}

/** How far beyond its bounds, in sigmas, a location is looked for: farther out, probabilities lose their digits. */
const REACH = 30;

/**
 * The location with which the mean between the bounds is `mean`: it rises with the location, so by bisection,
 * with a fixed number of steps, which is what makes it the same everywhere. NaN where there is none.
 */
export function locationOfMean(mean: number, sigma: number, min: number, max: number): number {
  // The location without bounds. A bound above only lowers the mean, one below only raises it.
  const free = log(mean) - 0.5 * sigma * sigma;
  if (min <= 0 && max === Infinity) return free;
  let low = min > 0 ? log(min) - REACH * sigma : free;
  let high = max < Infinity ? log(max) + REACH * sigma : free;
  const logs = logarithms(min, max);
  const meanAt = (mu: number): number => momentBetween(logs, mu, sigma, 1);
  if (!(meanAt(low) <= mean * (1 + 1e-12) && mean * (1 - 1e-12) <= meanAt(high))) return NaN;
  for (let step = 0; step < 64; step++) {
    const middle = 0.5 * (low + high);
    // Two neighbours: no step leads on.
    if (middle === low || middle === high) return middle;
    if (meanAt(middle) < mean) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
