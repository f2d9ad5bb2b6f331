/** How many records there are of each metric, by type of asset. */
import type { Plan, PlannedStream, Series } from '../model/plan.ts';
import type { Simulation } from '../simulate/simulation.ts';

export interface Count {
  readonly stream: string;
  readonly assetType: string;
  /** Null for records that are of no metric. */
  readonly metric: string | null;
  readonly assets: number;
  readonly records: number;
}

/** Of a plan: what is emitted depends on states and conditions, and on no value. */
export function countsOf(plan: Plan, simulation: Simulation): readonly Count[] {
  const types = new Map(plan.assets.map(({ id, type }) => [id, type]));
  return plan.streams.flatMap((stream) => {
    const groups = new Map<string, Series[]>();
    for (const series of stream.series) {
      const key = JSON.stringify([types.get(series.asset), metricOf(stream, series)]);
      const known = groups.get(key);
      if (known === undefined) groups.set(key, [series]);
      else known.push(series);
    }
    return [...groups].map(([key, series]): Count => {
      const [assetType, metric] = JSON.parse(key) as [string, string | null];
      const records = simulation.count({ stream, series, range: plan.period });
      const assets = new Set(series.map(({ asset }) => asset)).size;
      return { stream: stream.id, assetType, metric, assets, records };
    });
  });
}

/** A job's records carry the metric that its stream names. */
export const metricOf = ({ role }: PlannedStream, { metric }: Series): string | null =>
  metric ?? (role?.kind === 'jobs' ? role.metric : null);
