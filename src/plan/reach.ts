/**
 * What a series' values depend on: the definitions that can be reached from it, and nothing else. Their digest is
 * what a ledger keeps, so an edit elsewhere in the file never makes held data look different.
 *
 * A definition is plain data. Walking it finds what it names: references by their drawn values, scopes by their
 * keys, metrics, states and episodes by the digests of what those depend on in turn.
 */
import { touchesMetric } from '../simulate/clock.ts';
import { kindOf } from '../simulate/layers.ts';
import { toldBeside } from '../simulate/segments.ts';
import { metricOf } from '../simulate/signal.ts';
import { declaredSuccess, recordOf } from '../simulate/event-records.ts';
import { Written } from '../model/canonical.ts';
import type { Draw, Scope } from '../model/draw.ts';
import { perObject } from '../model/per-object.ts';
import type { Asset } from '../model/plan.ts';
import type { Episode, Layer, Metric, Scenario, Stream } from '../model/scenario.ts';
import type { AssetId, MetricName } from '../model/units.ts';
import { rootKey } from '../random/key.ts';
import { seenFrom } from '../timeline/select.ts';
import { resolveOfAsset, scopeKey } from '../timeline/site.ts';
import { episodesNamed, episodesOf, lagRuleOf } from '../timeline/timeline.ts';
import { digestOf } from './digest.ts';

export interface Reach {
  metric(asset: Asset, stream: Stream, metric: MetricName): string;
  events(asset: Asset, stream: Stream): string;
  asset(asset: Asset, stream: Stream): string;
  /** What happens to the state of an asset, its own and inherited. */
  state(asset: Asset): string;
  /** What the records tell, whatever their columns are called and whatever stands beside. */
  content(asset: Asset, stream: Stream, metric: MetricName | null): string;
}

/** What a walk over a definition found. */
interface Named {
  readonly references: readonly Extract<Draw, { kind: 'reference' }>[];
  readonly scopes: readonly Scope[];
  readonly metrics: readonly { readonly metric: MetricName; readonly of: string }[];
  readonly episodes: readonly string[];
  readonly states: readonly ('self' | 'parent' | { readonly asset: AssetId })[];
  readonly local: boolean;
  readonly birth: boolean;
}

/** Digests that are kept for others that reach the same: those of neighbours, not of a whole fleet. */
const KEPT = 2000;

/** Digests of series, by what their values depend on. */
export function createReach(
  scenario: Scenario,
  engine: number,
  seed: number,
  find: (id: AssetId) => Asset | undefined,
): Reach {
  const root = rootKey(seed);
  const known = new Map<string, string>();

  /** Digests once for (asset, what): the same metric is reached from many series. */
  const once = (asset: Asset, what: string, make: () => unknown): string => {
    const key = `${what}\n${asset.id}`;
    let digest = known.get(key);
    if (digest === undefined) {
      digest = digestOf(make());
      if (known.size >= KEPT) known.clear();
      known.set(key, digest);
    }
    return digest;
  };

  /** A definition, written once for all who have it. */
  const written = perObject((definition: object) => new Written(definition));
  const withoutSummary = perObject(({ summary: _, ...definition }: Metric) => new Written(definition));
  const named = perObject(walk);
  const toldBy = perObject(toldBeside);

  /** A definition, with everything that it means for this asset. */
  const meaning = (asset: Asset, definition: object): unknown => {
    const { references, scopes, metrics, episodes, states, local, birth } = named(definition);
    return {
      definition: written(definition),
      references: references.map((reference) => resolveOfAsset(reference, asset, find)),
      scopes: scopes.map((scope) => scopeKey(root, asset, scope)),
      metrics: metrics.map(({ metric, of }) => {
        const other = seenFrom(asset, of, find);
        return other === undefined ? null : signal(other, metric);
      }),
      episodes: episodes.map((id) => happening(asset, id)),
      states: states.map((of) => {
        const other = typeof of === 'string' ? seenFrom(asset, of, find) : find(of.asset);
        return other === undefined ? null : state(other);
      }),
      zone: local ? asset.zone : null,
      birth: birth ? asset.from : null,
    };
  };

  const signal = (asset: Asset, name: MetricName): string =>
    once(asset, `metric ${name}`, () => {
      const metric = metricOf(scenario, asset, name);
      if (metric === undefined) return null;
      return {
        ...identity(asset),
        life: [asset.from, asset.to],
        step: metric.every ?? scenario.time.step,
        metric: { ...(meaning(asset, metric) as object), definition: withoutSummary(metric) },
        effects: episodesOf(scenario, asset, find).flatMap((episode) => effect(asset, episode, name)),
        down: metric.whileDown === 'keep' ? null : state(asset),
      };
    });

  const identity = (asset: Asset): object => ({ engine, seed, asset: asset.id });
  /** What an episode does to a metric: its layers, its records, its clock. */
  const effect = (asset: Asset, episode: Episode, name: MetricName): unknown[] => {
    const layers = episode.metrics[name] ?? [];
    const touched = touchesMetric(episode.only, name);
    const records = touched ? episode.records : null;
    const clock = touched ? episode.clock : null;
    if (layers.length === 0 && records === null && clock === null) return [];
    return [
      happens(asset, episode),
      layers.map((layer) => meaning(asset, layer)),
      records === null ? null : meaning(asset, records),
      clock,
      ...(layers.some((layer) => readsFields(layer)) ? drawnIn(asset, episode) : []),
    ];
  };

  const readsFields = (layer: Layer): boolean => named(layer).references.some(({ of }) => of === 'field');

  /** Fields of an occurrence: its own, and those of what it follows. */
  const drawnIn = (asset: Asset, episode: Episode): unknown[] => [
    meaning(asset, episode.fields),
    ...causesOf(asset, episode).flatMap(([source, id]) =>
      episodesNamed(scenario, source, id, find).flatMap((cause) => drawnIn(source, cause)),
    ),
  ];

  /** What happens to an asset beside its metrics, where a record of a metric speaks of it. */
  const beside = (asset: Asset, stream: Stream): unknown => {
    const { incidents: ofIncidents, tags } = toldBy(stream);
    return [
      ofIncidents ? incidents(asset) : null,
      tags
        ? episodesOf(scenario, asset, find)
            .filter((episode) => Object.keys(episode.tags).length > 0)
            .map((episode) => [happens(asset, episode), meaning(asset, episode.tags)])
        : null,
    ];
  };

  /** When an episode happens: not what it is called for people, nor what it does. */
  const happens = (asset: Asset, episode: Episode): unknown => {
    const { id, schedule, length, per, state: becomes } = episode;
    return once(asset, `happens ${id}`, () => [
      identity(asset),
      id,
      scopeKey(root, asset, per),
      meaning(asset, schedule),
      meaning(asset, length),
      becomes === null ? null : meaning(asset, becomes),
      causesOf(asset, episode).flatMap(([source, cause]) => happening(source, cause)),
    ]);
  };
  /** What an episode follows: causes by id, on the assets where they count. */
  const causesOf = (asset: Asset, { schedule: { timing }, select }: Episode): [Asset, string][] => {
    if (timing.kind !== 'after') return [];
    const sources = [asset];
    for (let id = select === null ? null : asset.parent; id !== null;) {
      const parent = find(id);
      if (parent === undefined) break;
      sources.push(parent);
      id = parent.parent;
    }
    return sources.flatMap((source) => timing.causes.map(({ episode }): [Asset, string] => [source, episode]));
  };
  const happening = (asset: Asset, id: string): unknown[] =>
    episodesNamed(scenario, asset, id, find).map((episode) => happens(asset, episode));

  const state = (asset: Asset): string =>
    once(asset, 'state', () => [
      identity(asset),
      episodesOf(scenario, asset, find)
        .filter((episode) => episode.state !== null)
        .map((episode) => happens(asset, episode)),
      inheritance(asset, state),
    ]);

  const inheritance = (asset: Asset, of: (source: Asset) => unknown): unknown => {
    const lag = lagRuleOf(scenario, asset, find);
    const lags = lag === undefined ? null : { down: meaning(asset, lag.downAfter), up: meaning(asset, lag.upAfter) };
    return [lags, asset.dependsOn.map((id) => find(id)).map((source) => (source === undefined ? null : of(source)))];
  };

  /** An episode as an events stream shows it: with its words and drawn fields. */
  const shown = (asset: Asset, episode: Episode): unknown => {
    const { label, because, planned, fields } = episode;
    const causes = causesOf(asset, episode).flatMap(([source, id]) => episodesNamed(scenario, source, id, find));
    return [
      happens(asset, episode),
      label,
      because,
      planned,
      [fields, ...causes.map((cause) => cause.fields)].map((drawn) => meaning(asset, ownFields(asset, drawn))),
    ];
  };
  const incidents = (asset: Asset): string =>
    once(asset, 'incidents', () => [
      episodesOf(scenario, asset, find)
        .filter((episode) => episode.state !== null || episode.label !== null)
        .map((episode) => shown(asset, episode)),
      inheritance(asset, incidents),
    ]);

  /** What happens to an asset, of what a stream of events takes. */
  const happenings = (asset: Asset, stream: Stream): unknown => {
    const events = stream.events!;
    return events.kind === 'incidents'
      ? [identity(asset), incidents(asset)]
      : episodesOf(scenario, asset, find)
          .filter((episode) => events.ids.includes(episode.id))
          .map((episode) => shown(asset, episode));
  };

  return {
    metric: (asset, stream, name) =>
      digestOf([signal(asset, name), meaning(asset, stream.record), beside(asset, stream)]),
    events: (asset, stream) => digestOf([happenings(asset, stream), meaning(asset, stream.record)]),
    asset: (asset, stream) => digestOf([identity(asset), recordOf(asset), meaning(asset, stream.record)]),
    state,
    content: (asset, stream, metric) =>
      metric !== null
        ? signal(asset, metric)
        : digestOf(stream.kind === 'events' ? happenings(asset, stream) : recordOf(asset)),
  };
}

/** Of an outcome, the rate of the asset's own type: those of others are none of its business. */
function ownFields(asset: Asset, fields: Episode['fields']): object {
  const own = Object.entries(fields).map(([name, draw]) =>
    draw.kind === 'outcome' ? [name, { ...draw, success: declaredSuccess(draw, asset.type) }] : [name, draw],
  );
  return Object.fromEntries(own) as object;
}

const LOCAL_KINDS = new Set(['calendar', 'wall', 'local', 'profile']);
const LOCAL_UNITS = new Set(['day', 'week', 'month', 'year']);

function walk(definition: object): Named {
  const found = {
    references: [] as Extract<Draw, { kind: 'reference' }>[],
    scopes: [] as Scope[],
    metrics: [] as Named['metrics'][number][],
    episodes: [] as string[],
    states: [] as Named['states'][number][],
    local: false,
    birth: false,
  };
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach(visit);
    const node = value as { readonly [key: string]: unknown };
    if (node.kind === 'reference') found.references.push(value as Named['references'][number]);
    if (node.kind === 'metric') found.metrics.push({ metric: node.metric as MetricName, of: 'self' });
    if (node.kind === 'episode') found.episodes.push(node.episode as string);
    if (node.kind === 'state') found.states.push(node.of as Named['states'][number]);
    if (node.kind === 'outcome') {
      // A job fails while its asset is down.
      found.states.push('self');
    }
    if (node.kind === 'starts' || node.kind === 'ends') found.episodes.push(node.episode as string);
    if (node.kind === 'up') found.states.push('self');
    if (node.kind === 'birth' || node.origin === 'birth') found.birth = true;
    if (node.per === 'day') found.local = true;
    if (typeof node.per === 'string') found.scopes.push(node.per as Scope);
    if (LOCAL_KINDS.has(node.kind as string) || (node.kind === 'rate' && LOCAL_UNITS.has(node.unit as string))) {
      found.local = true;
    }
    if (typeof node.values === 'object' && typeof node.op === 'string') {
      const layer = value as Layer;
      found.metrics.push(...(kindOf(layer).reads?.(layer.values) ?? []));
      found.episodes.push(...(kindOf(layer).follows?.(layer.values) ?? []));
      if (typeof layer.values.per === 'string') found.scopes.push(layer.values.per as Scope);
    }
    Object.values(node).forEach(visit);
  };
  visit(definition);
  return found;
}
