/** What a layer kind is: its meaning as fields, and the kernel that computes its contribution. */
import type { Draw, Scope } from '../model/draw.ts';
import type { Definition, Fields, Values } from '../model/field.ts';
import type { Schedule } from '../model/timing.ts';
import type { Duration, Instant, MetricName } from '../model/units.ts';
import type { Key } from '../random/key.ts';
import type { Arrivals } from '../timeline/arrivals.ts';
import type { Zone } from '../timeline/zone.ts';
import type { Scratch } from './scratch.ts';

/** Ticks of a column: tick i is at `start + i·step`. Never more than `BLOCK` at once. */
export interface Ticks {
  readonly start: Instant;
  readonly step: Duration;
  readonly count: number;
}

/** The most ticks that a kernel is asked for at once: columns stay in the processor's cache. */
export const BLOCK = 4096;

/** An arrival that lasts. */
export interface Window {
  readonly start: Instant;
  readonly end: Instant;
  /** For draws made anew for each window. */
  readonly key: Key;
}

/** Fills `out[i]` for each tick. */
export type Fill = (ticks: Ticks, out: Float64Array) => void;

/** What a kernel may ask of the place that it stands in. Every answer is a pure function of names and instants. */
export interface LayerContext {
  /** Key of the layer in its metric, for a scope: the asset's own by default. */
  key(scope: Scope): Key;
  /** A draw made once in this place. */
  number(draw: Draw, place: string): number;
  /** A draw made anew for each window. */
  perWindow(draw: Draw, place: string): (window: Key) => number;
  arrivals(schedule: Schedule): Arrivals;
  /** Windows of a schedule that touch [from, to), by start. */
  windows(schedule: Schedule, length: Draw): (from: Instant, to: Instant) => readonly Window[];
  readonly zone: Zone;
  /** What another metric of the asset would emit, as if no record were missing, at its latest tick at or before each instant. */
  signal(metric: MetricName): Fill;
  /** The grid of the metric. */
  readonly step: Duration;
  readonly scratch: Scratch;
}

/** Writes the contribution x of the ticks to `out`; `input` holds what the layers above have made. */
export type Kernel = (ticks: Ticks, out: Float64Array, input: Float64Array) => void;

export interface LayerDefinition<F extends Fields = Fields> extends Definition<F> {
  /** How far into the past a value looks by itself; its schedules and references add their own. */
  lookback?(values: Values<F>): Duration;
  /** What is wrong with keys that are right one by one, in a sentence; null where nothing is. */
  problem?(values: Values<F>): string | null;
  /** Metrics of the same asset that it reads. */
  reads?(values: Values<F>): readonly MetricName[];
  compile(values: Values<F>, context: LayerContext): Kernel;
}

/** Keeps the type of `fields` for `compile`, and lets the registry forget it. */
export function defineLayer<F extends Fields>(definition: LayerDefinition<F>): LayerDefinition {
  return definition;
}

/** Index of the first tick at or after t, limited to [0, count]. */
export function tickAt(ticks: Ticks, t: Instant): number {
  return Math.min(ticks.count, Math.max(0, Math.ceil((t - ticks.start) / ticks.step)));
}
