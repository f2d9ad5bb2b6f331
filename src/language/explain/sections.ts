/** The map of the language: every section of a scenario in its order, then the small grammars that are used inside. */
import type { Fields } from '../../model/field.ts';
import { conditionFields } from '../grammar/condition.ts';
import { caseFields, drawFields } from '../grammar/draw.ts';
import { episodeLayerFields, layerKinds } from '../grammar/layer.ts';
import { scenarioFields } from '../grammar/root.ts';
import { selectionFields } from '../grammar/selection.ts';
import { timingFields } from '../grammar/timing.ts';
import { meanings } from '../grammar/variables.ts';
import { type Content, keyTopic, type SectionName, type Topic, type Written } from './topic.ts';

/** In which a scenario is read. */
export const ORDER = [
  ...['version', 'name', 'summary', 'seed', 'timezone', 'include', 'time', 'parameters', 'calendars', 'metrics'],
  ...['traits', 'patterns', 'assets', 'dependencies', 'downtime', 'reliability', 'episodes', 'streams', 'tables'],
  'sources',
  'sinks',
] as const satisfies readonly (keyof typeof scenarioFields)[];

const inOrder: Fields = Object.fromEntries(ORDER.map((name) => [name, scenarioFields[name]]));

/** The keys of a file, in the order in which a scenario is read. */
export const fileTopics: readonly Topic[] = Object.entries(inOrder).map(([name, field]) => keyTopic(name, field, null));

const { mean, ...scalars } = { ...drawFields({ type: 'duration' }), ...drawFields({ type: 'scalar' }) };
const { case: told } = caseFields({ type: 'scalar' });
const drawn: Fields = { ...scalars, case: told!, mean: mean! };

const keys = (fields: Fields, examples: readonly Written[]): Content => ({ kind: 'keys', fields, examples, of: null });

const section = (path: SectionName, summary: string, content: Content): Topic => ({
  path,
  what: 'section',
  summary,
  field: null,
  content,
  parent: null,
});

/** Grammars that many keys use. */
export const grammarTopics: readonly Topic[] = [
  section('layers', 'What a metric is made of, read from top to bottom.', {
    kind: 'kinds',
    of: layerKinds,
    common: episodeLayerFields,
  }),
  section(
    'timings',
    'When something happens, in episodes, downtime, spikes and ramps.',
    keys(timingFields, [
      { every: 'day', at: '03:00' },
      { rate: '3/week', during: 'office' },
    ]),
  ),
  section(
    'draws',
    'What may stand in place of a number, duration, text or choice.',
    keys(drawn, [{ uniform: [15, 45] }, { normal: { mean: 20, sd: 3 }, min: 5 }, { one_of: { paid: 94, failed: 6 } }]),
  ),
  section(
    'conditions',
    'While something holds: in `when`, `during`, modifiers of jobs.',
    keys(conditionFields, [{ days: 'mon-fri', hours: '09:00-17:00' }, { state: 'down' }]),
  ),
  section(
    'selections',
    'Which assets: in `select` and `over`.',
    keys(selectionFields, [{ type: 'service' }, { ids: 'vm-1*', tags: { environment: 'production' } }]),
  ),
  section('variables', 'What `$name` reads in a record, a field, a tag or free data.', {
    kind: 'values',
    values: Object.fromEntries(
      Object.entries(meanings).map(([name, meaning]) => [name.endsWith('.') ? `${name}x` : name, meaning]),
    ),
  }),
];

export const topics: readonly Topic[] = [...fileTopics, ...grammarTopics];
