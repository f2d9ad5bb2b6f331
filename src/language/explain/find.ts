/** From what a person typed to what it means. */
import { suggest } from '../diagnostics/suggest.ts';
import { grammarTopics, topics } from './sections.ts';
import { nameOf, type Topic, topicsIn } from './topic.ts';

export type Found =
  | { readonly kind: 'one'; readonly topic: Topic }
  /** A short name that stands in several places. */
  | { readonly kind: 'several'; readonly topics: readonly Topic[] }
  | { readonly kind: 'none'; readonly nearest: readonly string[] };

/** Every topic of the language; a grammar that many keys use is there once. */
export function allTopics(): readonly Topic[] {
  const all: Topic[] = [];
  const walk = (topic: Topic): void => {
    all.push(topic);
    for (const inner of topicsIn(topic)) walk(inner);
  };
  for (const topic of topics) walk(topic);
  return all;
}

/** @param key `layers.spike.rate`, `noise`, `episodes.after`, `$cause`, or a path of a scenario: `patterns.load.metrics` */
export function find(key: string): Found {
  const typed = key.trim().replace(/\[\d*\]/g, '');
  if (typed.startsWith('$')) return find(`variables.${typed.slice(1).replace(/^(tags|data|fields)\..+/, '$1.x')}`);
  const path = Object.hasOwn(ALIASES, typed) ? ALIASES[typed]! : typed;
  const exact = walk(path.split('.').filter((part) => part !== ''));
  if (exact !== null) return { kind: 'one', topic: exact };
  const all = allTopics();
  // A short name, or the end of a path: `sigma`, `jobs.success`.
  const named = all.filter((topic) => topic.path.endsWith(`.${path}`));
  const places = distinct(named);
  if (places.length === 1) return { kind: 'one', topic: places[0]! };
  if (places.length > 1) return { kind: 'several', topics: places };
  return { kind: 'none', nearest: nearestTo(path, all) };
}

/** Keys that are written otherwise where they stand. */
const ALIASES: { readonly [typed: string]: string } = {
  layer: 'layers',
  timing: 'timings',
  schedule: 'timings',
  draw: 'draws',
  condition: 'conditions',
  when: 'conditions',
  during: 'timings.during',
  selection: 'selections',
  select: 'selections',
  variable: 'variables',
  record: 'streams.record',
};

/** From section to section, over names of the user's own and places in lists. */
function walk(path: readonly string[]): Topic | null {
  const [first, ...rest] = path;
  let topic = topics.find((one) => one.path === first) ?? null;
  if (topic === null) return null;
  for (const [i, part] of rest.entries()) {
    const next: Topic | null = enter(topic, rest.slice(i).join('.')) ?? enter(topic, part);
    if (next !== null) {
      topic = next;
      if (nameOf(next) !== part) return next;
    } else if (!isOwnName(topic, part, i < rest.length - 1)) return null;
  }
  return topic;
}

/** A name of the user's own is passed over, where something follows that is known. */
function isOwnName({ field }: Topic, part: string, more: boolean): boolean {
  if (field === null || (field.type !== 'map' && field.type !== 'list')) return false;
  return more || /^\d+$/.test(part);
}

/** A section that is used here stands here: the path says where. */
export function opened(topic: Topic): Topic {
  const { content } = topic;
  if (content.kind !== 'section') return topic;
  return { ...topic, content: grammarTopics.find(({ path }) => path === content.section)!.content };
}

const enter = (topic: Topic, name: string): Topic | null =>
  topicsIn(opened(topic)).find((inner) => nameOf(inner) === name) ?? null;

/** Keys that all kinds have are said once, not once for each kind. */
function distinct(found: readonly Topic[]): readonly Topic[] {
  return found.filter(
    (topic) =>
      !found.some(
        (other) =>
          other !== topic &&
          other.field !== null &&
          other.field === topic.field &&
          other.path.length < topic.path.length,
      ),
  );
}

function nearestTo(path: string, all: readonly Topic[]): readonly string[] {
  const paths = all.map((topic) => topic.path);
  const whole = suggest(path, paths);
  if (whole !== null) return [whole];
  const last = path.split('.').at(-1)!;
  const name = suggest(
    last,
    all.map((topic) => nameOf(topic)),
  );
  return name === null
    ? []
    : distinct(all.filter((topic) => nameOf(topic) === name))
        .map((topic) => topic.path)
        .slice(0, 5);
}
