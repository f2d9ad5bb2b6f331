/** What a layer may ask of the place that it stands in: a metric's pattern, an episode's occurrence, a rate. */
import type { LayerContext, Ticks, Window } from '../layers/layer.ts';
import type { Scratch } from '../layers/scratch.ts';
import type { Since } from '../model/field.ts';
import type { Asset } from '../model/plan.ts';
import type { Layer } from '../model/scenario.ts';
import { MEAN_UNIT } from '../model/timing.ts';
import { type AssetId, DAY, type Duration, type Instant, type Json, MINUTE } from '../model/units.ts';
import { boundsOf, compileDraw, type Site } from '../random/draw.ts';
import { derive, deriveAt, type Key } from '../random/key.ts';
import { type Arrival, compileArrivals, isRandom, type Owner, uptimeRate } from '../timeline/arrivals.ts';
import { compileCondition } from '../timeline/condition.ts';
import { drawFields, type Occurrence, touches } from '../timeline/occurrence.ts';
import { seenFrom } from '../timeline/select.ts';
import { asNumber, assetSite, numberOf, resolveOfAsset, scopeKey } from '../timeline/site.ts';
import type { AssetTimeline } from '../timeline/timeline.ts';
import { instantOf } from '../timeline/zone.ts';
import { compileLayer, type CompiledLayer, fillLayers } from './layers.ts';
import type { Reader } from './readings.ts';

export interface SignalEnvironment {
  readonly root: Key;
  readonly scratch: Scratch;
  readonly once: LayerContext['once'];
  readonly shared: LayerContext['shared'];
  find(id: AssetId): Asset | undefined;
  timeline(asset: Asset): AssetTimeline;
  readonly reader: Reader;
}

/** Where a layer stands. */
export interface LayerPlace {
  readonly asset: Asset;
  readonly step: Duration;
  /** Names below the asset or the occurrence, the layer's own key last. */
  readonly path: readonly string[];
  /** Null in a pattern. */
  readonly occurrence: Occurrence | null;
}

/** Compiles a layer where it stands. */
export function compileIn(environment: SignalEnvironment, layer: Layer, place: LayerPlace): CompiledLayer {
  const { subject } = environment.timeline(place.asset);
  const context = contextOf(environment, place);
  return compileLayer(layer, context, layer.when === null ? null : compileCondition(layer.when, subject));
}

/** The sum of layers from 0. */
export function sumOf(environment: SignalEnvironment, layers: readonly Layer[], place: LayerPlace) {
  const compiled = layers.map((layer) => compileIn(environment, layer, { ...place, path: [...place.path, layer.key] }));
  return (ticks: Ticks, out: Float64Array): void => {
    fillLayers(compiled, ticks, out, environment.scratch, () => null);
  };
}

/** An arrival with its end; its key is made only where something is drawn from it. */
class Lasting implements Window {
  readonly start: Instant;
  readonly end: Instant;
  readonly #arrival: Arrival;

  constructor(arrival: Arrival, length: Duration) {
    this.start = arrival.start;
    this.end = arrival.start + length;
    this.#arrival = arrival;
  }

  get key(): Key {
    return this.#arrival.key;
  }
}

/** What `$names` mean in an occurrence: its fields, and those of what it follows, else what they mean for the asset. */
function resolverIn(occurrence: Occurrence, { root, find }: SignalEnvironment, asset: Asset): Site['resolve'] {
  let fields: { readonly [name: string]: Json } | null = null;
  const { id: key, start, end, episode } = occurrence;
  const variables: { readonly [name: string]: Json } = { episode: episode.id, key, start, end };
  return (reference) => {
    if (reference.of !== 'field') return resolveOfAsset(reference, asset, find);
    fields ??= drawFields(occurrence, { root, asset, find }, (name) => variables[name], undefined);
    return fields[reference.name] ?? null;
  };
}

function contextOf(environment: SignalEnvironment, place: LayerPlace): LayerContext {
  const { root, find, scratch, once, shared } = environment;
  const { asset, step, path, occurrence } = place;
  const timeline = environment.timeline(asset);
  const { subject } = timeline;
  const key: LayerContext['key'] = (scope) =>
    occurrence !== null && (scope === 'place' || scope === 'asset')
      ? derive(occurrence.key, ...path)
      : derive(scopeKey(root, asset, scope), ...path);
  const resolve = occurrence === null ? null : resolverIn(occurrence, environment, asset);
  const site = (name: string): Site => {
    const own = assetSite(root, asset, [...path, name], find);
    if (occurrence === null || resolve === null) return own;
    return {
      ...own,
      resolve,
      key: (scope) => (scope === 'place' ? derive(occurrence.key, ...path, name) : own.key(scope)),
    };
  };
  const owner = (): Owner => ({
    key: key('asset'),
    zone: subject.zone,
    birth: asset.from,
    number: (draw) => numberOf(draw, site('at')),
    intervals: (condition) => compileCondition(condition, subject),
    signal: () => {
      throw new Error('the rate of a layer is a number');
    },
  });
  const perWindow: LayerContext['perWindow'] = (draw, name) => {
    const sampler = compileDraw(draw);
    if (draw.kind === 'constant') {
      const fixed = asNumber(draw.value);
      return () => fixed;
    }
    return (window) =>
      asNumber(
        sampler({
          key: () => derive(window.key, name),
          resolve: resolve ?? ((reference) => resolveOfAsset(reference, asset, find)),
        }),
      );
  };
  const whose = (of: string): Asset => {
    const other = seenFrom(asset, of, find);
    if (other === undefined) throw new Error(`${asset.id} has no asset to follow: ${of}`);
    return other;
  };
  return {
    key,
    number: (draw, name) => numberOf(draw, site(name)),
    perWindow,
    arrivals: (schedule) => compileArrivals(schedule, owner(), step),
    windows: (schedule, length) => {
      const bounds = boundsOf(length) ?? fixed(numberOf(length, site('for')));
      const arrivals = compileArrivals(schedule, owner(), bounds.mean);
      const lengthOf = perWindow(length, 'for');
      return (from, to) =>
        arrivals(from - bounds.max, to)
          .map((arrival): Window => new Lasting(arrival, Math.floor(lengthOf(arrival))))
          .filter((window) => touches(window, from, to));
    },
    zone: subject.zone,
    signal: (metric, of) => environment.reader.latest(whose(of), metric),
    readings: (metric, of) => environment.reader.readings(whose(of), metric),
    sum: (layers) => sumOf(environment, layers, place),
    instants: (source) => instantsOf(source, place, timeline),
    gapOf: (episode) => gapOf(episode, timeline),
    localDay: (t) => {
      const { offset } = subject.zone.offsetAt(t);
      const day = Math.floor((t + offset) / DAY);
      return { key: deriveAt(key('asset'), day), until: subject.zone.toInstant((day + 1) * DAY) };
    },
    step,
    scratch,
    once,
    shared,
  };
}

function fixed(length: Duration): { readonly mean: Duration; readonly max: Duration } {
  return { mean: length, max: length };
}

/** Instants of a source in [from, to), in order. */
function instantsOf(
  source: Since,
  { asset, occurrence }: LayerPlace,
  timeline: AssetTimeline,
): (from: Instant, to: Instant) => Instant[] {
  const at = (instant: Instant) => (from: Instant, to: Instant) => (instant >= from && instant < to ? [instant] : []);
  switch (source.kind) {
    case 'time':
      return at(instantOf(source.point, timeline.subject.zone));
    case 'birth':
      if (asset.from === null) throw new Error(`${asset.id} has no birth`);
      return at(asset.from);
    case 'start':
      if (occurrence === null) throw new Error('only a layer in an episode has a start');
      return at(occurrence.start);
    case 'up':
      return (from, to) => {
        // An outage that ends at `from` has its last instant before it.
        const down = timeline.state('down')(from - 1, to);
        return Array.from({ length: down.length / 2 }, (_, i) => down[2 * i + 1]!).filter(
          (end) => end >= from && end < to,
        );
      };
    default:
      return (from, to) =>
        timeline.episodes
          .filter(({ episode }) => episode.id === source.episode)
          .flatMap((episode) => timeline.occurrences(episode, from - 1, to))
          .map((one) => (source.kind === 'starts' ? one.start : one.end))
          .filter((t) => t >= from && t < to)
          .sort((a, b) => a - b);
  }
}

function gapOf(id: string, timeline: AssetTimeline): ReturnType<LayerContext['gapOf']> {
  const found = timeline.episodes.find(({ episode }) => episode.id === id)?.episode;
  if (found === undefined) return { mean: null, random: false };
  const { timing } = found.schedule;
  const random = isRandom(timing);
  switch (timing.kind) {
    case 'period':
      return { mean: timing.period, random };
    case 'calendar':
      return { mean: MEAN_UNIT[timing.unit === 'hour' ? 'h' : timing.unit], random };
    case 'rate':
      return { mean: MEAN_UNIT[timing.unit] / timing.amount, random };
    case 'uptime':
      return { mean: 1 / uptimeRate(timing.share, boundsOf(found.length)?.mean ?? MINUTE), random };
    default:
      return { mean: null, random };
  }
}
