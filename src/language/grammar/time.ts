import { duration, integer, time } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

/** The period: two of start, end and a length; half open. */
export const timeFields = {
  start: time({
    summary: 'The first instant.',
    optional: true,
    beside: { duration: '30d' },
    examples: ['2025-01-01', 'today'],
  }),
  end: time({
    summary: 'The instant after the last: today is the last local midnight, now the clock floored to the step.',
    optional: true,
    beside: { duration: '14d' },
    examples: ['today', 'now', '2025-02-09T00:00:00Z'],
  }),
  duration: duration({
    summary: 'How long; d and w are 24 and 168 hours.',
    exclusiveMinimum: 0,
    optional: true,
    beside: { end: 'today' },
    examples: ['14d'],
  }),
  count: integer({
    summary: 'In place of a duration: so many steps.',
    minimum: 1,
    optional: true,
    beside: { end: 'now', step: '30s' },
    examples: [200],
  }),
  step: duration({
    summary: 'From one tick to the next, on the UTC epoch.',
    default: '1m',
    minimum: 1,
    beside: { end: 'today', duration: '14d' },
    examples: ['1m', '15s'],
  }),
} satisfies Fields;
