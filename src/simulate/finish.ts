/** What turns a signal into the values of a metric: clamp, then round. */
import type { Metric } from '../model/scenario.ts';
import { powerOfTen } from '../random/draw.ts';

/**
 * Clamps and rounds in place. ⌊x·10^d + 0.5⌋ / 10^d; −0 becomes 0. Only finite numbers leave: what overflowed ends at
 * the clamp, or where there is none at the largest number that can still be rounded; NaN at the lower end.
 */
export function finisher(metric: Metric): (values: Float64Array, count: number) => void {
  const unit = 'decimals' in metric.resolution ? 1 / powerOfTen(metric.resolution.decimals) : metric.resolution.step;
  const largest = (Number.MAX_VALUE / 2) * Math.min(1, unit);
  const min = Math.max(metric.clamp.min ?? -largest, -largest);
  const max = Math.min(metric.clamp.max ?? largest, largest);
  const half = metric.round === 'nearest' ? 0.5 : 0;
  const whole = metric.round === 'up' ? Math.ceil : Math.floor;
  if ('decimals' in metric.resolution) {
    const scale = powerOfTen(metric.resolution.decimals);
    if (metric.round === 'nearest') {
      // Nearly all are: a loop of their own, in which the compiler sees what is called.
      return (values, count) => {
        nearest(values, count, min, max, scale);
      };
    }
    return (values, count) => {
      for (let i = 0; i < count; i++) {
        const value = values[i]!;
        const clamped = value >= min ? (value > max ? max : value) : min;
        values[i] = whole(clamped * scale + half) / scale + 0;
      }
    };
  }
  const { step } = metric.resolution;
  return (values, count) => {
    for (let i = 0; i < count; i++) {
      const value = values[i]!;
      const clamped = value >= min ? (value > max ? max : value) : min;
      values[i] = whole(clamped / step + half) * step + 0;
    }
  };
}

/** Two at a time: what the engine checks once in each round of a loop costs as much as a value. */
function nearest(values: Float64Array, count: number, min: number, max: number, scale: number): void {
  const rounded = (x: number): number => Math.floor(x * scale + 0.5) / scale + 0;
  const [lowest, highest] = [rounded(min), rounded(max)];
  let i = 0;
  for (const paired = count & ~1; i < paired; i = (i + 2) | 0) {
    const value = values[i]!;
    const next = values[i | 1]!;
    if (value >= min && value <= max && next >= min && next <= max) {
      values[i] = Math.floor(value * scale + 0.5) / scale + 0;
      values[i | 1] = Math.floor(next * scale + 0.5) / scale + 0;
    } else {
      nearestAt(values, i, min, max, scale, lowest, highest);
      nearestAt(values, i | 1, min, max, scale, lowest, highest);
    }
  }
  if (i < count) nearestAt(values, i, min, max, scale, lowest, highest);
}

/** The same for one, which may lie beyond the bounds. */
function nearestAt(
  values: Float64Array,
  at: number,
  min: number,
  max: number,
  scale: number,
  lowest: number,
  highest: number,
): void {
  const value = values[at]!;
  // Apart, and not as one number that is chosen before it is rounded: that would be made an object each time.
  if (value >= min && value <= max) values[at] = Math.floor(value * scale + 0.5) / scale + 0;
  else values[at] = value > max ? highest : lowest;
}

/** Digits after the point that every value of the metric can be written with; null where there is no such number. */
export function decimalsOf(metric: Metric): number | null {
  if ('decimals' in metric.resolution) return metric.resolution.decimals;
  for (let decimals = 0; decimals <= 15; decimals++) {
    const scaled = metric.resolution.step * powerOfTen(decimals);
    if (Number.isInteger(scaled)) return decimals;
  }
  return null;
}
