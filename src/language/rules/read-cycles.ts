import { looksOf } from './conditions.ts';
import { cyclesOf } from './graph.ts';
import type { Condition } from '../../model/condition.ts';
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

function together(kinds: readonly Kind[]): Kind {
  const [patterns, episodes, metrics] = [new Set<Kind['patterns'][number]>(), new Set<Episode>(), new Set<string>()];
  for (const kind of kinds) {
    for (const pattern of kind.patterns) patterns.add(pattern);
    for (const episode of kind.episodes) episodes.add(episode);
    for (const metric of kind.metrics) metrics.add(metric);
  }
  return { patterns: [...patterns], episodes: [...episodes], metrics };
}

function edgesOf({ patterns, episodes, metrics: all }: Kind): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  const from = (node: string): Set<string> => {
    let targets = edges.get(node);
    if (targets === undefined) edges.set(node, (targets = new Set()));
    return targets;
  };
  for (const { value } of patterns) {
    for (const [name, { layers, when, whileDown }] of Object.entries(value.metrics)) {
      const targets = from(`metric:${name}`);
      addCondition(when, targets);
      if (whileDown === 'zero') targets.add('state');
      for (const layer of layers) addLayer(layer, targets);
    }
  }
  for (const { id, metrics, state, clock, only, schedule } of episodes) {
    const node = `episode:${id}`;
    const { timing, during } = schedule;
    const targets = from(node);
    addCondition(during, targets);
    if (timing.kind === 'after') for (const { episode } of timing.causes) targets.add(`episode:${episode}`);
    if (timing.kind === 'signal') for (const layer of timing.layers) addLayer(layer, targets);
    if (clock !== null) for (const name of only ?? all) from(`metric:${name}`).add(node);
    if (state !== null) from('state').add(node);
    for (const [name, layers] of Object.entries(metrics)) {
      const changed = from(`metric:${name}`).add(node);
      for (const layer of layers) addLayer(layer, changed);
    }
  }
  return edges;
}

function addCondition(condition: Condition | null, targets: Set<string>): void {
  if (condition === null) return;
  const { metrics, episodes, state } = looksOf(condition);
  for (const name of metrics) targets.add(`metric:${name}`);
  for (const name of episodes) targets.add(`episode:${name}`);
  if (state) targets.add('state');
}

/** What a layer reads: metrics, its condition, the episodes that its age is counted from, the condition of its schedule. */
function addLayer(layer: Layer, targets: Set<string>): void {
  for (const name of readsOf(layer)) targets.add(`metric:${name}`);
  for (const name of agesOf(layer)) targets.add(`episode:${name}`);
  addConditions(layer, targets);
}

function addConditions({ when, values }: Layer, targets: Set<string>): void {
  addCondition(when, targets);
  addCondition((values['schedule'] as Schedule | null | undefined)?.during ?? null, targets);
  const since = values['since'];
  if (Array.isArray(since) && since.some((source: { kind: string }) => source.kind === 'up')) targets.add('state');
  if (Array.isArray(values['layers'])) for (const inner of values['layers'] as Layer[]) addConditions(inner, targets);
}

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
