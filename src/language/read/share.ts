import type { Share } from '../../model/units.ts';
import { unlike, type Notation } from './notation.ts';

/** A part of one, written as a percentage: `99.5%` is 0.995. */
export const share: Notation<Share> = {
  expected: 'a share such as 30% or 99.5%',
  pattern: '^-?\\d+(?:\\.\\d+)?%$',
  parse(text) {
    if (!matcher.test(text)) throw unlike(text, share);
    // Moving the point in the text keeps 99.9% at 0.999, where 99.9 / 100 would not.
    return Number(`${text.slice(0, -1)}e-2`);
  },
};

const matcher = new RegExp(share.pattern);

/** As it is written. */
export function formatShare(value: Share): string {
  return `${String(Number(`${String(value)}e2`))}%`;
}
