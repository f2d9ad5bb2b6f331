import { looksOf } from './conditions.ts';
import { cyclesOf } from './graph.ts';
import type { Condition } from '../../model/condition.ts';
import { perObject } from '../../model/per-object.ts';
import type { Episode, Layer } from '../../model/scenario.ts';
import type { Schedule } from '../../model/timing.ts';
import { agesOf, kindsOf, readsOf, type Kind } from './kinds.ts';
import type { Context, Rule } from './rule.ts';

/** No value depends on itself: metrics, episodes and the state form no circle. */
export const readCycles: Rule = {
  whole: true,
  check(context) {
    const kinds = kindsOf(context);
    // What all kinds read together has a circle where one of them has, and mostly it has none.
    if (cyclesOf(edgesOf(together(kinds))).length === 0) return;
    const reported = new Set<string>();
    for (const kind of kinds) {
      for (const cycle of cyclesOf(edgesOf(kind))) {
        const text = cycle.map((name) => name.replace(/^(metric|episode):/, '')).join(' → ');
        if (reported.has(text)) continue;
        reported.add(text);
        const at = placeOf(cycle, kind, context);
        at.error('cycle', `A value depends on itself: ${text}`, 'Let one of them stand on its own', 'key');
      }
    }
  },
};

const together = (kinds: readonly Kind[]): Kind => ({
  patterns: [...new Set(kinds.flatMap(({ patterns }) => patterns))],
  episodes: [...new Set(kinds.flatMap(({ episodes }) => episodes))],
  metrics: new Set(kinds.flatMap(({ metrics }) => [...metrics])),
});

function edgesOf({ patterns, episodes, metrics: all }: Kind): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  const add = (from: string, targets: Iterable<string>): void => {
    const known = edges.get(from) ?? new Set<string>();
    edges.set(from, known);
    for (const target of targets) known.add(target);
  };
  const layer = (from: string, one: Layer): void => add(from, readByLayer(one));
  for (const { value } of patterns) {
    for (const [name, { layers, when, whileDown }] of Object.entries(value.metrics)) {
      add(`metric:${name}`, readByCondition(when));
      if (whileDown === 'zero') add(`metric:${name}`, ['state']);
      for (const one of layers) layer(`metric:${name}`, one);
    }
  }
  const happens = ({ id, schedule: { timing, during } }: Episode): void => {
    add(`episode:${id}`, readByCondition(during));
    if (timing.kind === 'after')
      add(
        `episode:${id}`,
        timing.causes.map(({ episode }) => `episode:${episode}`),
      );
    if (timing.kind === 'signal') for (const one of timing.layers) layer(`episode:${id}`, one);
  };
  for (const episode of episodes) {
    const { id, metrics, state, clock, only } = episode;
    happens(episode);
    if (clock !== null) for (const name of only ?? all) add(`metric:${name}`, [`episode:${id}`]);
    if (state !== null) add('state', [`episode:${id}`]);
    for (const [name, layers] of Object.entries(metrics)) {
      add(`metric:${name}`, [`episode:${id}`]);
      for (const one of layers) layer(`metric:${name}`, one);
    }
  }
  return edges;
}

function readByCondition(condition: Condition | null): readonly string[] {
  const { metrics, episodes, state } = looksOf(condition);
  if (metrics.size === 0 && episodes.size === 0) return state ? ['state'] : [];
  return [
    ...[...metrics].map((name) => `metric:${name}`),
    ...[...episodes].map((name) => `episode:${name}`),
    ...(state ? ['state'] : []),
  ];
}

/**
 * What a layer reads: metrics, its condition, the episodes that its age is counted from, the condition of its schedule.
 * Assets of many kinds may have it.
 */
const readByLayer = perObject((layer: Layer): readonly string[] => [
  ...readsOf(layer).map((other) => `metric:${other}`),
  ...agesOf(layer).map((episode) => `episode:${episode}`),
  ...partsOf(layer).flatMap(({ when, values }) => {
    const since = values['since'];
    return [
      ...readByCondition(when),
      ...readByCondition((values['schedule'] as Schedule | null | undefined)?.during ?? null),
      ...(Array.isArray(since) && since.some((source: { kind: string }) => source.kind === 'up') ? ['state'] : []),
    ];
  }),
]);

/** A layer and, where it is a group, those in it. */
export function partsOf(layer: Layer): Layer[] {
  const inner = layer.values['layers'];
  return [layer, ...(Array.isArray(inner) ? (inner as Layer[]).flatMap(partsOf) : [])];
}

/** A metric or episode on the way. */
function placeOf(cycle: readonly string[], { patterns }: Kind, { episodes, file }: Context) {
  for (const node of cycle) {
    const name = node.slice(node.indexOf(':') + 1);
    const owner = node.startsWith('metric:')
      ? patterns.find(({ value }) => Object.hasOwn(value.metrics, name))
      : undefined;
    if (owner !== undefined) return owner.written.at.below('metrics', name);
    const episode = episodes.find(({ value }) => value.id === name);
    if (episode !== undefined) return episode.written.at;
    const pattern = patterns.find(({ value }) => value.episodes.some(({ id }) => id === name));
    if (pattern !== undefined) return pattern.written.at.below('episodes');
  }
  return file.root;
}
