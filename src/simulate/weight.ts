/** How much of a layer counts at each tick: w in [0, 1], from windows with a rise inside and a fall outside. */
import { type Ticks, tickAt } from '../layers/layer.ts';
import type { Duration, Instant } from '../model/units.ts';

/** Ticks [from, to) at which w > 0. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where windows, flat [start, end, …], reach with their falls; spans are disjoint and in order. */
export function spansOf(windows: Float64Array, fall: Duration, ticks: Ticks): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < windows.length; i += 2) {
    const from = tickAt(ticks, windows[i]!);
    const to = tickAt(ticks, windows[i + 1]! + fall);
    if (from >= to) continue;
    const last = spans[spans.length - 1];
    if (last !== undefined && from <= last.to) spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else spans.push({ from, to });
  }
  return spans;
}

/**
 * Fills w for the ticks. Rise is linear from a window's start, fall linear after its end, from the level that
 * was reached; where the fall of one meets the rise of the next, the larger counts.
 */
export function fillWeights(
  windows: Float64Array,
  rise: Duration,
  fall: Duration,
  ticks: Ticks,
  weights: Float64Array,
): void {
  weights.fill(0, 0, ticks.count);
  for (let i = 0; i < windows.length; i += 2) {
    const [start, end] = [windows[i]!, windows[i + 1]!];
    const inside = tickAt(ticks, end);
    for (let k = tickAt(ticks, start); k < inside; k++)
      raise(weights, k, level(ticks.start + k * ticks.step, start, rise));
    if (fall === 0) continue;
    const top = level(end, start, rise);
    const outside = tickAt(ticks, end + fall);
    for (let k = inside; k < outside; k++) raise(weights, k, top * (1 - (ticks.start + k * ticks.step - end) / fall));
  }
}

function level(t: Instant, start: Instant, rise: Duration): number {
  return rise === 0 ? 1 : Math.min(1, (t - start) / rise);
}

function raise(weights: Float64Array, k: number, w: number): void {
  if (w > weights[k]!) weights[k] = w;
}
