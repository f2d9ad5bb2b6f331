/** From what is explained to the least of a scenario in which it stands: made from the examples of the definitions. */
import type { Definition, Field, FieldShape, Fields } from '../../model/field.ts';
import { timingFields } from '../grammar/timing.ts';
import { timingKeys } from '../normalise/schedule.ts';
import { nameOf, spread, type Topic, type Written } from './topic.ts';
import { flow } from './yaml.ts';

/** Values that a topic is shown with, as written in YAML. */
export function examplesOf(topic: Topic): readonly unknown[] {
  const { what, field, content, parent } = topic;
  if (what === 'value') return [nameOf(topic)];
  if (what === 'variable') return [`$${VARIABLES[nameOf(topic)] ?? nameOf(topic)}`];
  if (nameOf(topic) === 'extends') return [extendedName(parent!)];
  if (field !== null && what === 'key') return shownIn(topic) ?? samples(field);
  if (content.kind === 'keys')
    return content.examples.map((example) => (content.of === null ? example : { ...example }));
  if (content.kind === 'kinds') return content.of.map(({ examples }) => examples[0]);
  return parent === null ? ['$type'] : [];
}

/** What the examples of a kind say of a key, where it means something else in each kind or has no example of its own. */
function shownIn(topic: Topic): readonly unknown[] | null {
  const { parent, field } = topic;
  if (parent === null || field === null) return null;
  const { content } = parent;
  const key = nameOf(topic);
  if (content.kind === 'keys' && content.of !== null) {
    const own = Object.hasOwn(spread(content.of.fields), key) && field.examples !== undefined;
    const shown = content.examples.filter((example) => Object.hasOwn(example, key)).map((example) => example[key]);
    return own || shown.length === 0 ? null : shown;
  }
  const kind = content.kind === 'kinds' ? kindWith(content.of, key) : undefined;
  return kind === undefined ? null : [kind[key]];
}

/** The first example of a kind that has the key. */
const kindWith = (kinds: readonly Definition[], key: string, value?: unknown): Written | undefined =>
  kinds
    .flatMap(({ examples }) => examples)
    .find((example) => Object.hasOwn(example, key) && (value === undefined || flow(example[key]) === flow(value)));

/** All kinds have it. */
const isCommon = ({ field, parent }: Topic): boolean => {
  const kinds = parent?.parent?.content;
  return field !== null && kinds?.kind === 'kinds' && Object.values(kinds.common).includes(field);
};

/** Variables that stand for many, with a name that examples have. */
const VARIABLES: { readonly [name: string]: string } = {
  'tags.x': 'tags.site',
  'data.x': 'data.cpu_cores',
  'fields.x': 'fields.hostname',
  'parent.tags.x': 'parent.tags.site',
  'parent.data.x': 'parent.data.cpu_cores',
  'parent.fields.x': 'parent.fields.hostname',
};

function samples(field: Field): readonly unknown[] {
  if (field.examples !== undefined && field.examples.length > 0) return field.examples;
  if (field.default !== undefined && !isEmpty(field.default)) return [field.default];
  return [sample(field)];
}

const isEmpty = (value: unknown): boolean =>
  value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

function sample(field: Field): unknown {
  const { minimum, exclusiveMinimum } = field as Field & { readonly [bound: string]: number | undefined };
  switch (field.type) {
    case 'number':
    case 'integer':
      return minimum ?? (exclusiveMinimum ?? 0) + 1;
    case 'boolean':
      return true;
    case 'duration':
    case 'draw':
      return field.type === 'draw' && field.of.type !== 'duration' ? 1 : '1h';
    case 'choice':
      return Object.keys(field.values)[0];
    case 'object':
      return least(field.fields);
    default:
      throw new Error(`no example of ${field.summary}`);
  }
}

/** A block with only what it must have. */
function least(fields: Fields, shown: Written = {}): Written {
  const timed = fields['schedule'] !== undefined || timingKeys.every((key) => Object.hasOwn(fields, key));
  const isNeeded = (key: string, { type, optional, default: otherwise }: Field): boolean =>
    type !== 'schedule' &&
    ((optional !== true && otherwise === undefined) || (timed && key === 'id' && Object.hasOwn(shown, key)));
  const own = Object.entries(fields).filter(([key, field]) => isNeeded(key, field));
  return { ...Object.fromEntries(own.map(([key, field]) => [key, samples(field)[0]])), ...(timed ? NIGHTLY : {}) };
}

const NIGHTLY = { every: 'day', at: '03:00' };

/** A fragment of a scenario that shows a topic with one of its values. */
export function fragmentOf(topic: Topic, value: unknown, index = 0, leaf = nameOf(topic)): Written {
  const { parent, what } = topic;
  if (parent === null) return what === 'section' ? place(topic.path, value) : { [topic.path]: value };
  if (what === 'variable') return place('variables', value);
  if (what === 'value') {
    const { content } = parent;
    const values = content.kind === 'values' ? Object.keys(content.values) : [];
    return fragmentOf(parent, value, values.indexOf(nameOf(topic)), leaf);
  }
  const block = what === 'kind' ? (value as Written) : withExtended(parent, blockWith(topic, value, index), leaf);
  return fragmentOf(parent, parent.what === 'kind' ? block : wrap(parent, block), 0, leaf);
}

/** What is replaced is a part of what is extended. */
function withExtended({ content, field, ...parent }: Topic, block: Written, leaf: string): Written {
  if (leaf !== 'replace' || content.kind !== 'keys' || !Object.hasOwn(content.fields, 'extends')) return block;
  return { ...block, extends: extendedName({ content, field, ...parent }) };
}

/** A definition is changed below its own name. */
const extendedName = (parent: Topic): string => (parent.field?.type === 'list' ? 'bad_deploy' : ownName(parent));

/** The block that a key stands in: the first of its examples that has the key, else the first of them, with it. */
function blockWith(topic: Topic, value: unknown, index: number): Written {
  const key = nameOf(topic);
  const { content, what } = topic.parent!;
  const { beside } = topic.field!;
  const needs = (Array.isArray(beside) ? beside[Math.min(index, beside.length - 1)] : beside) as Written | undefined;
  const added = { ...needs, [key]: value };
  if (content.kind === 'kinds') {
    return { ...(kindWith(content.of, key, value) ?? content.of[0]!.examples[0]), ...added };
  }
  if (content.kind !== 'keys') throw new Error(`${topic.path} stands in no block`);
  const having = content.examples.filter((example) => Object.hasOwn(example, key));
  const same = having.find((example) => flow(example[key]) === flow(value));
  const shown = same ?? (isCommon(topic) ? content.examples[0] : (having[0] ?? content.examples[0]));
  if (what === 'section' || isGrammar(topic.parent!)) {
    return needs === undefined && same !== undefined ? same : added;
  }
  const alone = content.of === null && needs !== undefined;
  const base = alone ? least(content.fields, shown) : (shown ?? least(content.fields));
  return { ...without(base, excluded(added, content.of?.exclusive ?? [])), ...added };
}

/** Keys of a small grammar stand alone, where their neighbours are others of the same grammar. */
const isGrammar = ({ field }: Topic): boolean =>
  field !== null && ['draw', 'condition', 'selection'].includes(field.type);

/** What may not stand beside keys that are added. */
function excluded(added: Written, exclusive: readonly (readonly string[])[]): ReadonlySet<string> {
  const out = new Set<string>();
  const has = (name: string): boolean =>
    name === 'schedule' ? timingKeys.some((key) => Object.hasOwn(added, key)) : Object.hasOwn(added, name);
  const drop = (name: string): void => {
    for (const key of name === 'schedule' ? Object.keys(timingFields) : [name])
      if (!Object.hasOwn(added, key)) out.add(key);
  };
  if (has('schedule')) drop('schedule');
  for (const group of exclusive) if (group.some(has)) group.filter((name) => !has(name)).forEach(drop);
  return out;
}

const without = (block: Written, keys: ReadonlySet<string>): Written =>
  Object.fromEntries(Object.entries(block).filter(([key]) => !keys.has(key)));

/** A block in the list, or below the name, in which the key takes it. */
function wrap({ field, path }: Topic, block: Written): unknown {
  if (field === null) return block;
  return inside(field, block, field.examples?.[0], path);
}

function inside(shape: FieldShape, block: Written, example: unknown, path: string): unknown {
  if (shape.type === 'list') return [inside(shape.items, block, undefined, path)];
  if (shape.type === 'layers') return layersWith(block, shape.inEpisode);
  if (shape.type !== 'map') return block;
  const name = Object.keys(example ?? {})[0] ?? NAMES[path.split('.').at(-1)!] ?? 'name';
  return { [name]: inside(shape.items, block, undefined, path) };
}

/** The name that examples give to what a map holds. */
const ownName = ({ field, path }: Topic): string => Object.keys(field?.examples?.[0] ?? {})[0] ?? NAMES[path] ?? 'name';

const NAMES: Written & { readonly [key: string]: string } = {
  parameters: 'days',
  calendars: 'office',
  metrics: 'cpu_usage',
  patterns: 'load',
  tables: 'metrics',
  sinks: 'local',
};

/** What acts on something needs something to act on. */
function layersWith(layer: Written, inEpisode: boolean): readonly unknown[] {
  const alone = ['constant', 'sine', 'ramp', 'profile', 'follow'].includes(String(layer['kind']));
  const whole = alone && layer['op'] === undefined && layer['when'] === undefined;
  return whole || inEpisode ? [layer] : [{ kind: 'constant', value: 20 }, layer];
}

/** Where a small grammar is shown. */
function place(section: string, value: unknown): Written {
  // A metric does not follow itself.
  const said = JSON.stringify(value);
  const metric = ['cpu_usage', 'memory_usage'].find((name) => !said.includes(name)) ?? 'io_wait';
  const load = (layers: readonly unknown[]): Written => ({ patterns: { load: { metrics: { [metric]: { layers } } } } });
  switch (section) {
    case 'layers': {
      const layer = value as Written;
      if (layer['layer'] === undefined) return load(layersWith(layer, false));
      return { episodes: [{ id: 'unrest', every: 'day', at: '14:00', for: '2h', metrics: { [metric]: [layer] } }] };
    }
    case 'timings':
      return { episodes: [{ id: 'slow', ...(value as Written), for: '20m', state: 'degraded' }] };
    case 'draws': {
      if ((value as Written)['mean'] === undefined) return { traits: { speed: value } };
      return { episodes: [{ id: 'slow', rate: '3/week', for: value, state: 'degraded' }] };
    }
    case 'conditions':
      return load([
        { kind: 'constant', value: 20 },
        { kind: 'constant', when: value, value: 30 },
      ]);
    case 'selections':
      return { episodes: [{ id: 'slow', select: value, rate: '3/week', for: '20m', state: 'degraded' }] };
    default:
      return { streams: [variableStream(String(value))] };
  }
}

/** A stream that knows the variable. */
function variableStream(variable: string): Written {
  const name = variable.slice(1).replaceAll('.', '_');
  if (['incident', 'root_incident', 'cause', 'root'].includes(name)) {
    return { kind: 'incidents', to: 'incidents', record: { asset: '$asset', from: '$start', [name]: variable } };
  }
  if (['metric', 'time', 'value', 'received', 'unit', 'anomalous'].includes(name)) {
    return {
      kind: 'metrics',
      to: 'metrics',
      record: { series: '$asset', at: '$time', reading: '$value', [name]: variable },
    };
  }
  if (['episode', 'key', 'start', 'end', 'state', 'planned', 'label', 'because'].includes(name)) {
    return { kind: 'events', of: 'deploy', to: 'deploys', record: { on: '$asset', [name]: variable } };
  }
  return { kind: 'assets', to: 'assets', record: { id: '$asset', [name]: variable } };
}
