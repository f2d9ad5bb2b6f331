/** The exponential distribution between two bounds, by what its mean is there. */
import { exp, expm1, log1p } from './math.ts';

/** Density ∝ e^(−x / scale) on [min, max); max may be Infinity. */
export interface Exponential {
  readonly scale: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The scale with which the mean between the bounds is `mean`; NaN where there is none, since the density falls:
 * the mean lies below the middle. By bisection with a fixed number of steps.
 */
export function scaleOfMean(mean: number, min: number, max: number): number {
  const width = max - min;
  const share = (mean - min) / width;
  if (!(mean > min && share < 0.5)) return NaN;
  if (width === Infinity) return mean - min;
  // r = width / scale; the share of the mean falls from 1/2 as r grows, and is below 1/r.
  let low = 0;
  let high = 1 / share;
  for (let step = 0; step < 64; step++) {
    const middle = 0.5 * (low + high);
    if (meanShare(middle) > share) low = middle;
    else high = middle;
  }
  return width / (0.5 * (low + high));
}

/** Mean of an exponential of rate r on [0, 1]: 1/r − 1/(e^r − 1), near 0 by its series. */
function meanShare(r: number): number {
  return r < 0.01 ? 0.5 - r / 12 + (r * r * r) / 720 : 1 / r - 1 / expm1(r);
}

export function exponentialQuantile({ scale, min, max }: Exponential): (u: number) => number {
  // Minus the probability of [min, max) before truncation: −1 without an upper bound.
  const part = expm1((min - max) / scale);
  return (u) => Math.min(min - scale * log1p(u * part), max);
}

export function exponentialVariance({ scale, min, max }: Exponential): number {
  const width = max - min;
  const r = width / scale;
  if (r > 700) return scale * scale;
  if (r < 0.05) return width * width * (1 / 12 - (r * r) / 240 + (r * r * r * r) / 6048);
  const ratio = (r * exp(0.5 * r)) / expm1(r);
  return scale * scale * (1 - ratio * ratio);
}
