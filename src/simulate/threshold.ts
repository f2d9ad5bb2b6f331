/** Where a metric is past a threshold: each value holds until the next tick. */
import type { Fill } from '../layers/layer.ts';
import type { Instant } from '../model/units.ts';
import { ticksIn } from './grid.ts';
import type { Signal } from './signal.ts';

/** Fewer ticks than this are computed on their own: a look at an instant (a job's start) is not worth a block. */
const FEW = 32;

/** Instants in [from, to) at which the latest value lies in (above, below). */
export function valuesWithin(
  { grid, fill }: Signal,
  latest: Fill,
  above: number,
  below: number,
  from: Instant,
  to: Instant,
): Float64Array {
  const flat: number[] = [];
  const add = (value: number, start: Instant, end: Instant): void => {
    if (value <= above || value >= below) return;
    const [low, high] = [Math.max(from, start), Math.min(to, end)];
    if (low >= high) return;
    if (flat.length > 0 && flat[flat.length - 1] === low) flat[flat.length - 1] = high;
    else flat.push(low, high);
  };
  const first = grid.latest(from);
  if (grid.step === null) {
    const starts = [...grid.runs({ from: first, to })].map(({ start }) => start);
    const one = new Float64Array(1);
    for (const [i, start] of starts.entries()) {
      fill({ start, step: 1, count: 1 }, one);
      add(one[0]!, start, starts[i + 1] ?? to);
    }
    return Float64Array.from(flat);
  }
  const ticks = ticksIn(first, to, grid.step);
  const values = new Float64Array(ticks.count);
  (ticks.count < FEW ? fill : latest)(ticks, values);
  for (let i = 0; i < ticks.count; i++) {
    add(values[i]!, ticks.start + i * ticks.step, ticks.start + (i + 1) * ticks.step);
  }
  return Float64Array.from(flat);
}
