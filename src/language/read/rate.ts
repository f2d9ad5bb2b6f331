import type { Rate } from '../../model/field.ts';
import type { RateUnit } from '../../model/timing.ts';
import { unlike, type Notation } from './notation.ts';

/** How often, on average: `2/h`, `3/week`. */
export const rate: Notation<Rate> = {
  expected: 'a rate such as 2/h, 5/day or 3/week (s, m, h, day, week, month or year)',
  pattern: '^\\d+(?:\\.\\d+)?/(?:s|m|h|day|week|month|year)$',
  parse(text) {
    if (!matcher.test(text)) throw unlike(text, rate);
    const [amount, unit] = text.split('/') as [string, RateUnit];
    return { amount: Number(amount), unit };
  },
};

const matcher = new RegExp(rate.pattern);
