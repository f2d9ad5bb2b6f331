/** Parts of text: rows that follow each other, as both NDJSON and CSV are. */
import type { Batch, Table } from '../../../model/table.ts';
import type { Disk } from '../disk.ts';
import type { PartEncoder } from '../encoder.ts';
import { TextTables, writeRows, type RowTemplate } from './rows.ts';

export interface TextFormat {
  readonly extension: string;
  /** What stands before the first row. */
  header(table: Table): string;
  row(batch: Batch): RowTemplate;
  readonly readRows: PartEncoder['readRows'];
}

export function textEncoder(format: TextFormat, disk: Disk, signal: AbortSignal): PartEncoder {
  const tables = new TextTables();
  return {
    extension: format.extension,
    async write(path, part) {
      const file = await disk.create(path);
      try {
        const write = (bytes: Uint8Array): Promise<void> => {
          signal.throwIfAborted();
          return file.write(bytes);
        };
        await writeRows(tables, write, async (rows) => {
          await rows.append(format.header(part.table));
          for (const batch of part.batches) {
            await rows.write(format.row(batch), batch.count, batch.table.wholeSeconds);
          }
        });
      } finally {
        await file.close();
      }
    },
    readNote: () => Promise.resolve(null),
    readRows: format.readRows,
    close: () => Promise.resolve(),
  };
}
