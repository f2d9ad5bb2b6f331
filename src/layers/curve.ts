/** A curve through points of the local calendar, repeated over days, weeks, months or years. */
import type { CurvePoint } from '../model/field.ts';
import { DAY } from '../model/units.ts';

export type Interpolation = 'linear' | 'step' | 'smooth';
export type Span = 'day' | 'week' | 'month' | 'year';

/** Local time: epoch ms as if the wall clock were UTC. */
type LocalTime = number;

/** A part of the curve between two points. */
export interface Piece {
  /** Where the next begins. */
  readonly to: LocalTime;
  readonly at: (t: LocalTime) => number;
}

interface Placed {
  readonly at: LocalTime;
  readonly value: number;
}

/** The piece of the curve at a local time. */
export function curveOf(
  over: Span,
  points: readonly CurvePoint[],
  interpolate: Interpolation,
): (t: LocalTime) => Piece {
  const atStart = interpolate === 'step';
  const unit = (k: number): Placed[] =>
    points
      .map((point) => ({ at: startOf(over, k) + placeIn(over, k, point, atStart), value: point.value }))
      .sort((a, b) => a.at - b.at);
  return (t) => {
    const k = indexOf(over, t);
    // Every unit has every point, so its neighbours hold one on either side.
    const around = [...unit(k - 1), ...unit(k), ...unit(k + 1)];
    const next = around.findIndex(({ at }) => at > t);
    return pieceBetween(around[next - 1]!, around[next]!, interpolate);
  };
}

function pieceBetween(from: Placed, to: Placed, interpolate: Interpolation): Piece {
  const width = to.at - from.at;
  const rise = to.value - from.value;
  if (interpolate === 'step') return { to: to.at, at: () => from.value };
  if (interpolate === 'linear') return { to: to.at, at: (t) => from.value + (rise * (t - from.at)) / width };
  return {
    to: to.at,
    at: (t) => {
      const u = (t - from.at) / width;
      // Smoothstep: the cubic that is flat at both ends.
      return from.value + rise * u * u * (3 - 2 * u);
    },
  };
}

/** The number of the local unit that holds t. */
function indexOf(over: Span, t: LocalTime): number {
  if (over === 'day') return Math.floor(t / DAY);
  // 1970-01-05 was a Monday.
  if (over === 'week') return Math.floor((t - 4 * DAY) / (7 * DAY));
  const date = new Date(t);
  return over === 'year' ? date.getUTCFullYear() : date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function startOf(over: Span, k: number): LocalTime {
  if (over === 'day') return k * DAY;
  if (over === 'week') return k * 7 * DAY + 4 * DAY;
  return over === 'year' ? Date.UTC(k, 0, 1) : Date.UTC(Math.floor(k / 12), k - 12 * Math.floor(k / 12), 1);
}

/** Ms since the start of the unit. */
function placeIn(over: Span, k: number, point: CurvePoint, atStart: boolean): number {
  const noon = atStart ? 0 : DAY / 2;
  switch (over) {
    case 'day':
      return point.time ?? 0;
    case 'week':
      return (point.weekday! - 1) * DAY + (point.time ?? noon);
    case 'month':
      return dayIn(k, point.day!) * DAY + (point.time ?? noon);
    case 'year': {
      const month = k * 12 + point.month! - 1;
      const start = startOf('month', month) - startOf('year', k);
      if (point.day !== null) return start + dayIn(month, point.day) * DAY + (point.time ?? noon);
      return atStart ? start : start + (lengthOf(month) * DAY) / 2;
    }
  }
}

/** Days since the start of month k; a day that the month lacks is its last. */
function dayIn(k: number, day: number): number {
  const length = lengthOf(k);
  return day > 0 ? Math.min(day, length) - 1 : Math.max(0, length + day);
}

function lengthOf(k: number): number {
  return (startOf('month', k + 1) - startOf('month', k)) / DAY;
}
