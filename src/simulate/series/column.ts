/** All records of one series in a range, in memory: for what looks at a series as a whole. */
import type { Asset } from '../../model/plan.ts';
import type { MetricName, Range } from '../../model/units.ts';
import { blocksOf } from '../blocks-of-series.ts';
import type { Engine } from '../engine.ts';

/** In time order, and of equal length. */
export interface Column {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Null where the asset has no such metric. */
export function columnOf(engine: Engine, asset: Asset, metric: MetricName, range: Range): Column | null {
  const signal = engine.signal(asset, metric);
  if (signal === undefined) return null;
  const size = signal.grid.count(range);
  const [times, values] = [new Float64Array(size), new Float64Array(size)];
  let count = 0;
  for (const block of blocksOf(engine, asset, signal, range)) {
    times.set(block.times.subarray(0, block.count), count);
    values.set(block.values.subarray(0, block.count), count);
    count += block.count;
  }
  return { times: times.slice(0, count), values: values.slice(0, count) };
}
