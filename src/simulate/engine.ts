/** Timelines and signals of all assets: the two ask each other, each made when it is first needed. */
import { type Fill, BLOCK, type Ticks } from '../layers/layer.ts';
import { Scratch } from '../layers/scratch.ts';
import type { Condition } from '../model/condition.ts';
import type { Asset } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import type { AssetId, Duration, Instant, MetricName } from '../model/units.ts';
import { rootKey } from '../random/key.ts';
import type { Intervals } from '../timeline/arrivals.ts';
import { compileCondition } from '../timeline/condition.ts';
import { complement, intersect } from '../timeline/interval.ts';
import { type AssetTimeline, createTimelines } from '../timeline/timeline.ts';
import { blockCache } from './blocks.ts';
import { compileSignal, metricOf, type Signal } from './signal.ts';

export interface Engine {
  readonly scenario: Scenario;
  readonly assets: readonly Asset[];
  readonly find: (id: AssetId) => Asset | undefined;
  timeline(asset: Asset): AssetTimeline;
  /** Undefined where no pattern of the asset has the metric. */
  signal(asset: Asset, metric: MetricName): Signal | undefined;
  /** Where a metric's records exist; null: at every tick. */
  emitted(asset: Asset, signal: Signal): Intervals | null;
  condition(asset: Asset, condition: Condition): Intervals;
}

/** Fewer ticks than this are computed on their own. */
const FEW = 32;
/** Compiled signals of this many assets are kept. */
const KEPT = 400;

/** Everything that can be asked of a scenario whose assets are known. */
export function createEngine(scenario: Scenario, seed: number, assets: readonly Asset[]): Engine {
  const root = rootKey(seed);
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const find = (id: AssetId): Asset | undefined => byId.get(id);
  const scratch = new Scratch(BLOCK);
  const signals = new Map<AssetId, Map<MetricName, Signal>>();
  const cache = blockCache(256);

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
      found = compileSignal({ scenario, root, scratch, find, timeline, follow }, asset, metric);
      known.set(name, found);
    }
    return found;
  };

  /** The latest tick at or before each instant, read through blocks that neighbours share. */
  const follow = (asset: Asset, name: MetricName): Fill => {
    return (ticks, out) => {
      const source = required(signal(asset, name), asset, name);
      const { step } = source;
      const first = Math.floor(ticks.start / step);
      if (ticks.step === step) return cache(asset.id, source, first, ticks.count, out);
      const last = Math.floor((ticks.start + (ticks.count - 1) * ticks.step) / step);
      scratch.column(
        (values) => {
          cache(asset.id, source, first, last - first + 1, values);
          for (let i = 0; i < ticks.count; i++) {
            out[i] = values[Math.floor((ticks.start + i * ticks.step) / step) - first]!;
          }
        },
        last - first + 1,
      );
    };
  };

  const metricIntervals = (asset: Asset, name: MetricName, above: number | null, below: number | null): Intervals => {
    return (from, to) => {
      const source = required(signal(asset, name), asset, name);
      const ticks = gridOf(Math.floor(from / source.step) * source.step, to, source.step);
      const values = new Float64Array(ticks.count);
      // A look at an instant (a job's start) is not worth a block.
      if (ticks.count < FEW) source.fill(ticks, values);
      else follow(asset, name)(ticks, values);
      return runs(ticks, values, above ?? -Infinity, below ?? Infinity, from, to);
    };
  };

  const timeline = createTimelines(scenario, root, find, metricIntervals);
  const condition: Engine['condition'] = (asset, written) => compileCondition(written, timeline(asset).subject);

  return {
    scenario,
    assets,
    find,
    timeline,
    signal,
    condition,
    emitted: (asset, { metric }) => {
      const when = metric.when === null ? null : condition(asset, metric.when);
      if (metric.whileDown !== 'missing') return when;
      const down = timeline(asset).state('down');
      const up: Intervals = (from, to) => complement(down(from, to), from, to);
      return when === null ? up : (from, to) => intersect(up(from, to), when(from, to));
    },
  };
}

function required(signal: Signal | undefined, asset: Asset, metric: MetricName): Signal {
  if (signal === undefined) throw new Error(`${asset.id} has no metric ${metric}`);
  return signal;
}

/** The ticks of a grid, multiples of the step since the epoch, in [from, to). */
export function gridOf(from: Instant, to: Instant, step: Duration): Ticks {
  const start = Math.ceil(from / step) * step;
  return { start, step, count: Math.max(0, Math.ceil((to - start) / step)) };
}

/** Where values lie in (above, below), each reaching to the next tick, clipped to [from, to). */
function runs(
  ticks: Ticks,
  values: Float64Array,
  above: number,
  below: number,
  from: Instant,
  to: Instant,
): Float64Array {
  const flat: number[] = [];
  for (let i = 0; i < ticks.count; i++) {
    if (values[i]! <= above || values[i]! >= below) continue;
    const start = Math.max(from, ticks.start + i * ticks.step);
    const end = Math.min(to, ticks.start + (i + 1) * ticks.step);
    if (flat.length > 0 && flat[flat.length - 1] === start) flat[flat.length - 1] = end;
    else flat.push(start, end);
  }
  return Float64Array.from(flat);
}
