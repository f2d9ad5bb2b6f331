import type { CurvePoint } from '../../model/field.ts';
import { quote } from '../diagnostics/words.ts';
import { monthDay } from './days.ts';
import { MONTHS, WEEKDAYS } from './names.ts';
import { Misread } from './notation.ts';
import { wallTime } from './wall-time.ts';

type Place = Omit<CurvePoint, 'value'>;

/** Where a point of a profile may lie. */
export const curvePoint = {
  expected: 'a local time such as 09:00, a day such as mon, mon 04:00, 10 or last, or a month such as jan or mar 15',
  pattern: '^(?:[a-z]{3}|last(?:-\\d+)?|\\d{1,2})?(?: ?(?:\\d{1,2}|last(?:-\\d+)?))?(?: ?\\d{2}:\\d{2})?$',
};

/** `09:00`; `mon`, `mon 04:00`; `10`, `last 12:00`; `jan`, `mar 15`, `mar 15 06:00`. */
export function readCurvePoint(text: string): Place {
  const words = text.split(' ');
  const nothing: Place = { month: null, weekday: null, day: null, time: null };
  const time = words.at(-1)!.includes(':') ? wallTime.parse(words.pop()!) : null;
  const [first, second] = words;
  const [month, weekday] = [MONTHS, WEEKDAYS].map((names) => names.findIndex((name) => name === first) + 1);
  if (words.length > (month! > 0 ? 2 : 1)) throw new Misread(`Expected ${curvePoint.expected}, found ${quote(text)}`);
  if (first === undefined) return { ...nothing, time };
  if (weekday! > 0) return { ...nothing, weekday: weekday!, time };
  if (month! > 0) return { ...nothing, month: month!, day: second === undefined ? null : monthDay(second), time };
  if (!/^(?:\d{1,2}|last(?:-\d+)?)$/.test(first))
    throw new Misread(`Expected ${curvePoint.expected}, found ${quote(text)}`);
  return { ...nothing, day: monthDay(first), time };
}
