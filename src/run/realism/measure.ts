/** What each series of a plan is like: the numbers that a reviewer would ask for. */
import type { Asset, Plan } from '../../model/plan.ts';
import type { MetricName } from '../../model/units.ts';
import type { Engine } from '../../simulate/engine.ts';
import { type EpisodeStatistic, episodeStatistics } from '../../simulate/episode-statistics.ts';
import { type Beyond, beyondBounds } from '../../simulate/series/beyond.ts';
import { columnOf } from '../../simulate/series/column.ts';
import { type Description, describe } from '../../simulate/series/description.ts';

export interface MeasuredSeries extends Description {
  readonly asset: Asset;
  readonly metric: MetricName;
  /** The pattern of the asset that has it. */
  readonly pattern: string;
  readonly unit: string | null;
  /** Share of the ticks at which the layers go beyond a bound of `clamp`. */
  readonly beyond: Beyond;
}

export interface Measured {
  readonly episodes: readonly EpisodeStatistic[];
  readonly series: readonly MeasuredSeries[];
  /** Series of the plan. */
  readonly total: number;
  /** Series that were looked at, but have no record in the period. */
  readonly empty: readonly { readonly asset: Asset; readonly metric: MetricName; readonly pattern: string }[];
}

/** Of more records than this some series are looked at, spread evenly over all. */
const MOST_RECORDS = 8_000_000;

export function measure(engine: Engine, plan: Plan): Measured {
  const all = candidates(engine, plan);
  const records = plan.streams.reduce((sum, { kind, records: own }) => sum + (kind === 'metrics' ? own : 0), 0);
  const most = records <= MOST_RECORDS ? all.length : Math.max(1, Math.floor((all.length * MOST_RECORDS) / records));
  const some = Array.from({ length: Math.min(most, all.length) }, (_, i) => all[Math.floor((i * all.length) / most)]!);
  const series: MeasuredSeries[] = [];
  const empty: Measured['empty'][number][] = [];
  for (const { asset, metric, pattern } of some) {
    const signal = engine.signal(asset, metric)!;
    const column = columnOf(engine, asset, metric, plan.period)!;
    if (column.values.length === 0) {
      empty.push({ asset, metric, pattern });
      continue;
    }
    const told = describe(column, column.values.slice().sort(), signal.metric, signal.grid.step);
    const beyond = beyondBounds(engine, asset, metric, plan.period);
    series.push({ ...told, asset, metric, pattern, unit: signal.metric.unit, beyond });
  }
  return { episodes: episodeStatistics(engine, plan), series, total: all.length, empty };
}

/** Metrics that go out, each once however many streams take it. */
function candidates(engine: Engine, plan: Plan) {
  const found = new Map<string, { readonly asset: Asset; readonly metric: MetricName; readonly pattern: string }>();
  for (const { series } of plan.streams) {
    for (const { asset: id, metric } of series) {
      const asset = engine.find(id)!;
      if (metric === null) continue;
      const pattern = asset.patterns.find((name) => plan.scenario.patterns[name]?.metrics[metric] !== undefined)!;
      found.set(JSON.stringify([id, metric]), { asset, metric, pattern });
    }
  }
  return [...found.values()];
}
