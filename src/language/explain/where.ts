/** Where a topic may stand. */
import type { Field } from '../../model/field.ts';
import { timingFields } from '../grammar/timing.ts';
import { streamsOf } from '../grammar/variables.ts';
import { allTopics } from './find.ts';
import { layerTimings, nameOf, type SectionName, type Topic } from './topic.ts';

/** Keys that take what a small grammar says, or the streams that know a variable. */
export function placesOf(topic: Topic): readonly string[] {
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

/** It is one of those that say when. */
export const isTimed = (field: Field | null): boolean => field !== null && timed.has(field);

const timed: ReadonlySet<Field> = new Set([...Object.values(timingFields), ...Object.values(layerTimings)]);
