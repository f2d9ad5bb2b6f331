import { list, map, object } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';
import { patternEpisodeFields } from './episode.ts';
import { patternMetricFields } from './metric.ts';
import { label } from './names.ts';

/** A named set of signals, one per metric. */
export const patternFields = {
  metrics: map(object(patternMetricFields, { summary: 'A metric.', noun: 'metric' }), {
    summary: 'Its metrics, by name.',
    examples: [
      {
        cpu_usage: {
          layers: [
            { kind: 'constant', value: 15 },
            { kind: 'noise', sd: 2 },
          ],
        },
      },
    ],
    default: {},
    keys: label,
  }),
  episodes: list(object(patternEpisodeFields, { summary: 'An episode.', noun: 'episode of a pattern' }), {
    summary: 'What happens to the assets that use it.',
    examples: [
      [
        {
          id: 'night_io',
          every: 'day',
          at: '03:00',
          for: '45m',
          metrics: { cpu_usage: [{ kind: 'constant', value: 40 }] },
        },
      ],
    ],
    default: [],
  }),
} satisfies Fields;
