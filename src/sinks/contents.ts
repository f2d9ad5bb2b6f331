/** What a target holds, whoever wrote it: how that is asked, and what is answered. */
import type { KeyColumns } from '../model/plan.ts';
import type { Table } from '../model/table.ts';
import type { Instant, MetricName, Range } from '../model/units.ts';

/** A table, and which of its columns say whose, when and what. */
export interface ContentsQuery {
  readonly table: Table;
  readonly columns: KeyColumns & { readonly value: string | null };
  /** Metrics of which each value is counted: states of polls, results of jobs. */
  readonly tally: readonly MetricName[];
  /** Only what lies in it, by the column of times; what has no time is of all times. */
  readonly period?: Range;
}

export interface Contents {
  /** One for each query, in their order. */
  readonly tables: readonly TableContents[];
  /** On disk: the database, or all files of these tables. */
  readonly bytes: number;
}

export interface TableContents {
  readonly table: string;
  readonly records: number;
  /** Times of the first and of the last record; null where there is none, or no column of times. */
  readonly first: Instant | null;
  readonly last: Instant | null;
  /** By asset and metric, in their order; one with nulls where there are no such columns. */
  readonly series: readonly SeriesContents[];
}

export interface SeriesContents {
  readonly asset: string | null;
  readonly metric: MetricName | null;
  readonly records: number;
  readonly first: Instant | null;
  readonly last: Instant | null;
  /** How often each value is there; null for metrics that are not asked for. */
  readonly values: ReadonlyMap<number, number> | null;
}

export type ContentsKind = 'duckdb' | 'ndjson' | 'json' | 'csv' | 'parquet';

/** Formats of files, and what their names end with. */
export type FileKind = Exclude<ContentsKind, 'duckdb'>;

/** What reads targets of a kind back: files too are read by DuckDB, which is loaded only then. */
export function contentsOf(kind: ContentsKind) {
  return async ({ path }: { readonly path: string }, queries: readonly ContentsQuery[]): Promise<Contents> => {
    const { readContents } = await import('./duckdb/contents.ts');
    return readContents(kind, path, queries);
  };
}
