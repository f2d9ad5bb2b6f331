/** Parts of text: rows that follow each other, as those of NDJSON, CSV and JSON arrays do. */
import type { Batch, Table } from '../../../model/table.ts';
import type { Group } from '../../../model/plan.ts';
import type { PartEncoder } from '../encoder.ts';
import { TextTables, writeRows, type RowTemplate } from './rows.ts';

export interface TextFormat {
  readonly extension: PartEncoder['extension'];
  /** What stands before the first row. */
  header(table: Table): string;
  row(batch: Batch): RowTemplate;
  /** What stands between two rows, and behind the last; nothing where they are left out. */
  readonly between?: string;
  readonly footer?: string;
  readonly readRows: PartEncoder['readRows'];
  readonly front?: (group: Group) => string;
  readonly asHeld?: PartEncoder['asHeld'];
}

export function textEncoder(format: TextFormat, signal: AbortSignal): PartEncoder {
  const tables = new TextTables();
  return {
    extension: format.extension,
    async write(write, part) {
      const checked = (bytes: Uint8Array): Promise<void> => {
        signal.throwIfAborted();
        return write(bytes);
      };
      await writeRows(tables, checked, async (rows) => {
        const between = format.between ?? null;
        let first = true;
        await rows.append(format.header(part.table));
        for (const batch of part.batches) {
          if (batch.count === 0) continue;
          const row = format.row(batch);
          const { wholeSeconds } = batch.table;
          const alone = first && between !== null ? 1 : 0;
          if (alone > 0) await rows.write(row, alone, wholeSeconds);
          await rows.write(between === null ? row : [between, ...row], batch.count, wholeSeconds, alone);
          first = false;
        }
        if (format.footer !== undefined) await rows.append(format.footer);
      });
      return null;
    },
    ...(format.front === undefined ? {} : { front: format.front }),
    readNote: () => Promise.resolve(null),
    readRows: format.readRows,
    ...(format.asHeld && { asHeld: format.asHeld }),
    close: () => Promise.resolve(),
  };
}
