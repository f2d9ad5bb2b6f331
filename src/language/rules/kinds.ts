/** Assets with the same patterns are alike to the rules about metrics. */
import type { Episode, Layer, Pattern } from '../../model/scenario.ts';
import { layerKinds } from '../grammar/layer.ts';
import type { Located } from '../normalise/collect.ts';
import { looksOf } from './conditions.ts';
import { perContext } from './per-context.ts';

export interface Kind {
  readonly patterns: readonly Located<Pattern>[];
  readonly metrics: ReadonlySet<string>;
  /** Episodes of its patterns, and those of the scenario that select one of its assets. */
  readonly episodes: readonly Episode[];
}

/** Several rules ask. */
export const kindsOf = perContext(({ members, pattern, episodes, selected }): Kind[] => {
  const lists = new Map(members.map(({ definition }) => [definition.patterns.join('\n'), definition.patterns]));
  const chosen = episodes.map(({ value }) => ({
    episode: value,
    lists: new Set(selected(value.select).map(({ definition }) => definition.patterns.join('\n'))),
  }));
  return [...lists].map(([list, names]) => {
    const patterns = names.map((name) => pattern(name)).filter((found) => found !== undefined);
    return {
      patterns,
      metrics: new Set(patterns.flatMap(({ value }) => Object.keys(value.metrics))),
      episodes: [
        ...patterns.flatMap(({ value }) => value.episodes),
        ...chosen.filter((one) => one.lists.has(list)).map(({ episode }) => episode),
      ],
    };
  });
});

const BY_KIND = new Map(layerKinds.map((definition) => [definition.kind, definition]));

/** Metrics of its own asset that a layer reads; its condition apart. */
export function readsOf(layer: Layer): readonly string[] {
  const sources = sourcesOf(layer);
  return sources.length === 0 ? NOTHING : sources.flatMap(({ metric, of }) => (of === 'self' ? [metric] : []));
}

/** Most layers read nothing, and several rules ask each of them. */
const NOTHING: readonly never[] = [];

/** Metrics that a layer reads, and whose; those of a group are those of its layers. */
export function sourcesOf({ kind, values }: Layer): readonly { readonly metric: string; readonly of: string }[] {
  const own = BY_KIND.get(kind)?.reads?.(values) ?? NOTHING;
  return Array.isArray(values['layers']) ? [...own, ...(values['layers'] as Layer[]).flatMap(sourcesOf)] : own;
}

/** Episodes that a layer counts an age from. */
export function agesOf({ kind, values }: Layer): readonly string[] {
  const own = BY_KIND.get(kind)?.follows?.(values) ?? NOTHING;
  return Array.isArray(values['layers']) ? [...own, ...(values['layers'] as Layer[]).flatMap(agesOf)] : own;
}

/** Metrics that a layer and its condition read. */
export function allReadsOf(layer: Layer): readonly string[] {
  const reads = readsOf(layer);
  const { metrics } = looksOf(layer.when);
  return metrics.size === 0 ? reads : [...reads, ...metrics];
}
