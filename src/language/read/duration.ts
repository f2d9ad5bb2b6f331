import { quote } from '../diagnostics/words.ts';
import type { Duration } from '../../model/units.ts';
import { Misread, unlike, type Notation } from './notation.ts';

/** From the longest; `d` and `w` are 24 h and 168 h in every season. */
const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

const AMOUNT = '\\d+(?:\\.\\d+)?';
/** Units in falling order, each at most once, at least one. */
const BODY = `(?=\\d)${UNITS.map(([unit]) => `(?:${AMOUNT}${unit === 'm' ? 'm(?!s)' : unit})?`).join('')}`;

/** Elapsed time, `90s 15m 2h 14d 7h20m 1w`; the value is a whole number of milliseconds. */
export const duration: Notation<Duration> = {
  expected: 'a duration such as 15m, 2h or 14d',
  pattern: `^-?${BODY}$`,
  parse(text) {
    if (!matcher.test(text)) throw unlike(text, duration);
    let total = 0;
    for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|w|d|h|m|s)/g)) {
      const factor = UNITS.find(([name]) => name === unit)![1];
      total += Math.round(Number(amount) * factor);
    }
    if (!Number.isSafeInteger(total)) throw new Misread(`${quote(text)} is longer than can be counted in milliseconds`);
    return text.startsWith('-') && total !== 0 ? -total : total;
  },
};

const matcher = new RegExp(duration.pattern);

/** As it is written: the inverse of `parse`, with the fewest units. */
export function formatDuration(ms: Duration): string {
  if (ms === 0) return '0s';
  let rest = Math.abs(ms);
  let text = '';
  for (const [unit, factor] of UNITS) {
    const whole = Math.floor(rest / factor);
    if (whole === 0 || (unit === 'w' && rest % factor !== 0)) continue;
    text += `${String(whole)}${unit}`;
    rest -= whole * factor;
  }
  return ms < 0 ? `-${text}` : text;
}
