import { quote } from '../diagnostics/words.ts';
import type { WallTime } from '../../model/units.ts';
import { monthDay } from './days.ts';
import { duration } from './duration.ts';
import { hours } from './hours.ts';
import { WEEKDAYS } from './names.ts';
import { Misread } from './notation.ts';
import { wallTime } from './wall-time.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** When in a local hour, day, week or month. */
export interface Moment {
  /** ISO day of the week, or day of the month (-1 = last); null in an hour or a day. */
  readonly day: number | null;
  /** Since the start of the day (of the hour in an hour). */
  readonly at: WallTime;
  /** End of a slot in which each asset keeps a minute of its own; beyond 24:00 in the next day. Null: no slot. */
  readonly until: WallTime | null;
}

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month';

export const momentExpected: { readonly [unit in CalendarUnit]: string } = {
  hour: 'a duration since the full hour such as 15m',
  day: 'a local time such as 03:00, or a window such as 01:00-04:00',
  week: 'a day of the week and a local time such as sun 04:00',
  month: 'a day of the month and a local time such as 10 00:00 or last 02:00',
};

/** `15m` in an hour; `03:00`, `01:00-04:00` in a day; `sun 04:00` in a week; `10 00:00`, `last 02:00` in a month. */
export function moment(text: string, unit: CalendarUnit): Moment {
  try {
    if (unit === 'hour') return sinceHour(text);
    if (unit === 'day') return { day: null, ...clock(text) };
    const [, name, rest = '00:00'] = /^(\S+)(?: +(\S+))?$/.exec(text)!;
    return { day: unit === 'week' ? weekday(name!) : monthDay(name!), ...clock(rest) };
  } catch (error) {
    const more = error instanceof Misread && !error.message.startsWith('Expected') ? `: ${error.message}` : '';
    throw new Misread(`Expected ${momentExpected[unit]}, found ${quote(text)}${more}`);
  }
}

function sinceHour(text: string): Moment {
  const at: number = duration.parse(text);
  if (at < 0 || at >= HOUR) throw new Misread('an hour goes from 0m to 59m');
  return { day: null, at, until: null };
}

function weekday(text: string): number {
  const place = WEEKDAYS.findIndex((name) => name === text);
  if (place < 0) throw new Misread(`${quote(text)} is no day of the week`);
  return place + 1;
}

function clock(text: string): { at: WallTime; until: WallTime | null } {
  if (!text.includes('-')) return { at: wallTime.parse(text), until: null };
  const { from, to } = hours.parse(text);
  return { at: from, until: to > from ? to : to + DAY };
}
