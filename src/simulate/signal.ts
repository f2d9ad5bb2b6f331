/** One metric of one asset as a function of time: layers → episodes' layers → clamp → round. */
import { BLOCK, type Fill, type LayerContext, type Ticks, tickAt } from '../layers/layer.ts';
import { Scratch } from '../layers/scratch.ts';
import type { Asset } from '../model/plan.ts';
import type { Layer, Metric, Scenario } from '../model/scenario.ts';
import type { AssetId, Duration, MetricName } from '../model/units.ts';
import { boundsOf, compileDraw } from '../random/draw.ts';
import { derive, type Key } from '../random/key.ts';
import { compileArrivals } from '../timeline/arrivals.ts';
import { compileCondition } from '../timeline/condition.ts';
import { touches } from '../timeline/occurrence.ts';
import { asNumber, assetSite, numberOf, resolveOfAsset, scopeKey } from '../timeline/site.ts';
import type { AssetTimeline } from '../timeline/timeline.ts';
import { finisher } from './finish.ts';
import { applyDuring, applyLayer, compileLayer, type CompiledLayer } from './layers.ts';

export interface Signal {
  readonly metric: Metric;
  /** The grid on which it is emitted. */
  readonly step: Duration;
  /** Values at the ticks, as if no record were missing; zero while down where the metric says so. */
  readonly fill: Fill;
}

export interface SignalEnvironment {
  readonly scenario: Scenario;
  readonly root: Key;
  readonly scratch: Scratch;
  find(id: AssetId): Asset | undefined;
  timeline(asset: Asset): AssetTimeline;
  /** Another metric of the asset at the latest tick of its own grid at or before each instant. */
  follow(asset: Asset, metric: MetricName): Fill;
}

/** The metric of an asset, from the one of its patterns that has it. */
export function metricOf(scenario: Scenario, asset: Asset, name: MetricName): Metric | undefined {
  for (const pattern of asset.patterns) {
    const metric = scenario.patterns[pattern]?.metrics[name];
    if (metric !== undefined) return metric;
  }
  return undefined;
}

/** Compiles the signal of a metric for an asset. */
export function compileSignal(environment: SignalEnvironment, asset: Asset, metric: Metric): Signal {
  const { scenario, scratch } = environment;
  const step = metric.every ?? scenario.time.step;
  const timeline = environment.timeline(asset);
  const path = ['metric', metric.name];
  const layers = metric.layers.map((layer) => compile(environment, asset, step, layer, [...path, layer.key], null));
  const effects = timeline.episodes
    .map((episode) => ({ episode, layers: episode.episode.metrics[metric.name] ?? [] }))
    .filter((effect) => effect.layers.length > 0)
    .map((effect) => ({ ...effect, fall: Math.max(...effect.layers.map((layer) => layer.fall)) }));
  const finish = finisher(metric);
  const down = metric.whileDown === 'zero' ? timeline.state('down') : null;

  /** Layers of episodes that act on the whole (target null), or on the contribution of one layer. */
  const happen = (target: string | null, ticks: Ticks, out: Float64Array): void => {
    const end = ticks.start + ticks.count * ticks.step;
    for (const effect of effects) {
      const acting = effect.layers.filter((layer) => layer.target === target);
      if (acting.length === 0) continue;
      for (const occurrence of timeline.occurrences(effect.episode, ticks.start - effect.fall, end)) {
        for (const layer of acting) {
          const compiled = compile(environment, asset, step, layer, [...path, layer.key], occurrence.key);
          applyDuring(compiled, occurrence.start, occurrence.end, ticks, out, scratch);
        }
      }
    }
  };
  const targets = new Set(effects.flatMap((effect) => effect.layers.map((layer) => layer.target)));

  const fill: Fill = (ticks, out) => {
    out.fill(0, 0, ticks.count);
    for (const layer of layers) {
      const key = layer.layer.key;
      applyLayer(layer, ticks, out, scratch, targets.has(key) ? (part, x) => happen(key, part, x) : null);
    }
    if (targets.has(null)) happen(null, ticks, out);
    finish(out, ticks.count);
    if (down !== null) {
      const windows = down(ticks.start, ticks.start + ticks.count * ticks.step);
      for (let i = 0; i < windows.length; i += 2)
        out.fill(0, tickAt(ticks, windows[i]!), tickAt(ticks, windows[i + 1]!));
    }
  };
  return { metric, step, fill: inBlocks(fill) };
}

function inBlocks(fill: Fill): Fill {
  return (ticks, out) => {
    if (ticks.count <= BLOCK) return fill(ticks, out);
    for (let from = 0; from < ticks.count; from += BLOCK) {
      const count = Math.min(BLOCK, ticks.count - from);
      fill({ start: ticks.start + from * ticks.step, step: ticks.step, count }, out.subarray(from, from + count));
    }
  };
}

/** Compiles a layer where it stands: in a pattern, or (with the occurrence's key) in an episode. */
function compile(
  environment: SignalEnvironment,
  asset: Asset,
  step: Duration,
  layer: Layer,
  path: readonly string[],
  occurrence: Key | null,
): CompiledLayer {
  const { root, find, scratch } = environment;
  const { subject } = environment.timeline(asset);
  const key: LayerContext['key'] = (scope) =>
    occurrence !== null && (scope === 'place' || scope === 'asset')
      ? derive(occurrence, ...path)
      : derive(scopeKey(root, asset, scope), ...path);
  const site = (place: string) =>
    occurrence === null
      ? assetSite(root, asset, [...path, place], find)
      : { ...assetSite(root, asset, [...path, place], find), key: () => derive(occurrence, ...path, place) };
  const owner = {
    key: key('asset'),
    zone: subject.zone,
    number: (draw: Parameters<typeof numberOf>[0]) => numberOf(draw, site('at')),
    intervals: (condition: Parameters<typeof compileCondition>[0]) => compileCondition(condition, subject),
  };
  const context: LayerContext = {
    key,
    number: (draw, place) => numberOf(draw, site(place)),
    perWindow: (draw, place) => {
      const sampler = compileDraw(draw);
      return (window) =>
        asNumber(
          sampler({ key: () => derive(window, place), resolve: (reference) => resolveOfAsset(reference, asset, find) }),
        );
    },
    arrivals: (schedule) => compileArrivals(schedule, owner, step),
    windows: (schedule, length) => {
      const bounds = boundsOf(length) ?? fixed(numberOf(length, site('for')));
      const arrivals = compileArrivals(schedule, owner, bounds.mean);
      const lengthOf = context.perWindow(length, 'for');
      return (from, to) =>
        arrivals(from - bounds.max, to)
          .map(({ start, key: window }) => ({ start, end: start + Math.floor(lengthOf(window)), key: window }))
          .filter((window) => touches(window, from, to));
    },
    zone: subject.zone,
    signal: (metric) => environment.follow(asset, metric),
    step,
    scratch,
  };
  return compileLayer(layer, context, layer.when === null ? null : compileCondition(layer.when, subject));
}

function fixed(length: Duration): { readonly mean: Duration; readonly max: Duration } {
  return { mean: length, max: length };
}
