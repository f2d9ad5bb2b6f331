/** How often the layers of a metric go where its clamp does not let them. */
import { BLOCK } from '../../layers/layer.ts';
import type { Asset } from '../../model/plan.ts';
import type { MetricName, Range, Share } from '../../model/units.ts';
import type { Engine } from '../engine.ts';

/** Shares of the ticks of a range. */
export interface Beyond {
  readonly min: Share;
  readonly max: Share;
}

/** Beyond, and not on, a bound: a counter that rests at zero is not cut off. */
export function beyondBounds(engine: Engine, asset: Asset, name: MetricName, range: Range): Beyond {
  const { metric, grid, unbound } = engine.signal(asset, name)!;
  const { min, max } = metric.clamp;
  if (min === null && max === null) return { min: 0, max: 0 };
  // What rounds to the bound is on it.
  const slack = ('step' in metric.resolution ? metric.resolution.step : Number(`1e-${metric.resolution.decimals}`)) / 2;
  const [low, high] = [(min ?? -Infinity) - slack, (max ?? Infinity) + slack];
  const values = new Float64Array(BLOCK);
  let [ticks, below, above] = [0, 0, 0];
  for (const run of grid.runs(range)) {
    unbound(run, values);
    ticks += run.count;
    for (let i = 0; i < run.count; i++) {
      if (values[i]! < low) below += 1;
      else if (values[i]! > high) above += 1;
    }
  }
  return { min: below / ticks, max: above / ticks };
}
