/** Columns: how records travel from the simulation to a sink. No record is ever an object on the way. */
import type { ColumnType } from './scenario.ts';
import type { Duration, Json, MetricName } from './units.ts';

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Digits after the point that suffice for every value, or null where values are arbitrary doubles. */
  readonly decimals: number | null;
  readonly nullable: boolean;
  readonly comment: string | null;
}

/** What the target must have: the union of the records that go there. */
export interface Table {
  readonly name: string;
  readonly comment: string | null;
  readonly columns: readonly TableColumn[];
  /** Columns that identify a row; null where a record drops one of them. */
  readonly key: readonly string[] | null;
  readonly indexes: readonly (readonly string[])[];
  /** MongoDB's `$jsonSchema` for its documents; null: none. */
  readonly validator?: Json | null;
  /** By which column, and in which pieces of time, TimescaleDB divides it; null: not at all. */
  readonly hypertable: {
    readonly time: string;
    /** Null: as the sink thinks. */
    readonly chunk: Duration | null;
    /** It must be possible; else it is divided where it can be. */
    readonly demanded: boolean;
  } | null;
  /** The smallest step of the timestamps is whole seconds: text writes no milliseconds. */
  readonly wholeSeconds: boolean;
}

/** One column of a batch. `absent`: the stream has no such field (no key in JSON, an empty cell, NULL). */
export type Column =
  | { readonly kind: 'absent' }
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'numbers'; readonly values: Float64Array; readonly decimals: number | null }
  /** Epoch milliseconds. `shared`: the array never changes, and batches of other series have the same one. */
  | { readonly kind: 'times'; readonly values: Float64Array; readonly shared?: true }
  /** Low-volume columns of events and assets; timestamps in it are epoch milliseconds. Undefined: the record lacks the field. */
  | { readonly kind: 'values'; readonly values: readonly (Json | undefined)[] };

/** What a record has in a column; undefined: it lacks the field. */
export function cellAt(column: Column, row: number): Json | undefined {
  if (column.kind === 'absent') return undefined;
  return column.kind === 'constant' ? column.value : column.values[row];
}

/**
 * Records of one series in time order, or a block of events or assets.
 * Typed arrays are valid until the next batch is pulled, and `count` of their elements count.
 */
export interface Batch {
  readonly table: Table;
  /** Aligned with `table.columns`. */
  readonly columns: readonly Column[];
  readonly count: number;
  /** Of events: what tells each from all others of its stream, whatever its columns say. */
  readonly keys?: readonly string[];
  /** What a progress display names. */
  readonly asset: string;
  readonly metric: MetricName | null;
}

/** Names of the columns that a view reads. */
export interface ViewColumns {
  readonly asset: string;
  readonly metric: string;
  readonly time: string;
  readonly value: string;
}

/** A ready view, made from roles. */
export type ViewRequest =
  | {
      readonly kind: 'uptime';
      readonly name: string;
      readonly table: Table;
      readonly columns: ViewColumns;
      readonly metric: string;
      readonly values: { readonly up: number; readonly degraded: number; readonly down: number };
    }
  | {
      readonly kind: 'jobs';
      readonly name: string;
      readonly table: Table;
      readonly columns: ViewColumns;
      readonly metric: string;
      /** Where the type of an asset is found; null: the view is by asset. */
      readonly assets: { readonly table: Table; readonly id: string; readonly type: string } | null;
    };
