import {
  boolean,
  clock,
  draw,
  durationDraw,
  episodeLayers,
  list,
  map,
  name,
  records,
  schedule,
  scalarDraw,
  scope,
  selection,
  share,
  text,
} from '../../model/field.ts';
import type { FieldShape, Fields } from '../../model/field.ts';
import { label, word } from './names.ts';

const stateShape: FieldShape = {
  type: 'choice',
  values: { down: 'It does not work.', degraded: 'It works badly: slow, but it answers.' },
};

const id = { summary: 'Its name in incidents, and its key.', ...label, examples: ['bad_deploy'] };
const select = selection({
  summary: 'The assets that it happens to; absent: all.',
  optional: true,
  examples: [{ type: 'service' }],
});
const because = text({
  summary: 'Why, for people: a column of the incidents.',
  optional: true,
  examples: ['bad release'],
});
const tag = text({
  summary: 'Marks its time in the incidents, as for anomaly detection.',
  optional: true,
  examples: ['level_shift'],
});
const per = scope({
  summary: 'Whose draw it is: assets that share it have the same occurrences.',
  default: 'asset',
  examples: ['parent', 'tags.site'],
});

/** Something that happens to some assets for a while. */
export const episodeFields = {
  id: text(id),
  select,
  schedule: schedule({ summary: 'When it happens.' }),
  for: durationDraw({
    summary: 'How long it lasts; without it, an event.',
    default: '0s',
    minimum: 0,
    examples: ['45m', { mean: '8m' }],
  }),
  per,
  state: draw(stateShape, { summary: 'The state of the assets meanwhile.', optional: true, examples: ['degraded'] }),
  metrics: map(episodeLayers({ summary: 'Layers over those of the pattern.' }), {
    summary: 'What it does to metrics.',
    default: {},
    examples: [{ latency_ms: [{ kind: 'constant', op: 'multiply', value: 2.6, rise: '2m', fall: '4m' }] }],
  }),
  records: records({
    summary: 'What becomes of records meanwhile: lost, or late (stored, and received when it is over).',
    optional: true,
    examples: ['lost', 'late', { late: { uniform: ['0m', '10m'] } }],
  }),
  clock: clock({
    summary: 'The signal is read at another time: frozen at the start, faster from there, or shifted.',
    optional: true,
    examples: ['frozen', { speed: 3 }, { shift: '-24h' }],
  }),
  only: list(name('metric', { summary: 'A metric.' }), {
    summary: 'The metrics that `records` and `clock` touch; absent: all.',
    optional: true,
    examples: [['latency_ms']],
  }),
  tags: map(scalarDraw({ summary: 'A value.' }), {
    summary: 'Tags that are different meanwhile.',
    default: {},
    examples: [{ owner: 'unknown' }],
  }),
  fields: map(scalarDraw({ summary: 'Drawn once per occurrence.' }), {
    summary: 'Values drawn once per occurrence, read as `$name`.',
    default: {},
    keys: word,
    examples: [{ version: 'v-$key' }],
  }),
  label: tag,
  because,
  planned: boolean({ summary: 'It was planned, as maintenance is.', default: false }),
} satisfies Fields;

/** In a pattern, an episode happens to the assets that use the pattern. */
export const patternEpisodeFields = (({ select: _, ...fields }) => fields)(episodeFields) satisfies Fields;

/** Short form of a planned episode with a state. */
export const downtimeFields = {
  id: text({ ...id, examples: ['nightly'] }),
  select,
  schedule: schedule({ summary: 'When it begins.' }),
  for: durationDraw({ summary: 'How long it lasts.', examples: ['2h'], minimum: 0 }),
  per,
  state: draw(stateShape, { summary: 'The state of the assets meanwhile.', default: 'down' }),
  label: tag,
  because,
} satisfies Fields;

/** Short form of random faults, as many as leave the stated uptime. */
export const reliabilityFields = {
  id: text({ ...id, default: 'fault', examples: ['disk_fault'] }),
  select,
  uptime: share({
    summary: 'Share of the time that its own faults leave it up.',
    exclusiveMinimum: 0,
    maximum: 1,
    examples: ['99.5%'],
  }),
  repair: durationDraw({ summary: 'How long a fault lasts.', minimum: 0, examples: [{ mean: '8m' }] }),
  degraded_share: share({
    summary: 'Share of the faults that only degrade it.',
    default: '0%',
    minimum: 0,
    maximum: 1,
    examples: ['30%'],
  }),
  label: tag,
  because,
} satisfies Fields;

/** What a selected asset adds to what it inherits. */
export const dependencyFields = {
  select: selection({
    summary: 'The assets that it holds for; absent: all.',
    optional: true,
    examples: [{ type: 'service' }],
  }),
  down_after: durationDraw({
    summary: 'It goes down so long after its cause.',
    default: '0s',
    minimum: 0,
    examples: ['10s'],
  }),
  up_after: durationDraw({
    summary: 'It comes back so long after its cause.',
    default: '0s',
    minimum: 0,
    examples: [{ uniform: ['2m', '6m'] }],
  }),
} satisfies Fields;
