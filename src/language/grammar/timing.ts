import {
  after,
  boolean,
  choice,
  condition,
  duration,
  durationDraw,
  every,
  jitter,
  layers,
  moment,
  rate,
  share,
} from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

/** A rate that changes: the sum of layers, in occurrences per `per`. */
export const rateSignalFields = {
  per: duration({ summary: 'The time that the rate counts.', exclusiveMinimum: 0, examples: ['1h'] }),
  layers: layers({
    summary: 'What the rate is made of, read from top to bottom; below 0 counts as 0.',
    examples: [
      [
        { kind: 'constant', value: 120 },
        { kind: 'profile', op: 'multiply', over: 'day', points: { '04:00': 0.2, '12:00': 1.5 } },
      ],
    ],
  }),
} satisfies Fields;

/** The one timing grammar. Exactly one of `at` alone, `every`, `rate`, `uptime` and `after` says when. */
export const timingFields = {
  every: every({
    summary: 'Once in each local hour, day, week or month, or in each period of this length.',
    optional: true,
    examples: ['day', 'week', '6h', '20h'],
  }),
  at: moment({
    summary:
      'With `every`: the local time (day), day and time (week, month) or minutes after the hour; a window 01:00-04:00 gives each asset a minute of its own. Alone: the instants.',
    optional: true,
    beside: [{ every: 'day' }, { every: 'week' }, { every: 'month' }, { every: 'day' }, {}],
    examples: ['03:00', 'sun 04:00', 'last 02:00', '01:00-04:00', ['2025-02-03T10:12']],
  }),
  jitter: jitter({
    summary:
      'How far from its time it may happen: ± a duration around a calendar time, or a share of the period after it.',
    optional: true,
    beside: [{ every: 'day', at: '03:00' }, { every: '20h' }],
    examples: ['20m', '40%'],
  }),
  spread: boolean({
    summary: 'With a period: each asset starts it at a phase of its own.',
    default: false,
    beside: { every: '20h' },
    examples: [true],
  }),
  origin: choice(
    { epoch: '1970-01-01T00:00Z, for all alike.', birth: 'The birth of the asset.' },
    {
      summary: 'With a period: what it is counted from.',
      default: 'epoch',
      beside: { every: '20h' },
      examples: ['birth'],
    },
  ),
  rate: rate({
    summary:
      'At random, so often on average. Per s, m, h: an intensity while `during` holds; per day, week, month, year: the expected number in each.',
    optional: true,
    examples: ['2/h', '3/week', { per: '1h', layers: [{ kind: 'constant', value: 120 }] }],
  }),
  uptime: share({
    summary: 'At random, as often as leaves this share of the time outside of it.',
    optional: true,
    exclusiveMinimum: 0,
    maximum: 1,
    examples: ['99.5%'],
  }),
  after: after({
    summary:
      'After each start of another episode on the same asset (with `select`, on those within it), after its end, or once all of several have happened.',
    optional: true,
    examples: ['deploy', { end_of: 'deploy' }, { all: ['backup', 'upload'] }],
  }),
  lag: durationDraw({
    summary: 'With `after`: how long after it.',
    optional: true,
    minimum: 0,
    beside: { after: 'deploy' },
    examples: ['1m', { uniform: ['1m', '5m'] }],
  }),
  chance: share({
    summary: 'With `after`: how often it follows.',
    optional: true,
    minimum: 0,
    maximum: 1,
    beside: { after: 'deploy' },
    examples: ['15%'],
  }),
  during: condition({
    summary: 'It starts only while this holds.',
    optional: true,
    beside: { rate: '2/h' },
    examples: ['office', { days: 'mon-fri' }],
  }),
} satisfies Fields;
