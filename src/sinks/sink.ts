/** What a sink is: a light definition that `language/` and the commands read, and a writer that is loaded when used. */
import type { Definition, Fields, Values } from '../model/field.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { CheckRequest } from './check.ts';
import type { Contents, ContentsQuery } from './contents.ts';
import type { Group, PlannedStream, Series } from '../model/plan.ts';
import type { KeySpan } from '../model/span.ts';
import type { Batch, Table, ViewRequest } from '../model/table.ts';
import type { Json } from '../model/units.ts';
import type { Verification } from './verification.ts';

/** Differences between targets, as data in place of branches elsewhere. */
export interface SinkTraits {
  /** Records that one group should hold. */
  readonly groupRecords: number;
  /** Groups in flight for each writer: small files wait for the disk and not for each other. One where it is absent. */
  readonly inFlight?: number;
  /** It remembers what it holds; false for a stream to stdout. */
  readonly ledger: boolean;
  /** `--follow` can go on after the backfill. */
  readonly follow: boolean;
  /** Records go to stdout, so reports do not. */
  readonly standardOutput?: boolean;
}

export interface SinkDefinition<F extends Fields = Fields> extends Definition<F> {
  /** URL schemes of `--to`: `duckdb` for `duckdb:PATH`. */
  readonly schemes: readonly string[];
  /** Environment variables that stand for options which are not written, and not in the `url`. */
  readonly variables?: { readonly [option: string]: string };
  /** Options that a `--to` URL stands for. */
  parseUrl(url: string): { readonly [key: string]: unknown };
  /** For people and logs, without secrets: `duckdb:out/pmi.duckdb`. */
  label(options: Values<F>): string;
  readonly traits: SinkTraits;
  /**
   * Which series may be written together: those of one stream that have the same answer here. Absent: all of a stream.
   *
   * @throws SeedctlError where an option cannot be obeyed
   */
  together?(options: Values<F>): (stream: PlannedStream, series: Series) => string;
  /** A command for a terminal that shows the data; null: there is none. */
  look?(options: Values<F>, tables: readonly Table[], views: readonly ViewRequest[]): string | null;
  /** Counts what is there, whoever wrote it; absent where nothing can be read back. */
  contents?(options: Values<F>, queries: readonly ContentsQuery[]): Promise<Contents>;
  /**
   * Looks whether a run could write there, and tells what it finds on the way. Nothing is created, changed or locked.
   * Absent where there is nothing to look at.
   *
   * @param context open for reading
   * @throws SeedctlError where a run would fail, with the error of that run
   */
  check?(options: Values<F>, context: SinkContext, request: CheckRequest): Promise<void>;
  /** Loads the driver and opens the target; takes its lock. */
  open(options: Values<F>, context: SinkContext): Promise<Target>;
}

/** Keeps the type of `fields` for `label` and `open`, and lets the registry forget it. */
export function defineSink<F extends Fields>(definition: SinkDefinition<F>): SinkDefinition {
  return definition;
}

export interface SinkContext {
  readonly scenario: string;
  readonly seed: number;
  readonly engine: number;
  /** The scenario's zone: the days of ready views are its days. */
  readonly zone: string;
  /** Records a write, where that means something; null: the sink's own choice. */
  readonly batchSize: number | null;
  /** Writers at once. */
  readonly workers: number;
  /** Aborted when the run is interrupted: a write in progress finishes or rolls back, then rejects. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Open for reading: nothing is created, no lock is taken. */
  readonly readOnly: boolean;
  /** `production` refuses `--clean`. */
  readonly environment: string | null;
  /** The options come from `--to`: a path may point anywhere. Written in YAML it stays below the working directory. */
  readonly fromUrl: boolean;
}

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** A group with its records, pulled by the sink as fast as the target takes them. */
export interface GroupWork {
  readonly group: Group;
  /** Begins anew with each call, for a target that was cut off: one pull at a time, and the last one counts. */
  batches(): Iterable<Batch>;
  /** Of the last pull, valid after its last batch: what the ledger entry says. */
  result(): { readonly records: number; readonly fingerprint: string };
}

/** What became of a group's records where the target may have had some, or may not take all. */
export interface Receipt {
  /** They were there before this run. */
  readonly present: number;
  /** The target did not take them, and never will as it is. Such a group counts as missing in its ledger. */
  readonly rejected: number;
  /** By rule. */
  readonly rejections: readonly Rejection[];
}

export interface Rejection {
  readonly table: string;
  /** Of the target: `value: minimum 0`. */
  readonly rule: string;
  readonly records: number;
  /** One of them. */
  readonly record: Json;
}

/** Records that were read, whose keys may be in the target already: no ledger can tell. */
export interface MergeWork extends GroupWork {
  /** As `batches`, with a number for each record in a column of its own behind the others. */
  placed(): Iterable<Batch>;
  /** Their keys as stretches of series, one at least, no two of the same series; null where they are no such thing. */
  readonly spans: readonly KeySpan[] | null;
  /** Called once, before anything of the group is there for good: numbers of records whose key is there with other values. */
  conflicts(places: readonly number[]): void;
}

export interface Merged {
  /** Rows that were not there before. */
  readonly written: number;
  /** Of a target that may refuse records. */
  readonly receipt?: Receipt;
}

/** An open target. Every error is a `SeedctlError` that names the object and what to do. */
export interface Target {
  /** For people and logs, without secrets. */
  readonly label: string;
  /** Opened for reading: there is not even an empty target, which opening for writing would make. */
  readonly absent?: boolean;
  /**
   * What this scenario has here, after damage was repaired and an unfinished clean was completed.
   * `planned`: the streams of the plan. Files whose ledger is lost are known again by their series;
   * without it, such files are refused (exit 4).
   */
  ledger(planned?: readonly PlannedStream[]): Promise<readonly LedgerEntry[]>;
  /** Makes what is missing; checks what is there, before the first record. */
  setUp(tables: readonly Table[], views: readonly ViewRequest[]): Promise<void>;
  /**
   * Writes all records of the group and its ledger entry, as one thing that is there or not. Nothing told: all of its
   * records were added.
   */
  write(work: GroupWork): Promise<void> | Promise<Receipt>;
  /**
   * As `write`, for a table with a key: a record whose key is there is not written again, whoever wrote it. The ledger
   * counts the rows that are new. Absent where the target cannot tell what is there.
   */
  merge?(work: MergeWork): Promise<Merged>;
  /**
   * Removes what this scenario's ledger vouches for (of these streams; null: all), before `setUp`. Refuses where
   * a row that no ledger vouches for carries a key of `planned`, and on their tables where they have rows and no ledger.
   */
  clean(streams: readonly string[] | null, planned: readonly PlannedStream[]): Promise<{ readonly records: number }>;
  /**
   * Of a target that is open for reading: compares what is there with what a run would write. Closed before the
   * target is. `planned` as for `ledger`. Absent where nothing can be read back.
   */
  verification?(planned: readonly PlannedStream[]): Promise<Verification>;
  /**
   * Everything is durable afterwards, and what is better made after loading is made; `write` may follow.
   * Size on disk in bytes, where it can be known.
   */
  finish(): Promise<{ readonly bytes: number | null }>;
  /** Releases the lock; called in every case. */
  close(): Promise<void>;
}

export type { ViewRequest };
