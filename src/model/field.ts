/**
 * A field describes one key of the language: what may be written there, its unit, default and example.
 * From it come the JSON Schema, the normal form's value and its TypeScript type, the reference page
 * and the editor's hover text. Definitions (layers, timings, draws, sinks) are records of fields.
 */
import type { Condition, TimePoint } from './condition.ts';
import type { Draw, Scope } from './draw.ts';
import type { ClockEffect, DataValue, Hypertable, Layer, RecordEffect, Selection, TimeReference } from './scenario.ts';
import type { RateUnit, Schedule, Timing } from './timing.ts';
import type { Duration, Json, Scalar, Share, WallTime } from './units.ts';

declare const value: unique symbol;

/** Keys and their values, as written in YAML. */
export interface Beside {
  readonly [key: string]: unknown;
}

export interface About {
  readonly summary: string;
  /** As written in YAML. */
  readonly default?: unknown;
  readonly unit?: string;
  /** As written in YAML. */
  readonly examples?: readonly unknown[];
  /** Keys that its examples need beside them, as written in YAML; a list where each example needs others. */
  readonly beside?: Beside | readonly Beside[];
  /** It may be absent only beside `extends`. */
  readonly needed?: boolean;
  /** Where it is drawn, where that limits what `$name` may mean in it. */
  readonly place?: 'tag' | 'trait' | 'field';
}

interface Typed<T> extends About {
  /** A text with `${NAME}` may stand in its place, where it is a number or true/false; it is kept as written. */
  readonly fromEnvironment?: boolean;
  /** Phantom: the type in the normal form. */
  readonly [value]?: T;
}

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** What an age is counted from. */
export type Since =
  | { readonly kind: 'time'; readonly point: TimePoint }
  | { readonly kind: 'birth' }
  | { readonly kind: 'up' }
  | { readonly kind: 'start' }
  /** The end of each of its occurrences. */
  | { readonly kind: 'ends'; readonly episode: string }
  /** The start of each. */
  | { readonly kind: 'starts'; readonly episode: string };

/** Compound growth by `rate` (0.03 for 3 %) each `per` ms. */
export interface Growth {
  readonly rate: Draw;
  readonly per: Duration;
}

/** A value at a place of a local day, week, month or year; null: not said. */
export interface CurvePoint {
  /** 1 = January. */
  readonly month: number | null;
  /** ISO day of the week. */
  readonly weekday: number | null;
  /** Day of the month, from the end with -1 = last. */
  readonly day: number | null;
  readonly time: WallTime | null;
  readonly value: number;
}

/** Where a wave starts: at a wall time, anew each local midnight, or a duration after the UTC epoch. */
export type Phase =
  { readonly kind: 'wall'; readonly at: WallTime } | { readonly kind: 'elapsed'; readonly by: Duration };

/** Days of a week (1 = Monday) or of a month (-1 = last); one of them is null. */
export interface Days {
  readonly weekdays: readonly number[] | null;
  readonly monthDays: readonly number[] | null;
}

export type Every =
  | { readonly kind: 'calendar'; readonly unit: 'hour' | 'day' | 'week' | 'month' }
  | { readonly kind: 'period'; readonly period: Duration };

/** A duration around a calendar time, or a share of a period. */
export type Jitter =
  { readonly kind: 'duration'; readonly by: Duration } | { readonly kind: 'share'; readonly by: Share };

export interface Rate {
  readonly amount: number;
  readonly unit: RateUnit;
}

/** What an episode follows. */
export type After = Pick<Extract<Timing, { readonly kind: 'after' }>, 'causes' | 'all'>;

/** The namespaces that a name can come from. */
export type Namespace = 'metric' | 'calendar' | 'pattern' | 'asset' | 'episode' | 'trait' | 'layer' | 'stream';

export type FieldShape =
  | ({ readonly type: 'number' | 'integer' | 'share'; readonly fromEnvironment?: boolean } & Bounds)
  /** `90s`, `15m`, `2h`, `14d`; ms in the normal form. */
  | ({ readonly type: 'duration' } & Bounds & { readonly negative?: boolean })
  /** `expected` says what `pattern` means: `a name such as office_hours`. */
  | { readonly type: 'text'; readonly pattern?: string; readonly expected?: string }
  | { readonly type: 'boolean'; readonly fromEnvironment?: boolean }
  | { readonly type: 'instant' | 'wall-time' | 'condition' | 'zone' | 'scope' | 'json' }
  /** Text, a number or true/false, kept as written. */
  | { readonly type: 'scalar' }
  /** `today`, `now` or an instant. */
  | { readonly type: 'time' }
  /** What an age is counted from: an instant, `birth`, `up`, `start`, or an episode; one or several. */
  | { readonly type: 'since' }
  /** `2/h`: an amount for a duration. */
  | { readonly type: 'slope' }
  /** `3%/month`, or `{rate: $drift, per: month}`. */
  | { readonly type: 'growth' }
  /** Points of a day, week, month or year: `{"09:00": 12}`, `{mon: 1}`, `{jan: 0.8}`. */
  | { readonly type: 'curve' }
  /** The points of a curve in a CSV file, with `x` and `y` beside it: the names of its columns. */
  | { readonly type: 'curve-file' }
  /** A local time (`09:00`) or a duration (`3h`). */
  | { readonly type: 'phase' }
  /** The small notations of conditions: `mon-fri`, `jan-mar`, `09:00-17:00`, `2025-12-25`; each one or a list. */
  | { readonly type: 'days' | 'months' | 'hours' | 'dates' }
  /** One window of hours. */
  | { readonly type: 'window' }
  /** One share for all, or one for each type of asset; by type, or under `*`, in the normal form. */
  | { readonly type: 'shares' }
  /** `auto`, `false`, or `{time: timestamp, chunk: 7d}`. */
  | { readonly type: 'hypertable' }
  /** When in a calendar unit, or at which instants; read together with the keys beside it. */
  | { readonly type: 'moment' | 'every' | 'jitter' | 'rate' }
  /** What an episode follows: `deploy`, `{end_of: x}`, `{all: [a, b]}`. */
  | { readonly type: 'after' }
  /** A clock: `frozen`, `{speed: 3}`, `{shift: -24h}`. */
  | { readonly type: 'clock' }
  /** What becomes of records: `lost`, `late`, `{late: {uniform: [0m, 10m]}}`. */
  | { readonly type: 'records' }
  /** A constant or a draw of what `of` describes: `Draw` in the normal form; `more` are keys beside those of the draw. */
  | { readonly type: 'draw'; readonly of: FieldShape; readonly more?: Fields; readonly negative?: boolean }
  /** A list of draws of what `of` describes, or a map of values to weights. */
  | { readonly type: 'choices'; readonly of: FieldShape }
  /** What a trait holds: a scalar, read as a time or duration where one is made of it. */
  | { readonly type: 'trait' }
  /** A number, or a duration in ms. */
  | { readonly type: 'quantity' }
  /** Any JSON with draws in the place of its scalars. */
  | { readonly type: 'data' }
  | { readonly type: 'choice'; readonly values: { readonly [value: string]: string } }
  | { readonly type: 'name'; readonly of: Namespace }
  /** With `single`, one item may stand without its brackets. */
  | {
      readonly type: 'list';
      readonly items: FieldShape;
      readonly single?: boolean;
      readonly nonEmpty?: boolean;
      readonly length?: number;
    }
  /** Names of the user's own, each with what `items` describes. */
  | { readonly type: 'map'; readonly items: FieldShape; readonly keys?: KeyShape }
  /** Keys that are numbers, `{60: 0, 80: 15}`; sorted pairs in the normal form. */
  | { readonly type: 'points' }
  /** `[low, high]` where null is an open end; `{min, max}` in the normal form. */
  | { readonly type: 'interval' }
  /** The keys of the one timing grammar, written beside the others; a `Schedule` in the normal form. */
  | { readonly type: 'schedule'; readonly optional?: boolean }
  /** Which assets: `{ids, type, tags, parent, within}`. */
  | { readonly type: 'selection' }
  /** Layers of every kind in the registry, read from top to bottom. */
  | { readonly type: 'layers'; readonly inEpisode: boolean }
  /** One of several kinds, told by `kind`, with the keys that all have. */
  | { readonly type: 'variant'; readonly noun: string; readonly of: readonly Definition[]; readonly common: Fields }
  | { readonly type: 'object'; readonly fields: Fields; readonly noun?: string };

/** What the keys of a map may look like. */
export interface KeyShape {
  readonly pattern: string;
  readonly expected: string;
}

export type Field<T = unknown> = FieldShape & Typed<T> & { readonly optional?: boolean };

export interface Fields {
  readonly [name: string]: Field;
}

/** The normal form's type of a record of fields. */
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Typed<infer T> ? T : never;
};

type OrNull<A, T> = A extends { optional: true } ? T | null : T;
type Options = About & { readonly optional?: true };

// The phantom type of a field is only ever asserted here, in the one place that also builds its shape.
const field =
  <T>(shape: object) =>
  <A extends Options & Bounds & { readonly negative?: boolean; readonly pattern?: string }>(
    about: A,
  ): Field<OrNull<A, T>> =>
    ({ ...shape, ...about }) as unknown as Field<OrNull<A, T>>;

/** A key that is absent takes `default`, written as in YAML; with `optional: true` it is null; else it is required. */
export const number = field<number>({ type: 'number' });
export const integer = field<number>({ type: 'integer' });
export const share = field<Share>({ type: 'share' });
export const duration = field<Duration>({ type: 'duration' });
export const text = field<string>({ type: 'text' });
export const boolean = field<boolean>({ type: 'boolean' });
export const instant = field<TimePoint>({ type: 'instant' });
export const condition = field<Condition>({ type: 'condition' });
export const json = field<Json>({ type: 'json' });
export const points = field<readonly (readonly [number, number])[]>({ type: 'points' });
export const interval = field<{ min: number | null; max: number | null }>({ type: 'interval' });
export const numberDraw = field<Draw>({ type: 'draw', of: { type: 'number' } });
export const durationDraw = field<Draw>({ type: 'draw', of: { type: 'duration' } });
export const schedule = field<Schedule>({ type: 'schedule' });
export const scope = field<Scope>({ type: 'scope' });
export const phase = field<Phase>({ type: 'phase' });
export const since = field<readonly Since[]>({ type: 'since' });
export const slope = field<number>({ type: 'slope' });
export const growth = field<Growth>({ type: 'growth' });
export const curveFile = field<readonly CurvePoint[]>({ type: 'curve-file' });
export const curve = field<readonly CurvePoint[]>({ type: 'curve' });
export const zone = field<string>({ type: 'zone' });
export const scalar = field<Scalar>({ type: 'scalar' });
export const time = field<TimeReference>({ type: 'time' });
export const days = field<Days>({ type: 'days' });
export const months = field<readonly number[]>({ type: 'months' });
export const hours = field<readonly { readonly from: WallTime; readonly to: WallTime }[]>({ type: 'hours' });
export const window = field<{ readonly from: WallTime; readonly to: WallTime }>({ type: 'window' });
export const shares = field<{ readonly [type: string]: Share }>({ type: 'shares' });
export const hypertable = field<Hypertable>({ type: 'hypertable' });
export const dates = field<readonly string[]>({ type: 'dates' });
export const moment = field<unknown>({ type: 'moment' });
export const every = field<Every>({ type: 'every' });
export const jitter = field<Jitter>({ type: 'jitter' });
export const rate = field<Rate | { readonly per: Duration; readonly layers: readonly Layer[] }>({ type: 'rate' });
export const after = field<After>({ type: 'after' });
export const clock = field<ClockEffect>({ type: 'clock' });
export const records = field<RecordEffect>({ type: 'records' });
export const selection = field<Selection>({ type: 'selection' });
export const data = field<DataValue>({ type: 'data' });
export const traitDraw = field<Draw>({ type: 'draw', of: { type: 'trait' } });
export const scalarDraw = field<Draw>({ type: 'draw', of: { type: 'scalar' } });
export const layers = field<readonly Layer[]>({ type: 'layers', inEpisode: false });
export const episodeLayers = field<readonly Layer[]>({ type: 'layers', inEpisode: true });

export const choice = <V extends { readonly [value: string]: string }, A extends Options>(
  values: V,
  about: A,
): Field<OrNull<A, keyof V & string>> => field<keyof V & string>({ type: 'choice', values })(about);

export const name = <A extends Options>(of: Namespace, about: A): Field<OrNull<A, string>> =>
  field<string>({ type: 'name', of })(about);

export const draw = <A extends Options>(of: FieldShape, about: A): Field<OrNull<A, Draw>> =>
  field<Draw>({ type: 'draw', of })(about);

export const list = <T, A extends Options & { nonEmpty?: boolean; length?: number }>(
  items: Field<T>,
  about: A,
): Field<OrNull<A, readonly T[]>> => field<readonly T[]>({ type: 'list', items })(about);

export const oneOrList = <T, A extends Options & { nonEmpty?: boolean }>(
  items: Field<T>,
  about: A,
): Field<OrNull<A, readonly T[]>> => field<readonly T[]>({ type: 'list', items, single: true })(about);

export const map = <T, A extends Options & { keys?: KeyShape }>(
  items: Field<T>,
  about: A,
): Field<OrNull<A, { readonly [name: string]: T }>> =>
  field<{ readonly [name: string]: T }>({ type: 'map', items })(about);

export const object = <F extends Fields, A extends Options & { noun?: string }>(
  fields: F,
  about: A,
): Field<OrNull<A, Values<F>>> => field<Values<F>>({ type: 'object', fields })(about);

/** A value of one of several kinds; what each kind's own keys mean is for its definition. */
export interface Variant {
  readonly kind: string;
  readonly values: { readonly [key: string]: unknown };
}

export const variant = <A extends Options & { noun: string }>(
  of: readonly Definition[],
  common: Fields,
  about: A,
): Field<OrNull<A, Variant>> => field<Variant>({ type: 'variant', of, common })(about);

/** What a kind is, before any code: the part that schemas, pages and editors are made from. */
export interface Definition<F extends Fields = Fields> {
  readonly kind: string;
  /** One sentence: what it does to the data. */
  readonly summary: string;
  readonly fields: F;
  /** Groups of keys of which exactly one must be written; `schedule` stands for the keys of a timing. */
  readonly exclusive?: readonly (readonly string[])[];
  /** As written in YAML, each complete and valid. */
  readonly examples: readonly { readonly [key: string]: unknown }[];
}
