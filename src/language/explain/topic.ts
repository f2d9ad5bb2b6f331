/** What can be explained: sections of a scenario, keys, kinds, values and variables; a tree that is made as it is walked. */
import type { Definition, Field, FieldShape, Fields } from '../../model/field.ts';
import { afterFields, clockFields, growthFields, recordsFields } from '../grammar/effects.ts';
import { hypertableFields } from '../grammar/table.ts';
import { rateSignalFields, timingFields } from '../grammar/timing.ts';
import { rate } from '../read/rate.ts';

export type Written = { readonly [key: string]: unknown };

/** What may stand inside of a topic. */
export type Content =
  /** A mapping with these keys. */
  | {
      readonly kind: 'keys';
      readonly fields: Fields;
      readonly examples: readonly Written[];
      readonly of: Definition | null;
    }
  /** A mapping that is told by its `kind`. */
  | { readonly kind: 'kinds'; readonly of: readonly Definition[]; readonly common: Fields }
  /** One of these words. */
  | { readonly kind: 'values'; readonly values: { readonly [value: string]: string } }
  /** What a section of its own explains. */
  | { readonly kind: 'section'; readonly section: SectionName }
  | { readonly kind: 'nothing' };

/** Small grammars that many keys use. */
export type SectionName = 'layers' | 'timings' | 'draws' | 'conditions' | 'selections' | 'variables';

export interface Topic {
  /** `layers.spike.rate`; as it was asked for, so `episodes.after` says in which place. */
  readonly path: string;
  readonly what: 'section' | 'key' | 'kind' | 'value' | 'variable';
  readonly summary: string;
  readonly field: Field | null;
  readonly content: Content;
  readonly parent: Topic | null;
}

const NOTHING: Content = { kind: 'nothing' };

const isWritten = (value: unknown): value is Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const { after: _after, lag: _lag, chance: _chance, uptime: _uptime, rate: often, at: moment, ...others } = timingFields;

/** A layer follows no episode, is no fault, and its rate does not change. */
export const layerTimings: Fields = {
  ...others,
  at: { ...moment, examples: moment.examples!.slice(0, -1) },
  rate: { ...often, ...rate, type: 'text', examples: ['2/h', '3/week'] },
};

/** Keys in the place of which a timing stands are those of the timing. */
export function spread(fields: Fields, timings: Fields = timingFields): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) =>
      field.type === 'schedule' ? Object.entries(timings) : [[name, field]],
    ),
  );
}

const keys = (fields: Fields, examples: readonly unknown[], of: Definition | null = null): Content => ({
  kind: 'keys',
  fields: spread(fields, of === null ? timingFields : layerTimings),
  examples: examples.filter(isWritten),
  of,
});

/** @param examples of the shape, as written */
function contentOf(shape: FieldShape, examples: readonly unknown[] = []): Content {
  switch (shape.type) {
    case 'object':
      return keys(shape.fields, examples);
    case 'list':
      return contentOf(shape.items, examples.flat());
    case 'map':
      return contentOf(
        shape.items,
        examples.filter(isWritten).flatMap((example) => Object.values(example)),
      );
    case 'variant':
      return { kind: 'kinds', of: shape.of, common: shape.common };
    case 'choice':
      return { kind: 'values', values: shape.values };
    case 'draw':
      return shape.of.type === 'choice' ? contentOf(shape.of) : { kind: 'section', section: 'draws' };
    case 'condition':
      return { kind: 'section', section: 'conditions' };
    case 'selection':
      return { kind: 'section', section: 'selections' };
    case 'layers':
      return { kind: 'section', section: 'layers' };
    case 'rate':
      return keys(rateSignalFields, examples);
    case 'growth':
      return keys(growthFields, examples);
    case 'after':
      return keys(afterFields, examples);
    case 'clock':
      return keys(clockFields, examples);
    case 'hypertable':
      return keys(hypertableFields, examples);
    case 'records':
      return keys(recordsFields, examples);
    default:
      return NOTHING;
  }
}

export function keyTopic(name: string, field: Field, parent: Topic | null): Topic {
  return {
    path: below(parent, name),
    what: 'key',
    summary: field.summary,
    field,
    content: contentOf(field, [...(field.examples ?? []), ...(itemsOf(field)?.examples ?? [])]),
    parent,
  };
}

/** What a list or a map holds may have examples of its own. */
const itemsOf = (shape: FieldShape): Field | null =>
  shape.type === 'list' || shape.type === 'map' ? (shape.items as Field) : null;

function kindTopic(definition: Definition, common: Fields, parent: Topic): Topic {
  return {
    path: below(parent, definition.kind),
    what: 'kind',
    summary: definition.summary,
    field: null,
    content: keys({ ...definition.fields, ...common }, definition.examples, definition),
    parent,
  };
}

/** What stands directly inside of a topic; what a section of its own explains is not repeated. */
export function topicsIn(topic: Topic): readonly Topic[] {
  const { content } = topic;
  switch (content.kind) {
    case 'keys':
      return Object.entries(content.fields).map(([name, field]) => keyTopic(name, field, topic));
    case 'kinds':
      return [
        ...content.of.map((definition) => kindTopic(definition, content.common, topic)),
        ...Object.entries(content.common).map(([name, field]) => keyTopic(name, field, topic)),
      ];
    case 'values':
      return Object.entries(content.values).map(([value, summary]) => ({
        path: below(topic, value),
        what: topic.what === 'section' ? 'variable' : 'value',
        summary,
        field: null,
        content: NOTHING,
        parent: topic,
      }));
    default:
      return [];
  }
}

const below = (parent: Topic | null, name: string): string => (parent === null ? name : `${parent.path}.${name}`);

/** The last part of its path. */
export const nameOf = ({ path, parent }: Topic): string =>
  parent === null ? path : path.slice(parent.path.length + 1);
