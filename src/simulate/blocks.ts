import type { AssetId } from '../model/units.ts';
import type { Signal } from './signal.ts';

/** Ticks of one block. Blocks lie on an absolute grid: whoever asks shares them. */
const SIZE = 1440;

/** Reads `count` values of a signal from tick number `first` (since the epoch) on; keeps the last blocks it made. */
export type BlockReader = (asset: AssetId, signal: Signal, first: number, count: number, out: Float64Array) => void;

/** A cache of `limit` blocks, the oldest dropped first. Values are pure, so it only saves work. */
export function blockCache(limit: number): BlockReader {
  const blocks = new Map<string, Float64Array>();
  const block = (asset: AssetId, signal: Signal, index: number): Float64Array => {
    const key = `${index} ${signal.metric.name} ${asset}`;
    let values = blocks.get(key);
    if (values === undefined) {
      values = new Float64Array(SIZE);
      signal.fill({ start: index * SIZE * signal.step, step: signal.step, count: SIZE }, values);
      if (blocks.size >= limit) blocks.delete(blocks.keys().next().value!);
      blocks.set(key, values);
    }
    return values;
  };
  return (asset, signal, first, count, out) => {
    for (let done = 0; done < count;) {
      const tick = first + done;
      const index = Math.floor(tick / SIZE);
      const from = tick - index * SIZE;
      const part = Math.min(count - done, SIZE - from);
      out.set(block(asset, signal, index).subarray(from, from + part), done);
      done += part;
    }
  };
}
