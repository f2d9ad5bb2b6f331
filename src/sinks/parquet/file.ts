/** One Parquet file: row groups one after the other, and what is where at its end. */
import { createHash } from 'node:crypto';
import type { Table } from '../../model/table.ts';
import type { DiskFile } from '../files/disk.ts';
import type { Part } from '../files/encoder.ts';
import { Bytes } from './bytes.ts';
import { footer, MAGIC, type RowGroupPlace } from './format.ts';
import { RowGroup } from './row-group.ts';

/** Rows between two looks at how much a row group holds. */
const PIECE = 8192;

/** Buffers for files of one table, one file at a time. */
export class FileWriter {
  readonly table: Table;
  private readonly group: RowGroup;
  private readonly out = new Bytes();

  constructor(table: Table) {
    this.table = table;
    this.group = new RowGroup(table);
  }

  /** Writes the whole part, and gives its SHA-256 in hex; `metadata` is asked for when all batches were pulled. */
  async write(
    { batches }: Pick<Part, 'batches'>,
    metadata: () => { readonly [name: string]: string },
    write: DiskFile['write'],
    signal: AbortSignal,
  ): Promise<string> {
    const { group, out, table } = this;
    const groups: RowGroupPlace[] = [];
    const hash = createHash('sha256');
    let written = 0;
    const flush = async (): Promise<void> => {
      signal.throwIfAborted();
      hash.update(out.filled);
      await write(out.filled);
      written += out.length;
      out.clear();
    };
    const close = async (): Promise<void> => {
      if (group.rows === 0) return;
      groups.push(await group.write(out, written));
      await flush();
    };

    // What a failure left.
    group.clear();
    out.clear();
    out.append(MAGIC);
    for (const { columns, count } of batches) {
      for (let from = 0; from < count;) {
        if (group.room === 0) await close();
        const rows = Math.min(count - from, PIECE, group.room);
        group.take(columns, from, rows);
        from += rows;
      }
    }
    await close();
    const before = out.length;
    footer(table.columns, groups, metadata()).write(out);
    out.uint32(out.length - before);
    out.append(MAGIC);
    await flush();
    return hash.digest('hex');
  }
}
