/** Quantiles of values, as a whole or by the time of day or week. */
import { DAY, type Duration, type ZoneName } from '../../model/units.ts';
import { zone } from '../../timeline/zone.ts';
import type { Column } from './column.ts';

/** Linear between the two values around it (Hyndman and Fan 1996, type 7); NaN of nothing. */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  return low + (at - below) * ((sorted[below + 1] ?? low) - low);
}

/** What most values are like in each slot of a cycle of the wall clock; NaN where there are none. */
export interface Profile {
  /** Length of a slot. */
  readonly slot: Duration;
  readonly low: Float64Array;
  readonly median: Float64Array;
  readonly high: Float64Array;
}

/** The 5th and the 95th percentile. */
const [LOW, HIGH] = [0.05, 0.95];

/**
 * By the local time of day.
 * @param slots that a day is cut into
 */
export const dayProfile = (column: Column, name: ZoneName, slots: number): Profile =>
  profile(column, name, DAY, 0, slots);

/** By the local time of week, Monday first. 1970-01-05 was a Monday. */
export const weekProfile = (column: Column, name: ZoneName, slots: number): Profile =>
  profile(column, name, 7 * DAY, 4 * DAY, slots);

function profile({ times, values }: Column, name: ZoneName, cycle: Duration, start: number, slots: number): Profile {
  const slot = cycle / slots;
  const place = zone(name);
  const slotOf = new Uint32Array(times.length);
  const sizes = new Uint32Array(slots + 1);
  for (let i = 0; i < times.length;) {
    // The offset is asked for once for each stretch in which it holds.
    const { offset, until } = place.offsetAt(times[i]!);
    for (; i < times.length && times[i]! < until; i++) {
      const within = (times[i]! + offset - start) % cycle;
      const at = Math.floor((within < 0 ? within + cycle : within) / slot);
      slotOf[i] = at;
      sizes[at + 1]! += 1;
    }
  }
  for (let at = 0; at < slots; at++) sizes[at + 1]! += sizes[at]!;
  const ends = sizes.slice();
  const grouped = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) grouped[ends[slotOf[i]!]!++] = values[i]!;

  const made = { slot, low: new Float64Array(slots), median: new Float64Array(slots), high: new Float64Array(slots) };
  for (let at = 0; at < slots; at++) {
    const sorted = grouped.subarray(sizes[at], sizes[at + 1]).sort();
    made.low[at] = quantile(sorted, LOW);
    made.median[at] = quantile(sorted, 0.5);
    made.high[at] = quantile(sorted, HIGH);
  }
  return made;
}
