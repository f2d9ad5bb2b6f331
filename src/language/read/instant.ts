import { quote } from '../diagnostics/words.ts';
import type { TimePoint } from '../../model/condition.ts';
import { Misread, unlike, type Notation } from './notation.ts';

const DATE = '\\d{4}-\\d{2}-\\d{2}';
const CLOCK = '\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?';

/** A calendar date, `2025-02-09`, that exists. */
export const date: Notation<string> = {
  expected: 'a date such as 2025-02-09',
  pattern: `^${DATE}$`,
  parse(text) {
    if (!dateMatcher.test(text)) throw unlike(text, date);
    midnight(text);
    return text;
  },
};

/** ISO 8601: with `Z` or an offset it is an instant, without one it is local; a date alone is its midnight. */
export const instant: Notation<TimePoint> = {
  expected: 'an instant such as 2025-02-09T10:30:00Z, or a local one such as 2025-02-09 or 2025-02-09T10:30',
  pattern: `^${DATE}(?:[T ]${CLOCK}(?:Z|[+-]\\d{2}:?\\d{2})?)?$`,
  parse(text) {
    const parts = matcher.exec(text);
    if (!parts) throw unlike(text, instant);
    const [, day, hour = '00', minute = '00', second = '00', fraction = '', offset] = parts;
    const clock = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(3, '0'));
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
      throw new Misread(`There is no time ${hour}:${minute}:${second} in ${quote(text)}`);
    }
    const at = midnight(day!) + clock;
    if (offset === undefined) return { kind: 'local', at: new Date(at).toISOString().slice(0, -1) };
    return { kind: 'instant', at: at - minutesOf(offset, text) * 60_000 };
  },
};

const dateMatcher = new RegExp(date.pattern);
const matcher = new RegExp(
  `^(${DATE})(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,3}))?)?(Z|[+-]\\d{2}:?\\d{2})?)?$`,
);

/** UTC midnight of a date, in epoch ms. */
function midnight(text: string): number {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  if (at.toISOString().slice(0, 10) !== text) throw new Misread(`There is no date ${quote(text)}`);
  return at.getTime();
}

function minutesOf(offset: string, text: string): number {
  if (offset === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 18 || minutes > 59) throw new Misread(`There is no offset ${offset} in ${quote(text)}`);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
