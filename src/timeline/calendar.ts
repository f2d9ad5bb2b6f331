/** The local calendar: when the wall clock matches a condition, and when the days, weeks and months of a zone come. */
import type { CalendarCondition } from '../model/condition.ts';
import { DAY, HOUR, type Instant, type WallTime } from '../model/units.ts';
import { interval, unionOf } from './interval.ts';
import { utcStamp } from './stamp.ts';
import { instantOf, type Zone } from './zone.ts';

/** Local days are counted from 1970-01-01, which was a Thursday. */
type LocalDay = number;

const weekdayOf = (day: LocalDay): number => ((((day + 3) % 7) + 7) % 7) + 1;

/**
 * Instants in [from, to) at which the wall clock matches. The clock of each instant is tested, so an hour that
 * comes twice counts twice, and one that is skipped never. A window past midnight belongs to the day it starts on.
 */
export function calendarIntervals(condition: CalendarCondition, zone: Zone, from: Instant, to: Instant): Float64Array {
  const first = condition.from === null ? from : Math.max(from, instantOf(condition.from, zone));
  const last = condition.to === null ? to : Math.min(to, instantOf(condition.to, zone));
  const matches = dayTest(condition);
  if (matches === null && condition.hours === null) return interval(first, last);
  const windows = (condition.hours ?? [{ from: 0, to: DAY }]).map((hours) => ({
    start: hours.from,
    end: hours.to > hours.from ? hours.to : hours.to + DAY,
  }));
  const found: [Instant, Instant][] = [];
  for (const segment of zone.segments(first, last)) {
    const end = Math.floor((segment.to + segment.offset - 1) / DAY);
    // From the day before: its windows may run into the first one.
    for (let day = Math.floor((segment.from + segment.offset) / DAY) - 1; day <= end; day++) {
      if (matches !== null && !matches(day)) continue;
      const midnight = day * DAY - segment.offset;
      for (const window of windows) {
        found.push([Math.max(midnight + window.start, segment.from), Math.min(midnight + window.end, segment.to)]);
      }
    }
  }
  return unionOf(found);
}

/** Null: every day matches. */
function dayTest(condition: CalendarCondition): ((day: LocalDay) => boolean) | null {
  const { weekdays, monthDays, months } = condition;
  const dates = condition.dates?.map((date) => Date.parse(date) / DAY);
  if (!weekdays && !monthDays && !months && !dates) return null;
  return (day) => {
    if (weekdays && !weekdays.includes(weekdayOf(day))) return false;
    if (dates && !dates.includes(day)) return false;
    if (!monthDays && !months) return true;
    const date = new Date(day * DAY);
    if (months && !months.includes(date.getUTCMonth() + 1)) return false;
    if (!monthDays) return true;
    const monthDay = date.getUTCDate();
    const length = lengthOfMonth(date.getUTCFullYear(), date.getUTCMonth());
    return monthDays.includes(monthDay) || monthDays.includes(monthDay - length - 1);
  };
}

/** @param month 0 = January */
function lengthOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

export interface Occurrence {
  readonly start: Instant;
  /** The local day, `20250209`; of an hour its start in UTC, `20250209T0300`. Sorts by time, and no two are the same. */
  readonly date: string;
}

/**
 * What happens once in each local calendar unit, with its start in [from, to), in order.
 * @param day week: ISO day of the week; month: day of the month, −1 = last; a month without it has none (RFC 5545)
 * @param at since the start of the day, or of the hour; beyond 24:00 it is on the next day
 */
export function calendarOccurrences(
  unit: 'hour' | 'day' | 'week' | 'month',
  day: number | null,
  at: WallTime,
  zone: Zone,
  from: Instant,
  to: Instant,
): Occurrence[] {
  return unit === 'hour' ? hourly(at, zone, from, to) : daily(daysOf(unit, day ?? 1), at, zone, from, to);
}

/** Every instant that reads so many minutes past the hour: in an hour that comes twice, twice. */
function hourly(at: WallTime, zone: Zone, from: Instant, to: Instant): Occurrence[] {
  const found: Occurrence[] = [];
  for (const segment of zone.segments(from, to)) {
    const shift = at - segment.offset;
    for (let t = Math.ceil((segment.from - shift) / HOUR) * HOUR + shift; t < segment.to; t += HOUR) {
      found.push({ start: t, date: utcStamp(t - at) });
    }
  }
  return found;
}

type Days = (first: LocalDay, last: LocalDay) => LocalDay[];

function daysOf(unit: 'day' | 'week' | 'month', day: number): Days {
  if (unit === 'month') return (first, last) => monthly(day, first, last);
  const step = unit === 'day' ? 1 : 7;
  return (first, last) => {
    const days: LocalDay[] = [];
    const start = unit === 'day' ? first : first + ((day - weekdayOf(first) + 7) % 7);
    for (let n = start; n <= last; n += step) days.push(n);
    return days;
  };
}

function monthly(day: number, first: LocalDay, last: LocalDay): LocalDay[] {
  const days: LocalDay[] = [];
  const start = new Date(first * DAY);
  const year = start.getUTCFullYear();
  for (let month = start.getUTCMonth(); Date.UTC(year, month) / DAY <= last; month++) {
    const length = lengthOfMonth(year, month);
    const date = day > 0 ? day : length + 1 + day;
    const n = Date.UTC(year, month) / DAY + date - 1;
    if (date >= 1 && date <= length && n >= first && n <= last) days.push(n);
  }
  return days;
}

function daily(daysIn: Days, at: WallTime, zone: Zone, from: Instant, to: Instant): Occurrence[] {
  const first = Math.floor((from + zone.offsetAt(from).offset - at) / DAY) - 1;
  const last = Math.floor((to + zone.offsetAt(to).offset - at) / DAY) + 1;
  const found: Occurrence[] = [];
  for (const day of daysIn(first, last)) {
    const start = zone.toInstant(day * DAY + at);
    if (start < from || start >= to) continue;
    // Where a whole day is skipped (Samoa, 30 December 2011) it would fall on that of the next.
    if (start === zone.toInstant((day + 1) * DAY + at)) continue;
    found.push({ start, date: utcStamp(day * DAY).slice(0, 8) });
  }
  return found;
}
