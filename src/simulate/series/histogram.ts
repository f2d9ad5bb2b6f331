/** How often values lie where: bins of a width that people count in. */

export interface Histogram {
  /** Where the first bin begins; the others follow. */
  readonly from: number;
  readonly width: number;
  readonly counts: Float64Array;
}

/**
 * Bins from the smallest value to the largest, at most `bins` of them, each 1, 2 or 5 × 10^n wide.
 * @param sorted ascending
 * @param resolution values are multiples of it: no bin is narrower, and none holds more of them than another
 */
export function histogram(sorted: Float64Array, resolution: number, bins: number): Histogram {
  const [min, max] = [sorted[0], sorted[sorted.length - 1]];
  if (min === undefined || max === undefined) return { from: 0, width: 1, counts: new Float64Array(0) };
  const width = niceAbove((max - min) / bins, resolution);
  // Binary fractions fall short of a bound by a hair.
  const binOf = (value: number): number => Math.floor(value / width + 1e-9);
  const first = binOf(min);
  const counts = new Float64Array(binOf(max) - first + 1);
  for (const value of sorted) counts[binOf(value) - first]! += 1;
  return { from: first * width, width, counts };
}

/** The smallest of 1, 2 and 5 × 10^n times the resolution that is no less. */
function niceAbove(least: number, resolution: number): number {
  for (let power = resolution; power < Infinity; power *= 10) {
    const found = [1, 2, 5].map((digit) => digit * power).find((width) => width >= least);
    if (found !== undefined) return found;
  }
  return least;
}
