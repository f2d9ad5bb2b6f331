/** Timelines and signals of all assets: the two ask each other, each made when it is first needed. */
import { BLOCK, type Fill, type Ticks } from '../layers/layer.ts';
import { Scratch } from '../layers/scratch.ts';
import type { Condition } from '../model/condition.ts';
import type { Asset } from '../model/plan.ts';
import type { Metric, Scenario } from '../model/scenario.ts';
import type { AssetId, MetricName } from '../model/units.ts';
import { derive, type Key, rootKey } from '../random/key.ts';
import { createAssets } from '../timeline/assets.ts';
import { compileArrivals, type Intervals, type RateSignal } from '../timeline/arrivals.ts';
import { compileCondition } from '../timeline/condition.ts';
import { assetSite, numberOf, scopeKey } from '../timeline/site.ts';
import { type AssetTimeline, createTimelines, type Signals } from '../timeline/timeline.ts';
import { fillCache, onceByName } from './blocks.ts';
import { type SignalEnvironment, sumOf } from './context.ts';
import { emittedOf } from './emission.ts';
import { calendarGrid, evenGrid, type Grid } from './grid.ts';
import { type Instants, instantsCache } from './instants.ts';
import { createReader } from './readings.ts';
import { compileSignal, metricOf, type Signal } from './signal.ts';
import { valuesWithin } from './threshold.ts';

export interface Engine {
  readonly scenario: Scenario;
  readonly assets: readonly Asset[];
  readonly find: (id: AssetId) => Asset | undefined;
  /** The key that all others derive from. */
  readonly root: Key;
  timeline(asset: Asset): AssetTimeline;
  /** Undefined where no pattern of the asset has the metric. */
  signal(asset: Asset, metric: MetricName): Signal | undefined;
  /** Values of a signal at its own ticks. */
  fill(asset: Asset, signal: Signal): Fill;
  /** When a metric is emitted; it asks for no signal. */
  grid(asset: Asset, metric: Metric): Grid;
  /** Where a metric's records exist; null: at every tick. */
  emitted(asset: Asset, metric: Metric): Intervals | null;
  condition(asset: Asset, condition: Condition): Intervals;
  /** Of even ticks, at most `BLOCK`. */
  readonly instants: (ticks: Ticks) => Instants;
}

/** Compiled signals of this many assets are kept, and so many columns of instants. */
const KEPT = 64;

/**
 * Everything that can be asked of a scenario.
 * @param assets those that it is asked for; what others they need is drawn when it is needed
 */
export function createEngine(scenario: Scenario, seed: number, assets: readonly Asset[]): Engine {
  const root = rootKey(seed);
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const others = createAssets(scenario, seed);
  const find = (id: AssetId): Asset | undefined => byId.get(id) ?? others.find(id);
  const signals = new Map<AssetId, Map<MetricName, Signal>>();
  // Of each condition the one that was asked for last: its asset asks again.
  const conditions = new WeakMap<Condition, { readonly asset: Asset; readonly intervals: Intervals }>();

  const signal: Engine['signal'] = (asset, name) => {
    let known = signals.get(asset.id);
    if (known === undefined) {
      if (signals.size >= KEPT) signals.delete(signals.keys().next().value!);
      known = new Map<MetricName, Signal>();
      signals.set(asset.id, known);
    }
    let found = known.get(name);
    if (found === undefined) {
      const metric = metricOf(scenario, asset, name);
      if (metric === undefined) return undefined;
      found = compileSignal(environment, scenario, asset, metric, gridOf(asset, metric));
      known.set(name, found);
    }
    return found;
  };

  const required = (asset: Asset, name: MetricName): Signal => {
    const found = signal(asset, name);
    if (found === undefined) throw new Error(`${asset.id} has no metric ${name}`);
    return found;
  };

  const ordinary = evenGrid(scenario.time.step);
  const gridOf = (asset: Asset, { name, every }: Metric): Grid => {
    if (every === null) return ordinary;
    if (every.kind === 'period') return evenGrid(every.period);
    const { zone } = timeline(asset).subject;
    const path = ['metric', name, 'every'];
    return calendarGrid(
      compileArrivals(
        { timing: every, during: null },
        {
          key: derive(scopeKey(root, asset, 'asset'), ...path),
          zone,
          birth: asset.from,
          number: (draw) => numberOf(draw, assetSite(root, asset, path, find)),
          intervals: (condition) => compileCondition(condition, timeline(asset).subject),
          signal: () => {
            throw new Error('a metric is emitted by the calendar');
          },
        },
        0,
      ),
    );
  };

  const scratch = new Scratch(BLOCK);
  const reader = createReader(required, scratch);

  const asked: Signals = {
    metric: (asset, name, above, below) => (from, to) =>
      valuesWithin(required(asset, name), reader.latest(asset, name), above ?? -Infinity, below ?? Infinity, from, to),
    rate: (asset, episode, layers): RateSignal => {
      const { step } = scenario.time;
      let fill: ReturnType<typeof sumOf> | null = null;
      return {
        step,
        at: (from, count) => {
          const path = ['episode', episode, 'rate'];
          // Compiled when it is first asked for: until then the asset's timeline is still being made.
          fill ??= sumOf(environment, layers, { asset, step, path, occurrence: null });
          const values = new Float64Array(count);
          for (let i = 0; i < count; i += BLOCK) {
            fill({ start: from + i * step, step, count: Math.min(BLOCK, count - i) }, values.subarray(i));
          }
          return values;
        },
      };
    },
  };
  const timeline = createTimelines(scenario, root, find, asked);
  const environment: SignalEnvironment = {
    root,
    scratch,
    once: onceByName(),
    shared: fillCache(256),
    find,
    timeline,
    reader,
  };

  return {
    scenario,
    assets,
    find,
    root,
    timeline,
    signal,
    fill: reader.own,
    grid: gridOf,
    condition: (asset, condition) => {
      const known = conditions.get(condition);
      if (known?.asset === asset) return known.intervals;
      const intervals = compileCondition(condition, timeline(asset).subject);
      conditions.set(condition, { asset, intervals });
      return intervals;
    },
    instants: instantsCache(KEPT),
    emitted: (asset, metric) => emittedOf(asset, metric, timeline(asset)),
  };
}
