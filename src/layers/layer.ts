/** What a layer kind is: its meaning as fields, and the kernel that computes its contribution. */
import type { Draw, Scope } from '../model/draw.ts';
import type { Definition, Fields, Since, Values } from '../model/field.ts';
import type { Layer } from '../model/scenario.ts';
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

/** Lends the ticks in [from, to) in order, and before them the latest at or before `from`, with their values. */
export type Readings = (
  from: Instant,
  to: Instant,
  use: (times: Float64Array, values: Float64Array, count: number) => void,
) => void;

/** What a kernel may ask of the place that it stands in. Every answer is a pure function of names and instants. */
export interface LayerContext {
  /** Key of the layer in its metric, for a scope: the asset's own by default. */
  key(scope: Scope): Key;
  /** A draw made once in this place. */
  number(draw: Draw, place: string): number;
  /** A draw made anew for each window. */
  perWindow(draw: Draw, place: string): (window: { readonly key: Key }) => number;
  arrivals(schedule: Schedule): Arrivals;
  /** Windows of a schedule that touch [from, to), by start. */
  windows(schedule: Schedule, length: Draw): (from: Instant, to: Instant) => readonly Window[];
  readonly zone: Zone;
  /** What another metric would emit, as if no record were missing, at its latest tick at or before each instant. */
  signal(metric: MetricName, of: string): Fill;
  /** The same, tick by tick of that metric's own. */
  readings(metric: MetricName, of: string): Readings;
  /** The sum of layers, from 0. */
  sum(layers: readonly Layer[]): Fill;
  /** Instants in [from, to) from which an age may be counted, in order. */
  instants(since: Since): (from: Instant, to: Instant) => readonly Instant[];
  /** The local day of an instant, for draws that are made anew each day. */
  localDay(t: Instant): { readonly key: Key; readonly until: Instant };
  /** Mean time between two of an episode, in ms (null where it is not known), and whether they come at random. */
  gapOf(episode: string): { readonly mean: Duration | null; readonly random: boolean };
  /** What depends on no place: made by the first that needs it. */
  once<T>(name: string, make: () => T): T;
  /** A fill that other assets ask for at the same ticks: what it made is kept for a while. */
  shared(name: string, fill: Fill): Fill;
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
  /** Metrics that it reads, and whose: `self`, `parent` or an asset's id. */
  reads?(values: Values<F>): readonly { readonly metric: MetricName; readonly of: string }[];
  /** Episodes that it counts from. */
  follows?(values: Values<F>): readonly string[];
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
