/**
 * Distributions of numbers, each by one inverse distribution function of one uniform number. Truncation maps
 * the uniform number into [F(min), F(max)]: one draw is one value, and nothing is rejected or piled up.
 */
import type { Distribution } from '../model/draw.ts';
import { perObject } from '../model/per-object.ts';
import { exp, log } from './math.ts';
import { pareto, poisson, zipf } from './heavy-tails.ts';
import { exponentialQuantile, exponentialVariance, scaleOfMean } from './truncated-exponential.ts';
import {
  type Lognormal,
  locationOfMean,
  lognormalMoment,
  massBetween,
  normalBetween,
  normalMoments,
  standardBounds,
} from './truncated-normal.ts';

/** A distribution made ready. */
export interface Form {
  /** From (0, 1), rising, never outside the bounds. */
  readonly quantile: (u: number) => number;
  readonly mean: () => number;
  readonly variance: () => number;
}

/**
 * The value below which a share u in (0, 1) of all draws lie.
 * @throws Error where `problemOf` finds one
 */
export function quantileOf(distribution: Distribution): (u: number) => number {
  return formOf(distribution).quantile;
}

/** Mean after truncation. */
export function meanOf(distribution: Distribution): number {
  return formOf(distribution).mean();
}

/** Variance after truncation. */
export function varianceOf(distribution: Distribution): number {
  return formOf(distribution).variance();
}

/** Why there is no such distribution, as a sentence's end ("the mean must lie …"); null where there is one. */
export function problemOf(distribution: Distribution): string | null {
  return made(distribution).problem;
}

function formOf(distribution: Distribution): Form {
  const { form, problem } = made(distribution);
  if (form === null) throw new Error(`${distribution.kind}: ${problem}`);
  return form;
}

/** Solving for a mean takes many steps, and each asset that a definition is for asks for the same. */
const made = perObject(
  (
    distribution: Distribution,
  ): { readonly form: Form; readonly problem: null } | { readonly form: null; readonly problem: string } => {
    const form = make(distribution);
    return typeof form === 'string' ? { form: null, problem: form } : { form, problem: null };
  },
);

function make(distribution: Distribution): Form | string {
  if (distribution.kind === 'uniform') return uniform(distribution);
  if (distribution.kind === 'poisson') return poisson(distribution.mean);
  if (distribution.kind === 'zipf') return zipf(distribution.n, distribution.s);
  const min = distribution.min ?? -Infinity;
  const max = distribution.max ?? Infinity;
  if (!(min < max)) return 'min must be below max';
  switch (distribution.kind) {
    case 'normal':
      return normal(distribution.mean, distribution.sd, min, max);
    case 'lognormal':
      return lognormal(distribution, Math.max(min, 0), max);
    case 'exponential':
      return exponential(distribution.mean, Math.max(min, 0), max);
    case 'pareto':
      return pareto(distribution.scale, distribution.alpha, min, max);
  }
}

function uniform({ low, high }: { low: number; high: number }): Form | string {
  if (!(low <= high)) return 'the lower bound must not be above the upper one';
  return {
    // Rounding could lead beyond the upper bound.
    quantile: (u) => Math.min(low + u * (high - low), high),
    mean: () => low + 0.5 * (high - low),
    variance: () => ((high - low) * (high - low)) / 12,
  };
}

function normal(mean: number, sd: number, min: number, max: number): Form | string {
  if (!(sd > 0)) return 'sd must be above 0';
  const bounds = { low: (min - mean) / sd, high: (max - mean) / sd };
  if (!(massBetween(bounds) > 0)) return 'no value lies between min and max';
  const standard = normalBetween(bounds);
  return {
    quantile: (u) => clamp(mean + sd * standard(u), min, max),
    mean: () => mean + sd * normalMoments(bounds).mean,
    variance: () => sd * sd * normalMoments(bounds).variance,
  };
}

function lognormal(
  { mean, median, sigma }: { mean: number | null; median: number | null; sigma: number },
  min: number,
  max: number,
): Form | string {
  if (!(sigma > 0)) return 'sigma must be above 0';
  if (!((mean ?? median ?? 0) > 0)) return 'mean and median must be above 0';
  if (!(max > 0)) return 'max must be above 0';
  if (mean !== null && !(mean > min && mean < max)) return 'the mean must lie between min and max';
  const mu = mean === null ? log(median!) : locationOfMean(mean, sigma, min, max);
  if (Number.isNaN(mu)) return 'no distribution between min and max has this mean and sigma';
  const form: Lognormal = { mu, sigma, min, max };
  const bounds = standardBounds(form);
  if (!(massBetween(bounds) > 0)) return 'no value lies between min and max';
  const standard = normalBetween(bounds);
  const expected = (): number => mean ?? lognormalMoment(form, 1);
  return {
    quantile: (u) => clamp(exp(mu + sigma * standard(u)), min, max),
    mean: expected,
    variance: () => Math.max(lognormalMoment(form, 2) - expected() * expected(), 0),
  };
}

function exponential(mean: number, min: number, max: number): Form | string {
  if (!(mean > min && mean < max))
    return min > 0 ? 'the mean must lie between min and max' : 'the mean must be above 0';
  const scale = scaleOfMean(mean, min, max);
  if (Number.isNaN(scale)) return 'the mean must lie below the middle of min and max';
  const form = { scale, min, max };
  return { quantile: exponentialQuantile(form), mean: () => mean, variance: () => exponentialVariance(form) };
}

function clamp(x: number, min: number, max: number): number {
  return x < min ? min : x > max ? max : x;
}

export { poissonQuantile } from './poisson-quantile.ts';
