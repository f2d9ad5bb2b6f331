/** All records of one series in a range, in memory: for what looks at a series as a whole. */
import { BLOCK } from '../../layers/layer.ts';
import type { Asset } from '../../model/plan.ts';
import type { MetricName, Range } from '../../model/units.ts';
import type { Engine } from '../engine.ts';
import { valuesOf } from '../metric-records.ts';

/** In time order, and of equal length. */
export interface Column {
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Null where the asset has no such metric. */
export function columnOf(engine: Engine, asset: Asset, metric: MetricName, range: Range): Column | null {
  const signal = engine.signal(asset, metric);
  if (signal === undefined) return null;
  // A block more than there can be: the last one may be written beyond what is kept of it.
  const size = signal.grid.count(range) + BLOCK;
  const [times, values] = [new Float64Array(size), new Float64Array(size)];
  const [at, made] = [new Float64Array(BLOCK), new Float64Array(BLOCK)];
  let count = 0;
  for (const block of valuesOf(engine, asset, signal, range, at, made)) {
    times.set(at.subarray(0, block.count), count);
    values.set(made.subarray(0, block.count), count);
    count += block.count;
  }
  return { times: times.slice(0, count), values: values.slice(0, count) };
}
