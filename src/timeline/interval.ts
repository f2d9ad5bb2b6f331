/**
 * Sets of instants as flat bounds [start, end, start, end, …]: half-open, rising, disjoint, none touching the
 * next, none empty. Sets are never changed once made, so a result may share memory with an argument.
 */
import type { Duration, Instant } from '../model/units.ts';

export const nothing: Float64Array = new Float64Array(0);

/** The set of one interval; empty where the end is not after the start. */
export function interval(from: Instant, to: Instant): Float64Array {
  return from < to ? Float64Array.of(from, to) : nothing;
}

/** The set of any intervals, which may overlap, touch, be empty and stand in any order. */
export function unionOf(intervals: readonly (readonly [Instant, Instant])[]): Float64Array {
  const sorted = intervals.filter(([from, to]) => from < to).sort((a, b) => a[0] - b[0]);
  const out = new Float64Array(2 * sorted.length);
  let n = 0;
  for (const [from, to] of sorted) n = append(out, n, from, to);
  return out.subarray(0, n);
}

/** Adds an interval that starts no earlier than the last one, and joins them where they meet. */
function append(out: Float64Array, n: number, from: Instant, to: Instant): number {
  if (n > 0 && from <= out[n - 1]!) {
    if (to > out[n - 1]!) out[n - 1] = to;
    return n;
  }
  out[n] = from;
  out[n + 1] = to;
  return n + 2;
}

export function union(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const out = new Float64Array(a.length + b.length);
  let n = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (j >= b.length || (i < a.length && a[i]! <= b[j]!)) {
      n = append(out, n, a[i]!, a[i + 1]!);
      i += 2;
    } else {
      n = append(out, n, b[j]!, b[j + 1]!);
      j += 2;
    }
  }
  return out.subarray(0, n);
}

export function intersect(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length === 0 || b.length === 0) return nothing;
  const out = new Float64Array(a.length + b.length);
  let n = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const from = Math.max(a[i]!, b[j]!);
    const to = Math.min(a[i + 1]!, b[j + 1]!);
    if (from < to) {
      out[n++] = from;
      out[n++] = to;
    }
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return out.subarray(0, n);
}

/** What of the first set is not in the second. */
export function subtract(a: Float64Array, b: Float64Array): Float64Array {
  if (a.length === 0 || b.length === 0) return a;
  return intersect(a, complement(b, a[0]!, a[a.length - 1]!));
}

/** What of [from, to) is not in the set. */
export function complement(set: Float64Array, from: Instant, to: Instant): Float64Array {
  const inside = clip(set, from, to);
  if (inside.length === 0) return interval(from, to);
  const out = new Float64Array(inside.length + 2);
  let n = 0;
  if (from < inside[0]!) out[n++] = from;
  // A bound at an end of the range is dropped, one within it turns from end to start or back.
  for (const bound of inside) if (bound > from && bound < to) out[n++] = bound;
  if (inside[inside.length - 1]! < to) out[n++] = to;
  return out.subarray(0, n);
}

/** What of the set is in [from, to). */
export function clip(set: Float64Array, from: Instant, to: Instant): Float64Array {
  if (from >= to || set.length === 0) return nothing;
  const first = boundsUpTo(set, from) & ~1;
  const last = (boundsUpTo(set, to) + 1) & ~1;
  const part = set.subarray(first, last);
  if (part.length === 0 || (part[0]! >= from && part[part.length - 1]! <= to && part[part.length - 2]! < to))
    return part;
  return intersect(part, interval(from, to));
}

export function contains(set: Float64Array, t: Instant): boolean {
  return (boundsUpTo(set, t) & 1) === 1;
}

/** Total length. */
export function measure(set: Float64Array): Duration {
  let sum = 0;
  for (let i = 0; i < set.length; i += 2) sum += set[i + 1]! - set[i]!;
  return sum;
}

/** Number of bounds at or before t: odd where t is in the set. */
function boundsUpTo(set: Float64Array, t: Instant): number {
  let [low, high] = [0, set.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[middle]! <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}
