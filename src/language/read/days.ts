import { quote } from '../diagnostics/words.ts';
import type { Days } from '../../model/field.ts';
import { MONTHS, WEEKDAYS, ordered, placesOf } from './names.ts';
import { Misread } from './notation.ts';

export const dayText = {
  expected: 'days such as mon-fri, [mon, thu], or days of the month such as [1, last, last-2]',
  pattern: `^(?:(?:${WEEKDAYS.join('|')})(?:-(?:${WEEKDAYS.join('|')}))?|last(?:-\\d+)?)$`,
};

export const monthText = {
  expected: 'months such as jun-aug or [jan, jul]',
  pattern: `^(?:${MONTHS.join('|')})(?:-(?:${MONTHS.join('|')}))?$`,
};

/** `10`, `last`, `last-2`: the day of a month, from the end as -1, -3. */
export function monthDay(written: string | number): number {
  const text = String(written);
  const back = /^last(?:-(\d+))?$/.exec(text);
  const day = back ? -1 - Number(back[1] ?? 0) : /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(Math.abs(day) >= 1 && Math.abs(day) <= 31)) {
    throw new Misread(
      `${quote(text)} is no day of a month`,
      'Days of a month go from 1 to 31, or from the end: last, last-1',
    );
  }
  return day;
}

/** Days of the week, or days of the month: one of the two. */
export function days(written: readonly (string | number)[]): Days {
  const ofMonth = written.filter((day) => typeof day === 'number' || day.startsWith('last') || /^\d+$/.test(day));
  if (ofMonth.length === 0) {
    return { weekdays: ordered(written.flatMap((day) => placesOf(String(day), WEEKDAYS, 'weekday'))), monthDays: null };
  }
  if (ofMonth.length < written.length) {
    throw new Misread('Days of the week and days of the month stand in one list', 'Write two conditions below `all`');
  }
  return { weekdays: null, monthDays: ordered(ofMonth.map(monthDay)) };
}

export const months = (written: readonly string[]): number[] =>
  ordered(written.flatMap((month) => placesOf(month, MONTHS, 'month')));
