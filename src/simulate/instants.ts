/** The instants of even ticks as columns, with their part of the fingerprint: made once for all series that share a grid. */
import type { Ticks } from '../layers/layer.ts';
import { mixInstants } from './fingerprint.ts';

/** Never changed once made: batches of many series hold the same one. */
export interface Instants {
  readonly times: Float64Array;
  /** Two words for each. */
  readonly mixed: Int32Array;
}

/** Keeps what the last `limit` asked for; a series asks in order of time, and the next one for the same again. */
export function instantsCache(limit: number): (ticks: Ticks) => Instants {
  const kept = new Map<string, Instants>();
  return (ticks) => {
    if (ticks.count < FEW) return instantsOf(ticks);
    const name = `${ticks.start} ${ticks.step} ${ticks.count}`;
    let found = kept.get(name);
    if (found === undefined) {
      if (kept.size >= limit) kept.delete(kept.keys().next().value!);
      found = instantsOf(ticks);
      kept.set(name, found);
    }
    return found;
  };
}

/** Fewer ticks than this, such as those of a calendar, are made anew: they would only take the others' place. */
const FEW = 32;

function instantsOf({ start, step, count }: Ticks): Instants {
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) times[i] = start + i * step;
  const mixed = new Int32Array(2 * count);
  mixInstants(times, count, mixed);
  return { times, mixed };
}
