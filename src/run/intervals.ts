/** Sets of instants as half-open ranges: sorted, apart from each other, none empty. */
import type { Range } from '../model/units.ts';

export type Ranges = readonly Range[];

/** The union of ranges in any order. */
export function union(ranges: Ranges): Ranges {
  const merged: Range[] = [];
  for (const range of ranges.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to) merged.push(range);
    else if (range.to > last.to) merged[merged.length - 1] = { from: last.from, to: range.to };
  }
  return merged;
}

/** What of `range` lies in none of `covered`, which is a union. */
export function subtract(range: Range, covered: Ranges): Ranges {
  const left: Range[] = [];
  let from = range.from;
  for (const hole of covered) {
    if (hole.to <= from || hole.from >= range.to) continue;
    if (hole.from > from) left.push({ from, to: hole.from });
    from = hole.to;
  }
  if (from < range.to) left.push({ from, to: range.to });
  return left;
}

export function intersect(a: Range, b: Range): Range | null {
  const range = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  return range.from < range.to ? range : null;
}

export const within = (inner: Range, outer: Range): boolean => inner.from >= outer.from && inner.to <= outer.to;

/** Text that is equal for equal sets. */
export const nameOf = (ranges: Ranges): string => ranges.map(({ from, to }) => `${from}-${to}`).join(' ');
