/** The records of one series in a range, block after block, as columns. */
import { BLOCK, type Ticks, tickAt } from '../layers/layer.ts';
import type { Asset } from '../model/plan.ts';
import type { Range } from '../model/units.ts';
import type { Engine } from './engine.ts';
import type { Instants } from './instants.ts';
import type { Signal } from './signal.ts';

/** At most `BLOCK` records in time order, never none; what the columns hold is that of the next block once it is asked for. */
export interface Block extends Instants {
  readonly values: Float64Array;
  readonly count: number;
  /** The instants never change, and blocks of other series have the same ones. */
  readonly shared: boolean;
}

/** Columns that one series after the other is made in. */
export interface Room extends Instants {
  readonly values: Float64Array;
}

export function roomForBlocks(): Room {
  return { times: new Float64Array(BLOCK), mixed: new Int32Array(2 * BLOCK), values: new Float64Array(BLOCK) };
}

export function* blocksOf(
  engine: Engine,
  asset: Asset,
  signal: Signal,
  range: Range,
  room: Room = roomForBlocks(),
): Generator<Block> {
  const emitted = engine.emitted(asset, signal.metric);
  // Even runs are as long as a block can be, the last one apart.
  const whole = emitted === null && signal.grid.step !== null;
  const fill = engine.fill(asset, signal);
  let count = 0;
  for (const run of signal.grid.runs(range)) {
    if (count + run.count > BLOCK) {
      yield within(room, count);
      count = 0;
    }
    const made = room.values.subarray(count);
    fill(run, made);
    const instants = engine.instants(run);
    if (whole) {
      const { times, mixed } = instants;
      yield { times, mixed, values: made, count: run.count, shared: true };
    } else {
      count += keep(run, instants, made, emitted?.(run.start, run.start + run.count * run.step) ?? ALWAYS, room, count);
    }
  }
  if (count > 0) yield within(room, count);
}

/** What the room holds; a literal, since a spread takes five times the memory. */
function within({ times, mixed, values }: Room, count: number): Block {
  return { times, mixed, values, count, shared: false };
}

const ALWAYS = Float64Array.of(-Infinity, Infinity);

/** Adds the ticks inside the intervals to what the room holds; how many they are. */
function keep(
  run: Ticks,
  { times, mixed }: Instants,
  made: Float64Array,
  intervals: Float64Array,
  room: Room,
  before: number,
): number {
  let kept = 0;
  for (let i = 0; i < intervals.length; i += 2) {
    const [from, to] = [tickAt(run, intervals[i]!), tickAt(run, intervals[i + 1]!)];
    room.times.set(times.subarray(from, to), before + kept);
    room.mixed.set(mixed.subarray(2 * from, 2 * to), 2 * (before + kept));
    made.copyWithin(kept, from, to);
    kept += to - from;
  }
  return kept;
}
