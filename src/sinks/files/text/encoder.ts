/** Parts of text: rows that follow each other, as both NDJSON and CSV are. */
import type { Batch, Table } from '../../../model/table.ts';
import type { Disk } from '../disk.ts';
import type { Part, PartEncoder } from '../encoder.ts';
import { Pages } from './page.ts';
import { RowWriter, type RowTemplate } from './rows.ts';

export interface TextFormat {
  readonly extension: string;
  /** What stands before the first row. */
  header(table: Table): string;
  row(batch: Batch): RowTemplate;
  readonly readRows: PartEncoder['readRows'];
}

export function textEncoder(format: TextFormat, disk: Disk, signal: AbortSignal): PartEncoder {
  return {
    extension: format.extension,
    async write(path, part) {
      const file = await disk.create(path);
      try {
        await writeRows(format, part, async (bytes) => {
          signal.throwIfAborted();
          await file.write(bytes);
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

async function writeRows(format: TextFormat, part: Part, write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const pages = new Pages(write);
  const rows = new RowWriter(pages);
  await pages.append(format.header(part.table));
  for (const batch of part.batches) {
    await rows.write(format.row(batch), batch.count, batch.table.wholeSeconds);
  }
  await pages.end();
}
