import { quote } from '../diagnostics/words.ts';
import type { WallTime } from '../../model/units.ts';
import { Misread, unlike, type Notation } from './notation.ts';

/** A local time, `23:00` or `23:00:30`; 24:00 is legal only where a window ends. */
export const wallTime: Notation<WallTime> = {
  expected: 'a local time such as 09:00 or 23:30',
  pattern: '^\\d{2}:\\d{2}(?::\\d{2})?$',
  parse: (text) => {
    const at = endOfWindow(text);
    if (at === 86_400_000) throw new Misread('24:00 is legal only as the end of a window', 'Write 00:00');
    return at;
  },
};

const matcher = new RegExp(wallTime.pattern);

/** As `wallTime`, up to and with 24:00. */
export function endOfWindow(text: string): WallTime {
  if (!matcher.test(text)) throw unlike(text, wallTime);
  const [hour, minute, second = 0] = text.split(':').map(Number) as [number, number, number?];
  const at = ((hour * 60 + minute) * 60 + second) * 1000;
  if (hour > 24 || minute > 59 || second > 59 || at > 86_400_000) {
    throw new Misread(`There is no local time ${quote(text)}`, 'Hours go from 00 to 23, minutes from 00 to 59');
  }
  return at;
}

/** `09:00`, or `09:00:30` where there are seconds. */
export function formatWallTime(at: WallTime): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const second = (at / 1000) % 60;
  return `${two(at / 3_600_000)}:${two((at / 60_000) % 60)}${second === 0 ? '' : `:${two(second)}`}`;
}
