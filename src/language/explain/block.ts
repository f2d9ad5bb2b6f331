/** A key among the others that it needs. */
import { timingFields } from '../grammar/timing.ts';
import { timingKeys } from '../normalise/schedule.ts';
import { kindWith, least } from './samples.ts';
import { nameOf, type Topic, type Written } from './topic.ts';
import { flow } from './yaml.ts';

/** The block that a key stands in: the first of its examples that has the key, else the first of them, with it. */
export function blockWith(topic: Topic, value: unknown, index: number): Written {
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

/** All kinds have it. */
const isCommon = ({ field, parent }: Topic): boolean => {
  const kinds = parent?.parent?.content;
  return field !== null && kinds?.kind === 'kinds' && Object.values(kinds.common).includes(field);
};
