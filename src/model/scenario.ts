/**
 * The normal form of a scenario: what leaves `language/`. It has no short forms: one shape for each
 * thing, every default written out, every name of a calendar or of the catalogue resolved. It is plain
 * data: canonical JSON of its parts is what digests are made of.
 */
import type { Condition, State, TimePoint } from './condition.ts';
import type { Draw, Scope } from './draw.ts';
import type { Schedule, Timing } from './timing.ts';
import type { AssetId, Duration, EpisodeId, Json, MetricName, Scalar, ZoneName } from './units.ts';

export interface Scenario {
  readonly name: string;
  readonly summary: string;
  /** An integer in [0, 2^53). */
  readonly seed: number;
  readonly zone: ZoneName;
  readonly time: Period;
  /** Values in force, after defaults and `--param`. */
  readonly parameters: { readonly [name: string]: Parameter };
  readonly traits: { readonly [name: string]: Draw };
  readonly patterns: { readonly [name: string]: Pattern };
  /** In the order of the file. */
  readonly assets: readonly AssetDefinition[];
  /** Delays that a selected asset adds to what it inherits; the last that selects an asset holds. */
  readonly dependencies: readonly DependencyLag[];
  /**
   * Those of includes, then those of the file: episodes, downtime, reliability, jobs; the patterns keep their own. Of several
   * with an `uptime` that select one asset, the last holds.
   */
  readonly episodes: readonly Episode[];
  readonly streams: readonly Stream[];
  readonly tables: { readonly [name: string]: TableOptions };
  readonly sources: { readonly [name: string]: SourceOptions };
  readonly sinks: { readonly [name: string]: SinkOptions };
}

export interface Parameter {
  readonly type: 'integer' | 'number' | 'text' | 'boolean' | 'duration' | 'share' | 'instant' | 'list';
  readonly value: Scalar | readonly Scalar[];
  readonly summary: string;
}

/** Two of start, end, duration; the command line may replace any. */
export interface Period {
  readonly start: TimeReference | null;
  readonly end: TimeReference | null;
  readonly duration: Duration | null;
  readonly step: Duration;
}

/** `today` is the last local midnight, `now` the clock floored to the step; both are resolved once, in the plan. */
export type TimeReference = { readonly kind: 'today' } | { readonly kind: 'now' } | TimePoint;

export interface Pattern {
  readonly name: string;
  readonly metrics: { readonly [name: MetricName]: Metric };
  readonly episodes: readonly Episode[];
}

/** A metric with all that the catalogue says of it. Values: layers → episodes' layers → clamp → round. */
export interface Metric {
  readonly name: MetricName;
  readonly unit: string | null;
  readonly summary: string | null;
  readonly layers: readonly Layer[];
  readonly clamp: { readonly min: number | null; readonly max: number | null };
  /** Values are multiples of it: 0.1 for one decimal. Given as 10^-decimals, or as a plain step. */
  readonly resolution: { readonly decimals: number } | { readonly step: number };
  readonly round: 'nearest' | 'up' | 'down';
  readonly whileDown: 'missing' | 'zero' | 'keep';
  /** False: a helper that other metrics read; it goes into no stream. */
  readonly emit: boolean;
  /** A record only while this holds; null: always. */
  readonly when: Condition | null;
  /** When it is emitted; null: at the scenario's step. */
  readonly every: Emission | null;
}

/** A grid of its own on the UTC epoch, or a time of each local hour, day, week or month. */
export type Emission =
  { readonly kind: 'period'; readonly period: Duration } | Extract<Timing, { readonly kind: 'calendar' }>;

export type Operation = 'add' | 'set' | 'multiply' | 'min' | 'max';

/** out = in + w·(op(in, x) − in), with w in [0, 1] from `when`, `rise` and `fall`. */
export interface Layer {
  readonly kind: string;
  /** What enters the key: `id`, else kind and ordinal among its kind in the metric, such as `noise.2`. */
  readonly key: string;
  readonly op: Operation;
  readonly when: Condition | null;
  readonly rise: Duration;
  readonly fall: Duration;
  /** In an episode: the key of the pattern's layer whose contribution alone is changed; else null. */
  readonly target: string | null;
  /** The kind's own keys, as its definition in `layers/` normalises them. */
  readonly values: { readonly [field: string]: unknown };
}

export interface AssetDefinition {
  /** With `expand`, a template with `{n}`, `{n:03}`, `{parent}`. */
  readonly id: string;
  readonly type: string;
  readonly parent: AssetId | null;
  readonly expand: Expand | null;
  readonly patterns: readonly string[];
  readonly zone: Draw | null;
  readonly fields: { readonly [name: string]: Draw };
  readonly tags: { readonly [name: string]: Draw };
  readonly data: { readonly [name: string]: DataValue };
  /** Traits of its own, in addition to the scenario's. */
  readonly traits: { readonly [name: string]: Draw };
  /** Its life; null: it has always been, it goes on for ever. */
  readonly from: TimePoint | null;
  readonly to: TimePoint | null;
  /** Null: on its parent alone; `$parent` stands for the parent. */
  readonly dependsOn: { readonly all: readonly AssetId[] } | null;
}

/** A value of `data`: a draw, or lists and objects of them. */
export type DataValue =
  | { readonly kind: 'value'; readonly draw: Draw }
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'list'; readonly items: readonly DataValue[] }
  | { readonly kind: 'object'; readonly entries: { readonly [name: string]: DataValue } };

export interface Expand {
  readonly count: number;
  /** One set of `count` for each selected asset, which becomes the parent; null: one set. */
  readonly over: Selection | null;
  /** The first number. */
  readonly from: number;
}

/** Keys AND, list values OR; `ids` take `*`. Null: no limit by this key. */
export interface Selection {
  readonly ids: readonly string[] | null;
  readonly types: readonly string[] | null;
  readonly tags: { readonly [name: string]: readonly string[] } | null;
  /** Direct children of these. */
  readonly parents: readonly string[] | null;
  /** The whole subtree below these, with its root. */
  readonly within: readonly string[] | null;
}

export interface DependencyLag {
  readonly select: Selection;
  readonly downAfter: Draw;
  readonly upAfter: Draw;
}

/** Something that happens to some assets for a while; with length 0, an event. */
export interface Episode {
  readonly id: EpisodeId;
  /** Null in a pattern: the assets that use the pattern. */
  readonly select: Selection | null;
  readonly schedule: Schedule;
  /** In ms; `{kind: 'constant', value: 0}` for an event. */
  readonly length: Draw;
  /** Whose draw the occurrences are: assets that share it have the same occurrences. */
  readonly per: Scope;
  /** `down`, `degraded` or a draw of them; null: the state is not touched. */
  readonly state: Draw | null;
  readonly metrics: { readonly [name: MetricName]: readonly Layer[] };
  /** What becomes of records meanwhile; null: nothing. */
  readonly records: RecordEffect | null;
  /** The signal is evaluated at another time; null: at its own. */
  readonly clock: ClockEffect | null;
  /** The metrics that `records` and `clock` touch; null: all. */
  readonly only: readonly MetricName[] | null;
  /** Tags that are different meanwhile; constant on each occurrence. */
  readonly tags: { readonly [name: string]: Draw };
  /** Drawn once per occurrence, in this order. */
  readonly fields: { readonly [name: string]: Draw };
  readonly label: string | null;
  readonly because: string | null;
  readonly planned: boolean;
}

/** Lost, or stored where they were made and received when it is over (spread over the time that `spread` draws). */
export type RecordEffect = { readonly kind: 'lost' } | { readonly kind: 'late'; readonly spread: Draw | null };

/** f(start), f(start + factor·(t − start)), or f(t + by). */
export type ClockEffect =
  | { readonly kind: 'frozen' }
  | { readonly kind: 'speed'; readonly factor: number }
  | { readonly kind: 'shift'; readonly by: Duration };

export type StreamKind = 'assets' | 'metrics' | 'events' | 'records';

export interface Stream {
  /** `id`, else the kind as written (`polls`), with the ordinal from the second on (`polls.2`). */
  readonly id: string;
  readonly kind: StreamKind;
  /** The kind as written: a preset's name, or the kind itself. `--only` and the summary speak of it. */
  readonly preset: string;
  readonly table: string;
  /** Null: all assets. */
  readonly select: Selection | null;
  /** kind `metrics`: these, in this order; null: every metric that an asset emits. */
  readonly metrics: readonly MetricName[] | null;
  /** kind `events`: which occurrences; null for other kinds. */
  readonly events: EventSource | null;
  /** kind `records`: the name of the source that it reads; null for other kinds. */
  readonly source: string | null;
  readonly record: readonly RecordField[];
  readonly role: Role | null;
}

export type EventSource =
  /** Occurrences of these episodes, by the assets that they happen to. */
  | { readonly kind: 'episodes'; readonly ids: readonly EpisodeId[] }
  /** Occurrences of every episode with a state or a label, and what assets inherit of those with a state. */
  | { readonly kind: 'incidents' };

/** What views, statistics and summaries are made from; never from names. */
export type Role =
  | {
      readonly kind: 'polls';
      readonly status: MetricName;
      readonly response: MetricName | null;
      readonly values: { readonly [state in State]: number };
    }
  | { readonly kind: 'jobs'; readonly metric: MetricName; readonly episode: EpisodeId }
  | { readonly kind: 'incidents' };

export type ColumnType = 'text' | 'number' | 'boolean' | 'timestamp' | 'json';

/** One column of a stream's record: its name in the target, and what it holds (record variables as references). */
export interface RecordField {
  readonly name: string;
  readonly value: Draw;
  readonly type: ColumnType;
  readonly comment: string | null;
}

/** What the target must have where the streams alone do not say it. */
export interface TableOptions {
  readonly hypertable: Hypertable;
  readonly key: readonly string[] | null;
  readonly indexes: readonly (readonly string[])[];
  readonly comment: string | null;
  /** MongoDB's `$jsonSchema` as written, or `auto`; null: none. */
  readonly validator: Json | null;
}

/** Whether TimescaleDB divides a table by time, where it is there. */
export type Hypertable =
  /** A table of metrics alone. */
  | { readonly kind: 'auto' }
  | { readonly kind: 'never' }
  /** `chunk` null: as fits the records. */
  | { readonly kind: 'always'; readonly time: string; readonly chunk: Duration | null };
/** Where records come from that are not simulated. */
export interface SourceOptions {
  readonly kind: string;
  /** As its definition reads them; `${NAME}` of the environment is filled in only for the source in use. */
  readonly options: { readonly [key: string]: Json };
  /** Which of them, as `paths/0`, the command line gave a part of. */
  readonly given: readonly string[];
  /** The scenario's file. */
  readonly file: string;
  /** Where the source stands in the file, for messages: `path:line:column`. */
  readonly place: string;
}

export interface SinkOptions {
  readonly kind: string;
  readonly default: boolean;
  /** As written: `${NAME}` of the environment is filled in only for the sink in use. */
  readonly options: { readonly [key: string]: Json };
  /** Where the sink stands in the file, for messages: `path:line:column`. */
  readonly place: string;
}
