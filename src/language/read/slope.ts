import { MEAN_UNIT, type RateUnit } from '../../model/timing.ts';
import type { Duration } from '../../model/units.ts';
import { unlike, type Notation } from './notation.ts';

const UNIT = `(?:${Object.keys(MEAN_UNIT).join('|')})`;

/** What is gained in a time, per millisecond: `2/h`, `-0.5/day`. */
export const slope: Notation<number> = {
  expected: 'a slope such as 2/h or -0.5/day (s, m, h, day, week, month or year)',
  pattern: `^-?\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?/${UNIT}$`,
  parse(text) {
    if (!new RegExp(slope.pattern).test(text)) throw unlike(text, slope);
    const [amount, unit] = text.split('/') as [string, RateUnit];
    return Number(amount) / MEAN_UNIT[unit];
  },
};

/** Compound growth: `3%/month`. */
export const growth: Notation<{ readonly rate: number; readonly per: Duration }> = {
  expected: 'a growth such as 3%/month, or {rate: $drift, per: month}',
  pattern: `^-?\\d+(?:\\.\\d+)?%/${UNIT}$`,
  parse(text) {
    if (!new RegExp(growth.pattern).test(text)) throw unlike(text, growth);
    const [amount, unit] = text.split('%/') as [string, RateUnit];
    return { rate: Number(`${amount}e-2`), per: MEAN_UNIT[unit] };
  },
};
