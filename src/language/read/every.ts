import type { Every, Jitter } from '../../model/field.ts';
import { duration } from './duration.ts';
import { Misread, unlike, type Notation } from './notation.ts';
import { share } from './share.ts';

/** A unit of the local calendar, or a period on the UTC epoch. */
export const every: Notation<Every> = {
  expected: 'hour, day, week or month, or a duration such as 15m',
  pattern: `^(?:hour|day|week|month)$|${duration.pattern}`,
  parse(text) {
    if (text === 'hour' || text === 'day' || text === 'week' || text === 'month')
      return { kind: 'calendar', unit: text };
    if (!new RegExp(duration.pattern).test(text)) throw unlike(text, every);
    const period = duration.parse(text);
    if (period <= 0) throw new Misread('A period is longer than 0s');
    return { kind: 'period', period };
  },
};

/** A duration around a calendar time, or a share of the period. */
export const jitter: Notation<Jitter> = {
  expected: 'a duration such as 20m (with every: day), or a share such as 40% (with every: 20h)',
  pattern: `${duration.pattern}|${share.pattern}`,
  parse(text) {
    if (text.endsWith('%')) return { kind: 'share', by: share.parse(text) };
    if (!new RegExp(duration.pattern).test(text)) throw unlike(text, jitter);
    return { kind: 'duration', by: duration.parse(text) };
  },
};
