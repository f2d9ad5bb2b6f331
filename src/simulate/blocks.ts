import type { Fill } from '../layers/layer.ts';
import type { Duration } from '../model/units.ts';

/** Ticks of one block. Blocks lie on an absolute grid: whoever asks shares them. */
const SIZE = 1440;

/** Reads `count` values of an even signal from tick number `first` (since the epoch) on. */
export type BlockReader = (
  name: string,
  fill: Fill,
  step: Duration,
  first: number,
  count: number,
  out: Float64Array,
) => void;

/** Keeps the last `limit` blocks, the oldest dropped first. Values are pure, so it only saves work. */
export function blockCache(limit: number): BlockReader {
  const blocks = new Map<string, Float64Array>();
  const block = (name: string, fill: Fill, step: Duration, index: number): Float64Array => {
    const key = `${index} ${name}`;
    let values = blocks.get(key);
    if (values === undefined) {
      values = new Float64Array(SIZE);
      fill({ start: index * SIZE * step, step, count: SIZE }, values);
      if (blocks.size >= limit) blocks.delete(blocks.keys().next().value!);
      blocks.set(key, values);
    }
    return values;
  };
  return (name, fill, step, first, count, out) => {
    for (let done = 0; done < count;) {
      const tick = first + done;
      const index = Math.floor(tick / SIZE);
      const from = tick - index * SIZE;
      const part = Math.min(count - done, SIZE - from);
      out.set(block(name, fill, step, index).subarray(from, from + part), done);
      done += part;
    }
  };
}
