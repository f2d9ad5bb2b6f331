import { boolean, choice, condition, every, jitter, moment, rate, share } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

/** The one timing grammar. Exactly one of `at` alone, `every`, `rate` and `uptime` says when. */
export const timingFields = {
  every: every({
    summary: 'Once in each local hour, day, week or month, or in each period of this length.',
    optional: true,
    examples: ['day', 'week', '15m', '20h'],
  }),
  at: moment({
    summary:
      'With `every`: the local time (day), day and time (week, month) or minutes after the hour; a window 01:00-04:00 gives each asset a minute of its own. Alone: the instants.',
    optional: true,
    examples: ['03:00', 'sun 04:00', 'last 02:00', '01:00-04:00', ['2025-02-03T10:12']],
  }),
  jitter: jitter({
    summary:
      'How far from its time it may happen: ± a duration around a calendar time, or a share of the period after it.',
    optional: true,
    examples: ['20m', '40%'],
  }),
  spread: boolean({ summary: 'With a period: each asset starts it at a phase of its own.', default: false }),
  origin: choice(
    { epoch: '1970-01-01T00:00Z, for all alike.', birth: 'The birth of the asset.' },
    { summary: 'With a period: what it is counted from.', default: 'epoch' },
  ),
  rate: rate({
    summary:
      'At random, so often on average. Per s, m, h: an intensity while `during` holds; per day, week, month, year: the expected number in each.',
    optional: true,
    examples: ['2/h', '3/week'],
  }),
  uptime: share({
    summary: 'At random, as often as leaves this share of the time outside of it.',
    optional: true,
    exclusiveMinimum: 0,
    maximum: 1,
    examples: ['99.5%'],
  }),
  during: condition({
    summary: 'It starts only while this holds.',
    optional: true,
    examples: ['office', { days: 'mon-fri' }],
  }),
} satisfies Fields;
