import {
  boolean,
  choice,
  condition,
  every,
  integer,
  interval,
  layers,
  moment,
  number,
  text,
} from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

/** What the catalogue and a pattern may say of a metric; a pattern's word wins over the catalogue's. */
export const metricFields = {
  unit: text({
    summary: 'Its unit, a label for people: values are never converted.',
    optional: true,
    examples: ['percentage'],
  }),
  summary: text({
    summary: 'What it measures, in one sentence; becomes a comment in the target.',
    optional: true,
    examples: ['Processor in use'],
  }),
  clamp: interval({
    summary: 'Values stay within these; null is an open end.',
    optional: true,
    examples: [
      [0, 100],
      [0, null],
    ],
  }),
  decimals: integer({
    summary: 'Digits after the point (2, unless `resolution` is given).',
    minimum: 0,
    maximum: 15,
    optional: true,
    examples: [1],
  }),
  resolution: number({
    summary: 'In place of `decimals`: values are multiples of this.',
    exclusiveMinimum: 0,
    optional: true,
    examples: [0.25, 5],
  }),
  round: choice(
    {
      nearest: 'To the nearest multiple, halves up.',
      up: 'To the next multiple above.',
      down: 'To the next multiple below.',
    },
    { summary: 'How values are rounded (nearest).', optional: true },
  ),
  while_down: choice(
    {
      missing: 'No record: a dead host reports nothing.',
      zero: 'A record with 0.',
      keep: 'As if it were up: seen from outside.',
    },
    {
      summary: 'What is recorded while the asset is down (missing; keep for polls).',
      optional: true,
      examples: ['zero'],
    },
  ),
  emit: boolean({ summary: 'False: a helper that other metrics read, in no stream.', optional: true }),
  when: condition({ summary: 'A record only while this holds.', optional: true, examples: ['office'] }),
  every: every({
    summary:
      "A grid of its own in place of the scenario's step: a period on the UTC epoch, or a local hour, day, week or month.",
    optional: true,
    examples: ['5m', 'day'],
  }),
  at: moment({
    summary: 'With `every` of the calendar: the local time.',
    optional: true,
    beside: [{ every: 'day' }, { every: 'week' }],
    examples: ['08:00', 'mon 06:00'],
  }),
} satisfies Fields;

/** A metric of a pattern. */
export const patternMetricFields = {
  ...metricFields,
  layers: layers({
    summary: 'What its values are made of, read from top to bottom.',
    examples: [
      [
        { kind: 'constant', value: 15 },
        { kind: 'noise', sd: 2 },
      ],
    ],
  }),
} satisfies Fields;
