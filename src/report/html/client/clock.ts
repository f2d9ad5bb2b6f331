/** What a wall clock reads: the zone of the page's data, never the reader's. */
import type { Axis } from '../figure.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HOUR = 3_600_000;

const two = (value: number): string => String(value).padStart(2, '0');
/** `08:30`, with seconds where there are any. */
export function timeOfDay(ms: number): string {
  const seconds = Math.round(ms / 1000) % 60;
  const text = `${two(Math.floor(ms / HOUR))}:${two(Math.floor(ms / 60_000) % 60)}`;
  return seconds === 0 ? text : `${text}:${two(seconds)}`;
}

const weekday = (days: number): string => DAYS[((days % 7) + 7) % 7]!;

/** Ms of an instant on the wall clock, as if it were UTC. */
function wall(t: number, offsets: Extract<Axis, { kind: 'time' }>['offsets']): number {
  let offset = offsets[0]?.[1] ?? 0;
  for (const [from, next] of offsets) if (from <= t) offset = next;
  return t + offset;
}

/** A place on an axis in words: `Sun 2025-02-09 08:30`, `Mon 08:30`, `08:30`, `12.5`. */
export function place(axis: Axis, x: number): string {
  if (axis.kind === 'number') return String(Number(x.toPrecision(6)));
  if (axis.kind === 'day') return timeOfDay(x);
  if (axis.kind === 'week') return `${weekday(Math.floor(x / (24 * HOUR)))} ${timeOfDay(x % (24 * HOUR))}`;
  const local = wall(x, axis.offsets);
  const day = Math.floor(local / (24 * HOUR));
  return `${weekday(day + 3)} ${new Date(local).toISOString().slice(0, 10)} ${timeOfDay(local - day * 24 * HOUR)}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** What stands below a tick of time: `9 Feb`, between days `08:30`, between years `Feb 2025`. */
export function tickOf(axis: Extract<Axis, { kind: 'time' }>, x: number, step: number): string {
  const local = wall(x, axis.offsets);
  const date = new Date(local);
  const month = MONTHS[date.getUTCMonth()]!;
  if (step >= 28 * 24 * HOUR) return `${month} ${String(date.getUTCFullYear())}`;
  const since = local % (24 * HOUR);
  return step >= 24 * HOUR || since === 0 ? `${String(date.getUTCDate())} ${month}` : timeOfDay(since);
}

/** A date whose own clock, that of the reader's machine, reads what the axis's clock reads: uPlot asks that one. */
export function asLocal(axis: Axis, x: number): Date {
  const at = new Date(axis.kind === 'time' ? wall(x, axis.offsets) : x);
  return new Date(
    at.getUTCFullYear(),
    at.getUTCMonth(),
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  );
}

export const weekdayAt = (x: number): string => weekday(Math.round(x / (24 * HOUR)));
