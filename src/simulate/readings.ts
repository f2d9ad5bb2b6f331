/** What one metric reads of another: the value at its latest tick, or all that it would emit in a stretch of time. */
import type { Fill, Readings } from '../layers/layer.ts';
import type { Scratch } from '../layers/scratch.ts';
import type { Asset } from '../model/plan.ts';
import type { Duration, MetricName } from '../model/units.ts';
import { BLOCK_SIZE, blockCache } from './blocks.ts';
import type { Signal } from './signal.ts';

/** As if no record were missing. */
export interface Reader {
  /** At each instant the value of the latest tick at or before it. */
  latest(asset: Asset, metric: MetricName): Fill;
  /** Every tick with its value. */
  readings(asset: Asset, metric: MetricName): Readings;
  /** What `signal` fills at its own ticks: where others read the metric, made once for them all. */
  own(asset: Asset, signal: Signal): Fill;
}

/** Where ticks are this many times as far apart as those that they read, blocks would be made for nothing. */
const SPARSE = 32;

/** Blocks of values that are kept, for those who read the same. */
const KEPT = 256;

const blockName = (asset: Asset, metric: MetricName): string => `${metric} ${asset.id}`;

/** @param required finds a signal, which must be there; asked when something is read, not before */
export function createReader(required: (asset: Asset, metric: MetricName) => Signal, scratch: Scratch): Reader {
  const cache = blockCache(KEPT);
  // Of any asset: what one reads of its own, its likes read too.
  const read = new Set<MetricName>();

  const even = (asset: Asset, name: MetricName, { fill }: Signal, step: Duration): Fill => {
    const block = blockName(asset, name);
    return (ticks, out) => {
      read.add(name);
      const first = Math.floor(ticks.start / step);
      if (ticks.step === step) return cache(block, fill, step, first, ticks.count, out);
      const last = Math.floor((ticks.start + (ticks.count - 1) * ticks.step) / step);
      if (last - first >= SPARSE * ticks.count) {
        // Far apart: each on its own.
        for (let i = 0; i < ticks.count; i++) {
          const t = Math.floor((ticks.start + i * ticks.step) / step) * step;
          fill({ start: t, step, count: 1 }, out.subarray(i, i + 1));
        }
        return;
      }
      scratch.column(
        (values) => {
          cache(block, fill, step, first, last - first + 1, values);
          for (let i = 0; i < ticks.count; i++) {
            out[i] = values[Math.floor((ticks.start + i * ticks.step) / step) - first]!;
          }
        },
        last - first + 1,
      );
    };
  };

  const readings: Reader['readings'] = (asset, name) => (from, to, use) => {
    const { grid, fill } = required(asset, name);
    const { step } = grid;
    if (step === null) {
      const times = Float64Array.from(grid.runs({ from: grid.latest(from), to }), ({ start }) => start);
      const values = new Float64Array(times.length);
      for (const [i, start] of times.entries()) fill({ start, step: 1, count: 1 }, values.subarray(i));
      use(times, values, times.length);
      return;
    }
    const first = Math.floor(from / step);
    const count = Math.ceil(to / step) - first;
    scratch.column((times) => {
      scratch.column((values) => {
        for (let i = 0; i < count; i++) times[i] = (first + i) * step;
        cache(blockName(asset, name), fill, step, first, count, values);
        use(times, values, count);
      }, count);
    }, count);
  };

  return {
    readings,
    own(asset, signal) {
      const { metric, grid, fill } = signal;
      if (grid.step === null || !read.has(metric.name)) return fill;
      const shared = even(asset, metric.name, signal, grid.step);
      return (ticks, out) => (ticks.count < BLOCK_SIZE ? fill : shared)(ticks, out);
    },
    latest: (asset, name) => (ticks, out) => {
      const source = required(asset, name);
      const { step } = source.grid;
      if (step !== null) return even(asset, name, source, step)(ticks, out);
      readings(asset, name)(ticks.start, ticks.start + (ticks.count - 1) * ticks.step + 1, (times, values, count) => {
        for (let i = 0, at = 0; i < ticks.count; i++) {
          while (at + 1 < count && times[at + 1]! <= ticks.start + i * ticks.step) at++;
          out[i] = values[at]!;
        }
      });
    },
  };
}
