/**
 * What a key of the language means, as data: from the definitions that its JSON Schema, its messages and its
 * reference pages are made from. `src/report/explain.ts` renders it.
 */
import type { Field } from '../../model/field.ts';
import { timingFields } from '../grammar/timing.ts';
import { streamsOf } from '../grammar/variables.ts';
import { examplesOf, fragmentOf } from './example.ts';
import { expectedOf, limitsOf } from './expected.ts';
import { allTopics, find, opened } from './find.ts';
import { fileTopics, grammarTopics } from './sections.ts';
import { complete, stageFiles } from './stage.ts';
import { layerTimings, nameOf, type SectionName, type Topic, topicsIn } from './topic.ts';
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

/** It is one of those that say when. */
export const isTimed = (field: Field | null): boolean => field !== null && timed.has(field);

const timed: ReadonlySet<Field> = new Set([...Object.values(timingFields), ...Object.values(layerTimings)]);

/** Keys that a kind has as all others of its sort do. */
function commonOf({ content, parent }: Topic): ReadonlySet<Field> {
  const kinds = content.kind === 'kinds' ? content : parent?.content;
  return new Set(kinds?.kind === 'kinds' ? Object.values(kinds.common) : []);
}

/** Keys that take what a small grammar says, or the streams that know a variable. */
function placesOf(topic: Topic): readonly string[] {
  const { path, what, parent } = topic;
  if (what === 'variable') {
    const name = nameOf(topic);
    return streamsOf(name.endsWith('.x') ? name.slice(0, -1) : name).map((stream) => `streams.${stream}.record`);
  }
  if (what === 'section') return takers(path as SectionName);
  if (parent === null) return [];
  const [head = ''] = path.split('.');
  // In a small grammar it stands wherever that is taken.
  return parent.path === head && parent.what === 'section' && what === 'key'
    ? takers(head as SectionName)
    : [parent.path];
}

function takers(section: SectionName): readonly string[] {
  if (section === 'variables') return ['streams.record', 'assets.data', 'assets.tags', 'episodes.fields'];
  if (section === 'timings') return ['episodes', 'downtime', 'patterns.episodes', 'layers.spike', 'layers.ramp'];
  const paths = allTopics()
    .filter(({ what, content }) => what === 'key' && content.kind === 'section' && content.section === section)
    .filter((topic) => !isRepeated(topic))
    .map(({ path }) => path);
  // What all kinds have is said once.
  return paths.filter((path) => !paths.some((other) => other !== path && isShorter(other, path)));
}

/** A timing, and the episodes of a pattern, are the same wherever they stand. */
function isRepeated({ path, field, parent }: Topic): boolean {
  if (path.startsWith('timings.')) return false;
  return path.startsWith('patterns.episodes.') || isTimed(field) || (parent !== null && isRepeated(parent));
}

/** `layers.when` says what `layers.spike.when` says. */
function isShorter(short: string, long: string): boolean {
  const [head = '', ...rest] = short.split('.');
  return (
    long.startsWith(`${head}.`) && long.endsWith(`.${rest.join('.')}`) && long.length > short.length && rest.length > 0
  );
}
