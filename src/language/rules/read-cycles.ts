import { looksOf } from './conditions.ts';
import { cyclesOf } from './graph.ts';
import { kindsOf, readsOf, type Kind } from './kinds.ts';
import type { Context, Rule } from './rule.ts';

/** No value depends on itself: metrics, episodes and the state form no circle. */
export const readCycles: Rule = {
  whole: true,
  check(context) {
    const reported = new Set<string>();
    for (const kind of kindsOf(context)) {
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

function edgesOf({ patterns, episodes }: Kind): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  const add = (from: string, targets: Iterable<string>): void => {
    const known = edges.get(from) ?? new Set<string>();
    edges.set(from, known);
    for (const target of targets) known.add(target);
  };
  const look = (from: string, { metrics, episodes: named, state }: ReturnType<typeof looksOf>): void => {
    add(
      from,
      [...metrics].map((name) => `metric:${name}`),
    );
    add(
      from,
      [...named].map((name) => `episode:${name}`),
    );
    if (state) add(from, ['state']);
  };
  for (const { value } of patterns) {
    for (const [name, { layers, when }] of Object.entries(value.metrics)) {
      look(`metric:${name}`, looksOf(when));
      for (const layer of layers) {
        add(
          `metric:${name}`,
          readsOf(layer).map((other) => `metric:${other}`),
        );
        look(`metric:${name}`, looksOf(layer.when));
      }
    }
  }
  for (const { id, metrics, state, schedule } of episodes) {
    look(`episode:${id}`, looksOf(schedule.during));
    if (state !== null) add('state', [`episode:${id}`]);
    for (const [name, layers] of Object.entries(metrics)) {
      add(`metric:${name}`, [`episode:${id}`]);
      for (const layer of layers) {
        add(
          `metric:${name}`,
          readsOf(layer).map((other) => `metric:${other}`),
        );
        look(`metric:${name}`, looksOf(layer.when));
      }
    }
  }
  return edges;
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
