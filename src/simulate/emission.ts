/** Where a metric's records exist: its asset's life and state, its own condition, and no episode that loses them. */
import type { Asset } from '../model/plan.ts';
import type { Metric } from '../model/scenario.ts';
import type { Intervals } from '../timeline/arrivals.ts';
import { compileCondition } from '../timeline/condition.ts';
import { clip, complement, intersect } from '../timeline/interval.ts';
import { type AssetTimeline, windowsOf } from '../timeline/timeline.ts';
import { touchesMetric } from './clock.ts';

/** Null: at every tick. */
export function emittedOf(asset: Asset, metric: Metric, timeline: AssetTimeline): Intervals | null {
  const parts: Intervals[] = [];
  if (asset.from !== null || asset.to !== null) {
    const [born, gone] = [asset.from ?? -Infinity, asset.to ?? Infinity];
    parts.push((from, to) => clip(Float64Array.of(born, gone), from, to));
  }
  if (metric.whileDown === 'missing' && timeline.changes()) parts.push(except(timeline.state('down')));
  if (metric.when !== null) parts.push(compileCondition(metric.when, timeline.subject));
  const losing = timeline.episodes.filter(
    ({ episode: { records, only } }) => records?.kind === 'lost' && touchesMetric(only, metric.name),
  );
  if (losing.length > 0) {
    parts.push(
      except((from, to) =>
        clip(windowsOf(losing.flatMap((episode) => timeline.occurrences(episode, from, to))), from, to),
      ),
    );
  }
  if (parts.length === 0) return null;
  return (from, to) => parts.map((part) => part(from, to)).reduce(intersect);
}

function except(intervals: Intervals): Intervals {
  return (from, to) => complement(intervals(from, to), from, to);
}
