/** Bridges of correlated noise: the points of one rung of the ladder, drawn between those of the next coarser one. */
import type { Duration, Instant } from '../model/units.ts';
import { fillBits, type Key } from '../random/key.ts';
import { exp, expm1 } from '../random/math.ts';
import { fillNormal } from '../random/normal.ts';

/** How the points of one rung lie between those of the next: for p = 1 … radix − 1, left neighbour p − 1, right end. */
export interface Bridge {
  readonly fine: Duration;
  readonly coarse: Duration;
  readonly steps: readonly Step[];
}

interface Step {
  readonly left: number;
  readonly right: number;
  readonly sd: number;
}

/** Between points of one spacing those of the next finer one. */
export function bridge(fine: Duration, coarse: Duration, correlation: Duration): Bridge {
  const radix = coarse / fine;
  const before = fine / correlation;
  return {
    fine,
    coarse,
    steps: Array.from({ length: radix - 1 }, (_, i) => {
      const after = ((radix - 1 - i) * fine) / correlation;
      const both = -expm1(-2 * (before + after));
      return {
        left: (exp(-before) * -expm1(-2 * after)) / both,
        right: (exp(-after) * -expm1(-2 * before)) / both,
        sd: Math.sqrt((expm1(-2 * before) * expm1(-2 * after)) / both),
      };
    }),
  };
}

/** Fills the points of one rung in the coarse intervals that the ticks touch. */
export function refine(
  key: Key,
  { fine, coarse, steps }: Bridge,
  origin: Instant,
  start: Instant,
  last: Instant,
  spacing: Duration,
  points: Float64Array,
  bits: Int32Array,
  noise: Float64Array,
): void {
  const first = Math.floor(start / coarse) * coarse;
  const count = Math.ceil((last - first) / coarse);
  // Whole numbers, and said to be: the compiler would take quotients for doubles, and convert every index.
  const [base, wide, narrow] = [((first - origin) / spacing) | 0, (coarse / spacing) | 0, (fine / spacing) | 0];
  for (let p = 0; p < steps.length; p++) {
    fillBits(key, first + (p + 1) * fine, coarse, count, bits);
    fillNormal(bits, count, steps[p]!.sd, noise);
    span(points, base + p * narrow, narrow, base + wide, wide, steps[p]!, noise, count);
  }
}

/** One point in each coarse interval: from its left neighbour at `from`, and the right end at `end`. */
function span(
  points: Float64Array,
  from: number,
  narrow: number,
  end: number,
  wide: number,
  { left, right }: Step,
  noise: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++, from += wide, end += wide) {
    points[from + narrow] = left * points[from]! + right * points[end]! + noise[i]!;
  }
}

/** `out[i]` is point `from + i`: every second one from `base` on is known, and those between are made. */
export function halve(
  points: Float64Array,
  base: number,
  from: number,
  { left, right }: Step,
  noise: Float64Array,
  deviation: number,
  count: number,
  out: Float64Array,
): void {
  let before = points[base]!;
  if (base === from) out[0] = before * deviation;
  for (let i = 0, at = base - from + 1; at < count; i++, at += 2) {
    const after = points[from + at + 1]!;
    if (at >= 0) out[at] = (left * before + right * after + noise[i]!) * deviation;
    if (at + 1 < count) out[at + 1] = after * deviation;
    before = after;
  }
}

/** `out[i]` is every `stride`-th of the points from `from` on. */
export function take(
  points: Float64Array,
  from: number,
  stride: number,
  deviation: number,
  count: number,
  out: Float64Array,
): void {
  for (let i = 0; i < count; i++, from += stride) out[i] = points[from]! * deviation;
}
