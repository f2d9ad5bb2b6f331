/**
 * Time zones, from a tz database of an exact version that is bundled with the engine: the host's own rules
 * differ from machine to machine. Local times are written as `local` ms: the epoch ms at which a clock in UTC
 * would read the same.
 */
import type { TimePoint } from '../model/condition.ts';
import { DAY, type Duration, type Instant, type ZoneName } from '../model/units.ts';
import { isNamed, type Rules, rulesOf } from './tz-database.ts';

export { tzVersion, zoneNames } from './tz-database.ts';

/** A stretch of time in which the wall clock keeps one distance from UTC: half-open, and as long as it can be. */
export interface Segment {
  readonly from: Instant;
  readonly to: Instant;
  /** East of UTC: local = instant + offset. */
  readonly offset: Duration;
}

/** Rules are known until 2499; the last offset holds ever after, and the first one before the first rule. */
export interface Zone {
  readonly name: ZoneName;
  /** The offset at an instant, and the instant until which it holds (may be Infinity). */
  offsetAt(t: Instant): { readonly offset: Duration; readonly until: Instant };
  /** The segments that make up [from, to), clipped to it. */
  segments(from: Instant, to: Instant): readonly Segment[];
  /**
   * The instant of a local time, as Temporal's `compatible` and RFC 5545 have it: one that does not exist
   * moves later by the gap, of one that exists twice the first is meant.
   */
  toInstant(local: number): Instant;
}

/** Only spares decoding a zone twice: what a name stands for never changes. */
const decoded = new Map<ZoneName, Zone>();

export function isZone(name: string): boolean {
  return decoded.has(name) || isNamed(name);
}

/** @throws Error for a name that `isZone` denies */
export function zone(name: ZoneName): Zone {
  const known = decoded.get(name);
  if (known) return known;
  const made = createZone(name, rulesOf(name));
  decoded.set(name, made);
  return made;
}

function createZone(name: ZoneName, { untils, offsets }: Rules): Zone {
  /** Index of the rule in force at t. */
  const find = (t: Instant): number => {
    let [low, high] = [0, untils.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (t < untils[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    name,
    offsetAt(t) {
      const i = find(t);
      return { offset: offsets[i]!, until: untils[i]! };
    },
    segments(from, to) {
      const found: Segment[] = [];
      let start = from;
      for (let i = find(from); start < to; start = untils[i++]!) {
        found.push({ from: start, to: Math.min(untils[i]!, to), offset: offsets[i]! });
      }
      return found;
    },
    toInstant(local) {
      // No clock is a day away from UTC, so the rule in force is this one or a later one.
      let i = find(local - DAY);
      let instant = local - offsets[i]!;
      for (; instant >= untils[i]!; i++) {
        const next = local - offsets[i + 1]!;
        if (next < untils[i]!) return instant;
        instant = next;
      }
      return instant;
    },
  };
}

/** The instant of a time point that is read in a zone. */
export function instantOf(point: TimePoint, zone: Zone): Instant {
  return point.kind === 'instant' ? point.at : zone.toInstant(Date.parse(`${point.at}Z`));
}
