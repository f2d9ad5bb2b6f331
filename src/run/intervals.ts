/** Sets of instants as lists of ranges, as ledgers have them: sorted, apart from each other, none empty. */
import type { Range } from '../model/units.ts';
import { complement, unionOf } from '../timeline/interval.ts';

export type Ranges = readonly Range[];

/** The union of ranges in any order. */
export const union = (ranges: Ranges): Ranges => fromBounds(toBounds(ranges));

/** What of `range` lies in none of `covered`. */
export const subtract = (range: Range, covered: Ranges): Ranges =>
  fromBounds(complement(toBounds(covered), range.from, range.to));

export function intersect(a: Range, b: Range): Range | null {
  const range = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  return range.from < range.to ? range : null;
}

export const within = (inner: Range, outer: Range): boolean => inner.from >= outer.from && inner.to <= outer.to;

/** Text that is equal for equal sets. */
export const nameOf = (ranges: Ranges): string => ranges.map(({ from, to }) => `${from}-${to}`).join(' ');

const toBounds = (ranges: Ranges): Float64Array => unionOf(ranges.map(({ from, to }) => [from, to]));

function fromBounds(bounds: Float64Array): Ranges {
  return Array.from({ length: bounds.length / 2 }, (_, i) => ({ from: bounds[2 * i]!, to: bounds[2 * i + 1]! }));
}
