import { integer, list, map, object, oneOrList, text, traitDraw, variant, zone } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';
import { assetFields } from './asset.ts';
import { calendarFields } from './condition.ts';
import { extensible } from './extends.ts';
import { dependencyFields, downtimeFields, episodeFields, reliabilityFields } from './episode.ts';
import { metricFields } from './metric.ts';
import { label, word } from './names.ts';
import { parameterFields } from './parameter.ts';
import { patternFields } from './pattern.ts';
import { sinkFields, sinkKinds } from './sink.ts';
import { sourceFields, sourceKinds } from './source.ts';
import { streamFields, streamKinds } from './stream.ts';
import { tableFields } from './table.ts';
import { timeFields } from './time.ts';

const definitions = {
  parameters: map(object(parameterFields, { summary: 'A parameter.', noun: 'parameter' }), {
    summary: 'Values that a run may set with `--param`, read as ${name}.',
    default: {},
    keys: word,
    examples: [{ days: { type: 'integer', default: 14, minimum: 1 } }],
  }),
  calendars: map(object(calendarFields, { summary: 'A calendar.', noun: 'calendar' }), {
    summary: 'Names for times, used in `when` and `during`.',
    default: {},
    keys: label,
    examples: [{ office: { days: 'mon-fri', hours: '09:00-17:00' } }],
  }),
  metrics: map(object(metricFields, { summary: 'A metric.', noun: 'metric of the catalogue' }), {
    summary: 'The catalogue: what holds for a metric in every pattern.',
    default: {},
    keys: label,
    examples: [{ cpu_usage: { unit: 'percentage', clamp: [0, 100] } }],
  }),
  traits: map(traitDraw({ summary: 'A draw.' }), {
    summary: 'Draws made once per asset, read as `$name`.',
    default: {},
    keys: word,
    examples: [{ response_ms: { lognormal: { median: 35, sigma: 0.4 }, min: 5, max: 200 } }],
  }),
  patterns: map(object(patternFields, { summary: 'A pattern.', noun: 'pattern' }), {
    summary: 'Named sets of signals, one per metric.',
    default: {},
    keys: label,
    examples: [
      {
        load: {
          metrics: {
            cpu_usage: {
              layers: [
                { kind: 'constant', value: 15 },
                { kind: 'noise', sd: 2 },
              ],
            },
          },
        },
      },
    ],
  }),
  episodes: list(object(episodeFields, { summary: 'An episode.', noun: 'episode' }), {
    summary: 'What happens to some assets for a while: faults, deploys.',
    default: [],
    examples: [[{ id: 'bad_deploy', select: { type: 'service' }, rate: '3/week', for: '20m', state: 'degraded' }]],
  }),
} satisfies Fields;

/** A file that scenarios include: definitions only. */
export const libraryFields = {
  version: integer({ summary: 'Version of the language.', default: 1, minimum: 1, maximum: 1 }),
  ...definitions,
} satisfies Fields;

/** A whole scenario. */
export const scenarioFields = {
  version: integer({ summary: 'Version of the language.', default: 1, minimum: 1, maximum: 1 }),
  name: text({
    summary: 'How targets and logs know it.',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
    expected: 'a name of letters, digits and . _ -',
    examples: ['pmi-default'],
  }),
  summary: text({
    summary: 'What it is, in one sentence.',
    default: '',
    examples: ['Ten machines of a small company, two weeks by the minute'],
  }),
  seed: integer({
    summary: 'Another seed gives another past of the same kind.',
    default: 0,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
  }),
  timezone: zone({
    summary: 'The clock of local times: a name of the IANA database.',
    default: 'UTC',
    examples: ['Europe/Rome'],
  }),
  include: oneOrList(text({ summary: 'A path, relative to this file.' }), {
    summary: 'Files whose definitions this scenario uses.',
    default: [],
    examples: [['library/patterns.yaml']],
  }),
  time: object(timeFields, {
    summary: 'Which past is made; needed unless all streams read records.',
    noun: 'period',
    optional: true,
    examples: [{ end: 'today', duration: '14d', step: '1m' }],
  }),
  ...extensible(definitions),
  assets: list(object(assetFields, { summary: 'An asset.', noun: 'asset' }), {
    summary: 'What is observed; needed unless all streams read records.',
    default: [],
    examples: [[{ id: 'vm-101', type: 'vm', pattern: 'load' }]],
  }),
  dependencies: list(object(dependencyFields, { summary: 'A delay.', noun: 'dependency' }), {
    summary: 'How long assets lag behind what they go down with.',
    default: [],
    examples: [[{ select: { type: 'service' }, up_after: { uniform: ['2m', '6m'] } }]],
  }),
  downtime: list(object(downtimeFields, { summary: 'A planned downtime.', noun: 'planned downtime' }), {
    summary: 'Planned outages: short for `episodes`.',
    default: [],
    examples: [[{ id: 'nightly', select: { type: 'service' }, every: 'day', at: '23:00', for: '2h' }]],
  }),
  reliability: list(object(reliabilityFields, { summary: 'A reliability.', noun: 'reliability' }), {
    summary: 'Random faults that leave a stated uptime: short for `episodes`.',
    default: [],
    examples: [[{ select: { type: 'service' }, uptime: '99.5%', repair: { mean: '8m' } }]],
  }),
  streams: list(variant(streamKinds, streamFields, { summary: 'A stream.', noun: 'stream' }), {
    summary: 'Which records go out, to which table, in which shape.',
    nonEmpty: true,
    examples: [[{ kind: 'metrics', to: 'metrics' }]],
  }),
  tables: map(object(tableFields, { summary: 'A table.', noun: 'table' }), {
    summary: 'Keys and indexes of tables, where the defaults do not fit.',
    default: {},
    examples: [{ metrics: { indexes: [['timestamp']], comment: 'One value of one metric' } }],
  }),
  sources: map(variant(sourceKinds, sourceFields, { summary: 'A source.', noun: 'source' }), {
    summary: 'Where records come from that are not simulated, by name.',
    default: {},
    keys: label,
    examples: [
      {
        wearables: {
          kind: 'files',
          paths: 'data/*.ndjson',
          fields: { user_id: 'user_id', metric: 'metric', timestamp: 'timestamp', value: 'value' },
        },
      },
    ],
  }),
  sinks: map(variant(sinkKinds, sinkFields, { summary: 'A sink.', noun: 'sink' }), {
    summary: 'Where records go, by name.',
    default: {},
    keys: label,
    examples: [{ local: { kind: 'duckdb', path: 'out/pmi.duckdb', default: true } }],
  }),
} satisfies Fields;
