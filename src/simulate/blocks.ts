import type { Fill } from '../layers/layer.ts';
import type { Duration } from '../model/units.ts';

/** Ticks of one block. Blocks lie on an absolute grid: whoever asks shares them. */
export const BLOCK_SIZE = 1440;

/** Keeps what the last `limit` fills made, for those who ask for the same ticks under the same name. */
export function fillCache(limit: number): (name: string, fill: Fill) => Fill {
  const kept = new Map<string, Float64Array>();
  return (name, fill) => (ticks, out) => {
    const { start, step, count } = ticks;
    const key = `${start} ${step} ${count} ${name}`;
    const known = kept.get(key);
    if (known !== undefined) {
      out.set(known);
      return;
    }
    fill(ticks, out);
    if (kept.size >= limit) kept.delete(kept.keys().next().value!);
    kept.set(key, out.slice(0, count));
  };
}

/** What is made once by its name. */
export function onceByName(): <T>(name: string, make: () => T) => T {
  const made = new Map<string, unknown>();
  return <T>(name: string, make: () => T): T => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as T;
  };
}

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
      // The oldest makes room, and gives its own.
      const oldest = blocks.size < limit ? undefined : blocks.keys().next().value;
      values = oldest === undefined ? new Float64Array(BLOCK_SIZE) : blocks.get(oldest)!;
      if (oldest !== undefined) blocks.delete(oldest);
      fill({ start: index * BLOCK_SIZE * step, step, count: BLOCK_SIZE }, values);
      blocks.set(key, values);
    }
    return values;
  };
  return (name, fill, step, first, count, out) => {
    for (let done = 0; done < count;) {
      const tick = first + done;
      const index = Math.floor(tick / BLOCK_SIZE);
      const from = tick - index * BLOCK_SIZE;
      const part = Math.min(count - done, BLOCK_SIZE - from);
      out.set(block(name, fill, step, index).subarray(from, from + part), done);
      done += part;
    }
  };
}
