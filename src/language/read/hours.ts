import { quote } from '../diagnostics/words.ts';
import type { WallTime } from '../../model/units.ts';
import { Misread, unlike, type Notation } from './notation.ts';
import { endOfWindow, wallTime } from './wall-time.ts';

/** Half open; an end at or before the start lies in the next day. */
export interface Hours {
  readonly from: WallTime;
  readonly to: WallTime;
}

/** A window of the wall clock, `09:00-17:00`, `22:00-06:00`, `00:00-24:00`. */
export const hours: Notation<Hours> = {
  expected: 'a window of hours such as 09:00-17:00 or 22:00-06:00',
  pattern: '^\\d{2}:\\d{2}(?::\\d{2})?-\\d{2}:\\d{2}(?::\\d{2})?$',
  parse(text) {
    if (!matcher.test(text)) throw unlike(text, hours);
    const [start, end] = text.split('-') as [string, string];
    const window = { from: wallTime.parse(start), to: endOfWindow(end) };
    if (window.from === window.to) {
      throw new Misread(`The window ${quote(text)} ends where it starts`, 'For the whole day write 00:00-24:00');
    }
    return window;
  },
};

const matcher = new RegExp(hours.pattern);
