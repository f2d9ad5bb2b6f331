/** One metric of one asset as a function of time: layers → episodes' layers → clamp → round. */
import { BLOCK, type Fill, type Ticks, tickAt } from '../layers/layer.ts';
import type { Asset } from '../model/plan.ts';
import type { Metric, Scenario } from '../model/scenario.ts';
import type { MetricName } from '../model/units.ts';
import type { AssetTimeline } from '../timeline/timeline.ts';
import { withClocks } from './clock.ts';
import { compileIn, type SignalEnvironment } from './context.ts';
import { finisher } from './finish.ts';
import type { Grid } from './grid.ts';
import { applyDuring, fillLayers } from './layers.ts';

export interface Signal {
  readonly metric: Metric;
  /** When it is emitted. */
  readonly grid: Grid;
  /** Values at any ticks, as if no record were missing; zero while down where the metric says so. */
  readonly fill: Fill;
  /** The same before clamp and rounding: how far beyond its bounds it would go. */
  readonly unbound: Fill;
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
export function compileSignal(
  environment: SignalEnvironment,
  scenario: Scenario,
  asset: Asset,
  metric: Metric,
  grid: Grid,
): Signal {
  const { scratch } = environment;
  const timeline = environment.timeline(asset);
  const step = grid.step ?? scenario.time.step;
  const path = ['metric', metric.name];
  const place = { asset, step, occurrence: null };
  const layers = metric.layers.map((layer) => compileIn(environment, layer, { ...place, path: [...path, layer.key] }));
  const happen = effectsOn(environment, timeline, asset, metric.name, step);
  const finish = finisher(metric);
  const down = metric.whileDown === 'zero' ? timeline.state('down') : null;

  const shape: Fill = (ticks, out) => {
    fillLayers(layers, ticks, out, scratch, (key) =>
      happen.targets.has(key) ? (part, x) => happen.on(key, part, x) : null,
    );
    if (happen.targets.has(null)) happen.on(null, ticks, out);
  };
  const signal = withClocks(shape, timeline, metric.name);
  const fill: Fill = (ticks, out) => {
    signal(ticks, out);
    finish(out, ticks.count);
    if (down !== null) {
      const windows = down(ticks.start, ticks.start + ticks.count * ticks.step);
      for (let i = 0; i < windows.length; i += 2) {
        out.fill(0, tickAt(ticks, windows[i]!), tickAt(ticks, windows[i + 1]!));
      }
    }
  };
  return { metric, grid, fill: inBlocks(fill), unbound: inBlocks(signal) };
}

interface Effects {
  /** Keys of the layers whose contribution is changed; null: the whole is. */
  readonly targets: ReadonlySet<string | null>;
  on(target: string | null, ticks: Ticks, out: Float64Array): void;
}

/** Layers of episodes that act on a metric: in the order of the episodes, then of time. */
function effectsOn(
  environment: SignalEnvironment,
  timeline: AssetTimeline,
  asset: Asset,
  metric: MetricName,
  step: number,
): Effects {
  const effects = timeline.episodes
    .map((episode) => ({ episode, layers: episode.episode.metrics[metric] ?? [] }))
    .filter((effect) => effect.layers.length > 0)
    .map((effect) => ({ ...effect, fall: Math.max(...effect.layers.map((layer) => layer.fall)) }));
  return {
    targets: new Set(effects.flatMap((effect) => effect.layers.map((layer) => layer.target))),
    on(target, ticks, out) {
      const end = ticks.start + ticks.count * ticks.step;
      for (const { episode, layers, fall } of effects) {
        const acting = layers.filter((layer) => layer.target === target);
        if (acting.length === 0) continue;
        for (const occurrence of timeline.occurrences(episode, ticks.start - fall, end)) {
          for (const layer of acting) {
            const path = ['metric', metric, layer.key];
            const compiled = compileIn(environment, layer, { asset, step, path, occurrence });
            applyDuring(compiled, occurrence.start, occurrence.end, ticks, out, environment.scratch);
          }
        }
      }
    },
  };
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
