import type { Condition } from '../../model/condition.ts';
import type { Episode, Layer } from '../../model/scenario.ts';
import type { Schedule } from '../../model/timing.ts';
import { seenFrom } from '../../timeline/select.ts';
import { cyclesOf } from './graph.ts';
import { agesOf, sourcesOf } from './kinds.ts';
import type { Member } from './members.ts';
import { partsOf } from './read-cycles.ts';
import type { Context, Rule } from './rule.ts';

/**
 * No value depends on itself by way of another asset. Without an asset that is named by its id every way leads up to
 * parents, and ends; so only what such assets reach is walked.
 */
export const assetCycles: Rule = {
  whole: true,
  check(context) {
    const named = namedAssets(context);
    if (named.size === 0) return;
    const edges = new Map<string, ReadonlySet<string>>();
    const graph = graphOf(context);
    const open = [...named].flatMap((asset) => graph.nodesOf(asset));
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (edges.has(node)) continue;
      const targets = graph.targetsOf(node);
      edges.set(node, targets);
      open.push(...targets);
    }
    for (const cycle of cyclesOf(edges)) {
      const assets = new Set(cycle.map((node) => node.split('\n')[0]!));
      // Of one asset alone: said by the rule of its kind.
      if (assets.size < 2) continue;
      const way = cycle.map((node) => node.split('\n')).map(([asset, , name]) => `${asset!}/${name!}`);
      placeOf(cycle, context).error(
        'cycle',
        `A value depends on itself: ${way.join(' → ')}`,
        'Let one of them stand on its own',
        'key',
      );
      return;
    }
  },
};

/** Assets that something names by their id. */
function namedAssets(context: Context): Set<Member> {
  const ids = new Set<string>();
  for (const { value } of context.found.conditions)
    if (value.kind === 'state' && typeof value.of === 'object') ids.add(value.of.asset);
  const add = (layers: readonly Layer[]): void => {
    for (const layer of layers)
      for (const { of } of sourcesOf(layer)) if (of !== 'self' && of !== 'parent') ids.add(of);
  };
  const addEpisode = ({ metrics, schedule: { timing } }: Episode): void => {
    for (const layers of Object.values(metrics)) add(layers);
    if (timing.kind === 'signal') add(timing.layers);
  };
  for (const { value } of context.patterns) {
    for (const { layers } of Object.values(value.metrics)) add(layers);
    value.episodes.forEach(addEpisode);
  }
  for (const { value } of context.episodes) addEpisode(value);
  return new Set([...ids].flatMap((id) => context.byId.get(id) ?? []));
}

/** Nodes are `asset, kind, name`, with line breaks between them. */
function graphOf(context: Context): { nodesOf(asset: Member): string[]; targetsOf(node: string): Set<string> } {
  const { byId, pattern } = context;
  const chosen = new Map<Episode, ReadonlySet<Member>>();
  const happensTo = (episode: Episode, asset: Member): boolean => {
    const assets = chosen.get(episode) ?? new Set(context.selected(episode.select));
    chosen.set(episode, assets);
    return assets.has(asset);
  };
  const episodes = (asset: Member): Episode[] => [
    ...asset.definition.patterns.flatMap((name) => pattern(name)?.value.episodes ?? []),
    ...context.episodes.map(({ value }) => value).filter((episode) => happensTo(episode, asset)),
  ];
  const metrics = (asset: Member) =>
    asset.definition.patterns.flatMap((name) => Object.values(pattern(name)?.value.metrics ?? {}));
  const other = (asset: Member, of: string): Member | undefined => seenFrom(asset, of, (id) => byId.get(id));

  const looked = (asset: Member, condition: Condition | null): string[] => {
    if (condition === null) return [];
    switch (condition.kind) {
      case 'metric':
        return [node(asset, 'metric', condition.metric)];
      case 'episode':
        return [node(asset, 'episode', condition.episode)];
      case 'state': {
        const whose = other(asset, typeof condition.of === 'object' ? condition.of.asset : condition.of);
        return whose === undefined ? [] : [node(whose, 'state', 'state')];
      }
      case 'all':
      case 'any':
        return condition.of.flatMap((part) => looked(asset, part));
      case 'not':
        return looked(asset, condition.of);
      default:
        return [];
    }
  };
  const read = (asset: Member, layer: Layer): string[] => [
    ...sourcesOf(layer).flatMap(({ metric, of }) => {
      const whose = other(asset, of);
      return whose === undefined ? [] : [node(whose, 'metric', metric)];
    }),
    ...agesOf(layer).map((id) => node(asset, 'episode', id)),
    ...partsOf(layer).flatMap((part) => [
      ...looked(asset, part.when),
      ...looked(asset, (part.values['schedule'] as Schedule | null | undefined)?.during ?? null),
    ]),
  ];
  const happens = (asset: Member, { schedule: { timing, during }, select }: Episode): string[] => {
    const causes = timing.kind === 'after' ? timing.causes : [];
    const sources = [asset];
    for (let id = select === null ? null : asset.parent; id !== null && sources.length < 100;) {
      const parent = byId.get(id);
      if (parent === undefined) break;
      sources.push(parent);
      id = parent.parent;
    }
    return [
      ...looked(asset, during),
      ...sources.flatMap((source) => causes.map(({ episode }) => node(source, 'episode', episode))),
      ...(timing.kind === 'signal' ? timing.layers.flatMap((layer) => read(asset, layer)) : []),
    ];
  };
  return {
    nodesOf: (asset) => [
      node(asset, 'state', 'state'),
      ...metrics(asset).map(({ name }) => node(asset, 'metric', name)),
    ],
    targetsOf: (from) => {
      const [id, kind, name] = from.split('\n') as [string, string, string];
      const asset = byId.get(id)!;
      if (kind === 'episode')
        return new Set(episodes(asset).flatMap((one) => (one.id === name ? happens(asset, one) : [])));
      if (kind === 'state') {
        const dependsOn = asset.definition.dependsOn?.all.map((one) => (one === '$parent' ? asset.parent : one));
        const sources = (dependsOn ?? [asset.parent]).flatMap((one) => (one === null ? [] : (byId.get(one) ?? [])));
        return new Set([
          ...sources.map((source) => node(source, 'state', 'state')),
          ...episodes(asset).flatMap((one) => (one.state === null ? [] : [node(asset, 'episode', one.id)])),
        ]);
      }
      const metric = metrics(asset).find((one) => one.name === name);
      return new Set([
        ...(metric?.whileDown === 'zero' ? [node(asset, 'state', 'state')] : []),
        ...(metric?.layers ?? []).flatMap((layer) => read(asset, layer)),
        ...episodes(asset).flatMap((one) => [
          ...((one.metrics[name] ?? []).length > 0 ? [node(asset, 'episode', one.id)] : []),
          ...(one.metrics[name] ?? []).flatMap((layer) => read(asset, layer)),
        ]),
      ]);
    },
  };
}

const node = ({ id }: Member, kind: string, name: string): string => `${id}\n${kind}\n${name}`;

/** The first metric on the way. */
function placeOf(cycle: readonly string[], { byId, pattern, file }: Context) {
  for (const one of cycle) {
    const [id, kind, name] = one.split('\n') as [string, string, string];
    if (kind !== 'metric') continue;
    for (const used of byId.get(id)!.definition.patterns) {
      const found = pattern(used);
      if (found !== undefined && Object.hasOwn(found.value.metrics, name))
        return found.written.at.below('metrics', name);
    }
  }
  return file.root;
}
