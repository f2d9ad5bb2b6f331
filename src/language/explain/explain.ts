/**
 * What a key of the language means, as data: from the definitions that its JSON Schema, its messages and its
 * reference pages are made from. `src/report/explain.ts` renders it.
 */
import type { Field } from '../../model/field.ts';
import { expectedOf, limitsOf } from './expected.ts';
import { find, opened } from './find.ts';
import { fragmentOf } from './fragment.ts';
import { examplesOf } from './samples.ts';
import { fileTopics, grammarTopics } from './sections.ts';
import { complete } from './complete.ts';
import { stageFiles } from './props.ts';
import { nameOf, type SectionName, type Topic, topicsIn } from './topic.ts';
import { isTimed, placesOf } from './where.ts';
import { flow, writeYaml } from './yaml.ts';

/** A line of a list: what to explain next. */
export interface Line {
  readonly key: string;
  readonly summary: string;
  readonly required: boolean;
}

export interface Map {
  /** The keys of a scenario, in the order in which it is read. */
  readonly sections: readonly Line[];
  /** Small grammars that many keys use, with what they have. */
  readonly grammars: readonly (Line & { readonly keys: readonly string[] })[];
}

export interface Explanation {
  readonly key: string;
  readonly what: Topic['what'];
  readonly summary: string;
  /** What may be written, in words; null for what is no key. */
  readonly type: string | null;
  /** `≥ 0, ≤ 15` */
  readonly limits: string | null;
  readonly unit: string | null;
  readonly required: boolean;
  /** As written; null where there is none. */
  readonly default: unknown;
  /** Legal values with what each means. */
  readonly values: readonly Line[];
  /** Keys or kinds that stand inside. */
  readonly inside: readonly Line[];
  /** Keys inside that say when, where a timing stands beside others. */
  readonly timing: readonly Line[];
  /** Keys inside that all kinds of it have. */
  readonly common: readonly Line[];
  /** Where it may stand, as keys. */
  readonly where: readonly string[];
  /** The small grammar that says more. */
  readonly see: SectionName | null;
  /** What stands for it in short, as written. */
  readonly examples: readonly Example[];
}

export interface Example {
  /** The value alone, on one line. */
  readonly value: string;
  /** Where it stands in a scenario. */
  readonly yaml: string;
  /** The smallest scenario in which it stands: valid, and ready to run. */
  readonly scenario: string;
  /** Files that the scenario reads, by path. */
  readonly files: { readonly [path: string]: string };
}

/** Where a short name stands. */
export interface Places {
  readonly key: string;
  readonly places: readonly Line[];
}

export type Answer =
  | { readonly kind: 'explanation'; readonly explanation: Explanation }
  | { readonly kind: 'places'; readonly places: Places }
  | { readonly kind: 'unknown'; readonly key: string; readonly nearest: readonly string[] };

export function mapOfTheLanguage(): Map {
  return {
    sections: fileTopics.map(lineOf),
    grammars: grammarTopics.map((topic) => ({ ...lineOf(topic), keys: mainKeys(topic) })),
  };
}

const mainKeys = (topic: Topic): readonly string[] =>
  topic.content.kind === 'kinds' ? topic.content.of.map(({ kind }) => kind) : topicsIn(topic).map(nameOf);

/** @param key as a person types it: `layers.spike.rate`, `noise`, `$cause` */
export function explain(key: string): Answer {
  const found = find(key);
  if (found.kind === 'none') return { kind: 'unknown', key, nearest: found.nearest };
  if (found.kind === 'several') return { kind: 'places', places: { key, places: found.topics.map(lineOf) } };
  return { kind: 'explanation', explanation: explanationOf(found.topic) };
}

export function explanationOf(topic: Topic): Explanation {
  const { path, what, summary, field, content } = topic;
  const all = content.kind === 'section' ? [] : topicsIn(opened(topic));
  const shared = commonOf(topic);
  const timing = what === 'section' ? [] : all.filter(({ field: key }) => isTimed(key));
  const inside = all.filter((one) => !timing.includes(one) && (one.field === null || !shared.has(one.field)));
  return {
    key: path,
    what,
    summary,
    type: field === null || what !== 'key' ? null : expectedOf(field),
    limits: (field === null ? '' : limitsOf(field)) || null,
    unit: field?.unit ?? null,
    required: isRequired(field),
    default: field?.default ?? null,
    values: content.kind === 'values' && what === 'key' ? inside.map(lineOf) : [],
    inside: content.kind === 'values' && what === 'key' ? [] : inside.map(lineOf),
    timing: timing.map(lineOf),
    common: all.filter((one) => !inside.includes(one) && !timing.includes(one)).map(lineOf),
    where: placesOf(topic),
    see: content.kind === 'section' ? content.section : isTimed(field) || timing.length > 0 ? 'timings' : null,
    examples: examplesOf(topic).map((value, i) => exampleOf(topic, value, i)),
  };
}

function exampleOf(topic: Topic, value: unknown, index: number): Example {
  const fragment = fragmentOf(topic, value, index);
  const scenario = writeYaml(complete(fragment));
  return {
    value: flow(value),
    yaml: writeYaml(fragment),
    scenario,
    files: Object.fromEntries(Object.entries(stageFiles).filter(([path]) => scenario.includes(path))),
  };
}

const lineOf = ({ path, summary, field, what }: Topic): Line => ({
  key: path,
  summary,
  required: what === 'key' && isRequired(field),
});

const isRequired = (field: Field | null): boolean =>
  field !== null && field.default === undefined && (field.optional !== true || field.needed === true);

/** Keys that a kind has as all others of its sort do. */
function commonOf({ content, parent }: Topic): ReadonlySet<Field> {
  const kinds = content.kind === 'kinds' ? content : parent?.content;
  return new Set(kinds?.kind === 'kinds' ? Object.values(kinds.common) : []);
}
