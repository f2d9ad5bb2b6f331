/** How what a target holds is compared with what a run would write there: asked of the target, changed by nobody. */
import type { PlannedStream } from '../model/plan.ts';
import type { Batch, Table } from '../model/table.ts';
import type { AssetId, Json, MetricName, Range } from '../model/units.ts';
import type { FileKind } from './contents.ts';

/** What the columns of a row that say whose it is hold; null where the record has no such column. */
export interface SeriesKey {
  readonly asset: AssetId | null;
  readonly metric: MetricName | null;
}

/** Rows of a stream's table that carry one of these keys. */
export interface Slice {
  readonly stream: PlannedStream;
  /** Each once. */
  readonly keys: readonly SeriesKey[];
  /** By the stream's column of time; null: whatever their time. */
  readonly range: Range | null;
}

/** Slices of one table and by the same columns that follow each other: a sink may read the rows of all of them at once. */
export interface Pass {
  /** Of all slices, each once. */
  readonly keys: readonly SeriesKey[];
  /** All slices are within it, and meet at whole UTC days. */
  readonly range: Range;
}

/** A slice of a stream of metrics, with the records that a run would write there. */
export interface ExpectedSlice extends Slice {
  readonly range: Range;
  /** What it is a part of: the same object in all its slices. Absent: it stands alone. */
  readonly pass?: Pass | undefined;
  /** May be called once. Each batch is of one key. A batch is valid until the next one is pulled. */
  batches(): Iterable<Batch>;
}

/** One key on one UTC day whose rows in the target are others than they should be. */
export interface DifferentCell {
  readonly key: SeriesKey;
  /** The part of the day that the slice has. */
  readonly range: Range;
  /** Numbers of rows. */
  readonly expected: number;
  readonly found: number;
}

/**
 * A row as the target gives it back, aligned with the columns of the table: instants as epoch milliseconds, JSON as
 * what it means, null where there is nothing or nothing that could stand in such a column.
 */
export type FoundRow = readonly Json[];

/** An object of the target that its ledger knows otherwise, whatever its rows are. */
export interface Damage {
  /** A file, a table. */
  readonly place: string;
  readonly message: string;
}

/** What a target can say of its rows. It is open for reading alone, and sees one state of the target where it can. */
export interface Verification {
  /** Found on opening. */
  readonly damaged: readonly Damage[];
  /**
   * Whether what the target has of a table is bit for bit what was written, and all of it in the ledger: then the
   * ledger speaks for the rows, and none needs to be read. Absent: it cannot tell.
   */
  readonly isAsWritten?: ((table: Table) => boolean) | undefined;
  /**
   * Cells of a stream of metrics whose rows are not those of the batches, by their number or by a hash over the
   * columns of each row: summed where the rows are, so that none has to travel. How they are hashed is the sink's
   * own matter; a sink that cannot hash may count, or compare rows itself.
   */
  differentCells(slice: ExpectedSlice): Promise<readonly DifferentCell[]>;
  /**
   * How the records of a batch are given back, where the target does not keep them as they are; absent where it does.
   * What is compared went through it.
   */
  readonly asHeld?: ((batch: Batch) => Batch) | undefined;
  /** Rows, those of a key one after the other and in the order of their time. */
  rows(slice: Slice): AsyncIterable<FoundRow>;
  close(): Promise<void>;
}

export interface FilesToVerify {
  readonly kind: FileKind;
  readonly asHeld?: Verification['asHeld'];
  /** Finished parts of a table that nobody else vouches for. */
  readonly files: (table: Table) => readonly string[];
  /** Those of them that are not as they were written; what of them cannot be read is left out. */
  readonly doubtful: readonly string[];
  /** What stands for all of them in a message. */
  readonly place: string;
  /** Threads that read. */
  readonly workers: number;
  readonly signal: AbortSignal;
}

/** Files are read by DuckDB, which is loaded only then. */
export async function verificationOfFiles(files: FilesToVerify): Promise<Verification> {
  const { verifyFiles } = await import('./duckdb/verify-files.ts');
  return verifyFiles(files);
}
