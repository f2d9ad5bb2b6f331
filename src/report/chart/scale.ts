/** Axes: which numbers and times are written beside a chart. */
import { DAY, HOUR, MINUTE, type Instant, type Range, type ZoneName } from '../../model/units.ts';
import { zone } from '../../timeline/zone.ts';

/** A place on an axis, from 0 to 1. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Bounds of an axis on steps of 1, 2 or 5 × 10^n, and the step. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** @param steps about as many as there is room for */
export function scaleOf(min: number, max: number, steps: number): Scale {
  if (!(max > min)) {
    const room = min === 0 ? 1 : Math.abs(min) / 10;
    return scaleOf(min - room, min + room, steps);
  }
  const step = niceStep((max - min) / Math.max(1, steps));
  // What is above zero does not start below it.
  return { min: floorTo(min, step), max: -floorTo(-max, step), step };
}

/** The multiple of a step on a value, or the next one below it. */
function floorTo(value: number, step: number): number {
  const count = Math.round(value / step);
  const nearest = multiple(count, step);
  return nearest <= value ? nearest : multiple(count - 1, step);
}

// 3 × 0.1 is above 0.3; 3 ÷ 10 is not.
const multiple = (count: number, step: number): number => (step < 1 ? count / Math.round(1 / step) : count * step);

function niceStep(least: number): number {
  let power = 1;
  while (power > least) power /= 10;
  while (power * 10 <= least) power *= 10;
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least * (1 - 1e-9))!;
}

/** All steps of a scale as they are written: `0`, `20`, `1.5k`. */
export function numberTicks({ min, max, step }: Scale): readonly Tick[] {
  const ticks: Tick[] = [];
  const count = Math.round((max - min) / step);
  for (let i = 0; i <= count; i++) ticks.push({ at: i / count, label: shortNumber(min + i * step) });
  return ticks;
}

const LETTERS = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e4, 'k'],
] as const;

/** `12.5`, `30k`, `2.5M`. */
export function shortNumber(value: number): string {
  const [from, letter] = LETTERS.find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  const divisor = from === 1e4 ? 1000 : from;
  return `${String(Number((value / divisor).toPrecision(5)))}${letter}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** Steps of the wall clock, and days from Monday to Monday. */
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((n) => n * MINUTE)
  .concat(
    [1, 2, 3, 6, 12].map((n) => n * HOUR),
    [1, 2, 7, 14, 28, 56, 91, 182, 364, 728].map((n) => n * DAY),
  );

/** Instants of the wall clock of a zone, about `most` of them. */
export function timeTicks({ from, to }: Range, name: ZoneName, most: number): readonly Tick[] {
  const place = zone(name);
  const step = STEPS.find((one) => (to - from) / one <= most) ?? STEPS.at(-1)!;
  // Weeks begin on Monday: the fourth day of 1970 is one.
  const origin = step >= 7 * DAY ? 4 * DAY : 0;
  const local = (t: Instant): number => t + place.offsetAt(t).offset;
  const ticks: Tick[] = [];
  for (let wall = Math.ceil((local(from) - origin) / step) * step + origin; ; wall += step) {
    const t = place.toInstant(wall);
    if (t >= to) return ticks;
    if (t >= from)
      ticks.push({ at: (t - from) / (to - from), label: step < DAY && wall % DAY !== 0 ? clock(wall) : date(wall) });
  }
}

const clock = (wall: number): string => `${two(Math.floor(wall / HOUR) % 24)}:${two(Math.floor(wall / MINUTE) % 60)}`;

/** `9 Feb` */
function date(wall: number): string {
  const day = new Date(wall);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]!}`;
}

/** The hours of a day, about `most` of them. */
export function hourTicks(most: number): readonly Tick[] {
  const step = [1, 2, 3, 4, 6, 12].find((hours) => 24 / hours <= most) ?? 24;
  return Array.from({ length: 24 / step + 1 }, (_, i) => ({ at: (i * step) / 24, label: two(i * step) }));
}

export const weekdayTicks: readonly Tick[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((label, i) => ({
  at: i / 7,
  label,
}));
