/** Values that topics are shown with: those of the definitions, else the least that may be written. */
import type { Definition, Field, Fields } from '../../model/field.ts';
import { timingKeys } from '../normalise/schedule.ts';
import { extendedName } from './names.ts';
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
export const kindWith = (kinds: readonly Definition[], key: string, value?: unknown): Written | undefined =>
  kinds
    .flatMap(({ examples }) => examples)
    .find((example) => Object.hasOwn(example, key) && (value === undefined || flow(example[key]) === flow(value)));

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
export function least(fields: Fields, shown: Written = {}): Written {
  const timed = fields['schedule'] !== undefined || timingKeys.every((key) => Object.hasOwn(fields, key));
  const isNeeded = (key: string, { type, optional, default: otherwise }: Field): boolean =>
    type !== 'schedule' &&
    ((optional !== true && otherwise === undefined) || (timed && key === 'id' && Object.hasOwn(shown, key)));
  const own = Object.entries(fields).filter(([key, field]) => isNeeded(key, field));
  return { ...Object.fromEntries(own.map(([key, field]) => [key, samples(field)[0]])), ...(timed ? NIGHTLY : {}) };
}

const NIGHTLY = { every: 'day', at: '03:00' };
