/** Assets with the same patterns are alike to the rules about metrics. */
import type { Episode, Layer, Pattern } from '../../model/scenario.ts';
import { layerKinds } from '../grammar/layer.ts';
import type { Located } from '../normalise/collect.ts';
import { looksOf } from './conditions.ts';
import type { Context } from './rule.ts';

export interface Kind {
  readonly patterns: readonly Located<Pattern>[];
  readonly metrics: ReadonlySet<string>;
  /** Episodes of its patterns, and those of the scenario that select one of its assets. */
  readonly episodes: readonly Episode[];
}

export function kindsOf({ members, pattern, episodes, selected }: Context): Kind[] {
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
}

/** Metrics that a layer reads by itself; its condition apart. */
export function readsOf({ kind, values }: Layer): readonly string[] {
  return layerKinds.find((definition) => definition.kind === kind)?.reads?.(values) ?? [];
}

/** Metrics that a layer and its condition read. */
export const allReadsOf = (layer: Layer): string[] => [...readsOf(layer), ...looksOf(layer.when).metrics];
