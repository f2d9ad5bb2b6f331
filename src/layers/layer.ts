/** What a layer kind is: its meaning as fields, and the kernel that computes its contribution. */
import type { Condition } from '../model/condition.ts';
import type { Draw } from '../model/draw.ts';
import type { Definition, Fields, Values } from '../model/field.ts';
import type { Schedule } from '../model/timing.ts';
import type { Duration, Instant, MetricName } from '../model/units.ts';
import type { Key } from '../random/key.ts';

/** Ticks of a column: tick i is at `start + i·step`. */
export interface Ticks {
  readonly start: Instant;
  readonly step: Duration;
  readonly count: number;
}

/** A window of a schedule with what is drawn for it. */
export interface Window {
  readonly start: Instant;
  readonly end: Instant;
  /** For draws whose scope is this window. */
  readonly key: Key;
}

/** What a kernel may ask of the asset and the simulation that it stands in. Every answer is a pure function. */
export interface LayerContext {
  /** Key of (seed, asset or scope, metric, layer). */
  readonly key: Key;
  /** A draw made once in this place. */
  constant(draw: Draw, place: string): number;
  /** A draw made anew for each window or tick key. */
  sampler(draw: Draw, place: string): (key: Key) => number;
  /** Windows of a schedule that touch [from, to), by start; lengths drawn from `length`. */
  windows(schedule: Schedule, length: Draw, place: string): (from: Instant, to: Instant) => readonly Window[];
  /** Starts of a schedule: the last at or before t, and the first after it. */
  neighbours(schedule: Schedule, place: string): (t: Instant) => { previous: Instant; next: Instant };
  /** Offset of the asset's wall clock from UTC, in ms, and the instant until which it holds. */
  offset(t: Instant): { offset: Duration; until: Instant };
  /** What another metric of the asset would emit, without gaps, on that metric's own grid. */
  signal(metric: MetricName): (ticks: Ticks, out: Float64Array) => void;
  /** Instants at which the condition holds, as flat [start, end, start, end, …], clipped to [from, to). */
  intervals(condition: Condition): (from: Instant, to: Instant) => Float64Array;
  readonly step: Duration;
}

/** Writes the contribution x of ticks [0, count) to `out`; `input` holds what the layers above have made. */
export type Kernel = (ticks: Ticks, out: Float64Array, input: Float64Array) => void;

export interface LayerDefinition<F extends Fields = Fields> extends Definition<F> {
  /** How far into the past a value looks, beyond what its schedules and references need themselves. */
  lookback?(values: Values<F>): Duration;
  /** Metrics of the same asset that it reads. */
  reads?(values: Values<F>): readonly MetricName[];
  /** Schedules and draws within its values are found by their fields' types. */
  compile(values: Values<F>, context: LayerContext): Kernel;
}

/** Keeps the type of `fields` for `compile`, and lets the registry forget it. */
export function defineLayer<F extends Fields>(definition: LayerDefinition<F>): LayerDefinition {
  return definition;
}
