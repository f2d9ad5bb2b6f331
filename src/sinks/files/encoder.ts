/** What a format of files has to know: how one part is written, and what can be read back from one. */
import type { Group } from '../../model/plan.ts';
import type { Batch, Table } from '../../model/table.ts';
import type { FileKind } from '../contents.ts';
import type { SinkContext } from '../sink.ts';
import type { DiskFile } from './disk.ts';

/** All records of one group, which become one file. */
export interface Part {
  readonly table: Table;
  /** To be pulled once, to the end; a batch is valid until the next one is pulled. */
  readonly batches: Iterable<Batch>;
  /**
   * What the file should say of itself where the format has room for it (Parquet: the metadata `seedctl`).
   * From it a ledger that was lost is made again. At most some megabytes of JSON.
   */
  note(): string;
}

/** Writes parts of one format. A part becomes visible only by the caller's rename, after the caller's fsync. */
export interface PartEncoder {
  /** Without the dot; files that end so are what the table's glob reads. */
  readonly extension: FileKind;
  /** What the name of a part begins with, for people; by default the stream's id. */
  readonly front?: (group: Group) => string;
  /**
   * Writes a part with bounded memory. May run several at once. Rejects when `context.signal` is aborted; the caller
   * then removes the file.
   *
   * @param write takes the bytes of a new file, one after the other
   * @returns the SHA-256 of its bytes, in hex; null where they are so many that it would cost more than it saves
   */
  write(write: DiskFile['write'], part: Part): Promise<string | null>;
  /** What `note()` said when the part was written; null where the format has no room for it. */
  readNote(path: string): Promise<string | null>;
  /** The values of these columns, row by row, as text (absent and NULL: null), in one array that is used again. */
  readRows(path: string, columns: readonly string[]): AsyncIterable<readonly (string | null)[]>;
  /** How records are read back where they are not kept as they are; absent where they are. */
  asHeld?: ((batch: Batch) => Batch) | undefined;
  close(): Promise<void>;
}

/** How a format is opened; drivers are loaded here and not before. */
export type OpenEncoder<O> = (options: O, context: SinkContext) => Promise<PartEncoder>;
