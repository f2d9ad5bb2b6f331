/** Rows that are gathered by column, and written together. */
import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import type { Column, Table, TableColumn } from '../../model/table.ts';
import type { ColumnType } from '../../model/scenario.ts';
import { Booleans } from './booleans.ts';
import { Bytes } from './bytes.ts';
import { type ChunkPlace, CODEC, dictionaryPage, ENCODING, type RowGroupPlace, valuesPage } from './format.ts';
import { Runs, writeHybrid } from './hybrid.ts';
import { Numbers } from './numbers.ts';
import type { Store } from './store.ts';
import { Texts } from './texts.ts';
import { Times } from './times.ts';

const gzip = promisify(gzipWithCallback);

/** As many as other writers put together: readers share work by row groups. */
const ROWS = 122_880;

/** Bytes of texts after which a group is not made longer. */
const HEAVY = 8 * 1024 * 1024;

export class RowGroup {
  rows = 0;
  private readonly columns: readonly GatheredColumn[];

  constructor(table: Table) {
    this.columns = table.columns.map((column) => new GatheredColumn(column));
  }

  /** Rows that there is room for. */
  get room(): number {
    return this.columns.some(({ store }) => store.weight > HEAVY) ? 0 : ROWS - this.rows;
  }

  /** Takes rows of a batch, aligned with the columns of the table. */
  take(columns: readonly Column[], from: number, count: number): void {
    this.columns.forEach((gathered, i) => {
      gathered.take(columns[i]!, from, count);
    });
    this.rows += count;
  }

  /** Writes what was taken to `out`, whose first byte will be at `start` of the file, and begins anew. */
  async write(out: Bytes, start: number): Promise<RowGroupPlace> {
    const { rows } = this;
    const chunks: ChunkPlace[] = [];
    for (const column of this.columns) chunks.push(await column.write(out, start, rows));
    this.clear();
    return { rows, chunks };
  }

  clear(): void {
    for (const column of this.columns) column.clear();
    this.rows = 0;
  }
}

class GatheredColumn {
  readonly store: Store;
  private readonly column: TableColumn;
  /** 1 where there is a value, 0 where there is none. */
  private readonly levels = new Runs();
  private readonly body = new Bytes();

  constructor(column: TableColumn) {
    this.column = column;
    this.store = storeOf(column.type);
  }

  take(column: Column, from: number, count: number): void {
    const { store, levels } = this;
    switch (column.kind) {
      case 'absent':
        levels.push(0, count);
        break;
      case 'constant':
        levels.push(column.value === null ? 0 : 1, count);
        if (column.value !== null) store.many(column.value, count);
        break;
      case 'numbers':
        levels.push(1, count);
        store.numbers(column.values.subarray(from, from + count));
        break;
      case 'times':
        levels.push(1, count);
        store.times(column.values.subarray(from, from + count));
        break;
      case 'values':
        for (let i = from; i < from + count; i++) {
          const value = column.values[i] ?? null;
          levels.push(value === null ? 0 : 1, 1);
          if (value !== null) store.one(value);
        }
    }
  }

  async write(out: Bytes, start: number, rows: number): Promise<ChunkPlace> {
    const { store, levels, body } = this;
    const { encoding, values, dictionary, range, wordy } = store.encode();
    const from = out.length;
    if (dictionary !== null) {
      const { size, bytes } = dictionary;
      const length = bytes.length;
      dictionaryPage({ bytes: length, uncompressed: length, values: size, encoding: ENCODING.plain }).write(out);
      out.append(bytes);
    }
    const valuesFrom = out.length;

    // The length of the levels, the levels, the values.
    body.clear();
    body.uint32(0);
    writeHybrid(levels, 1, body);
    new DataView(body.room.buffer).setUint32(0, body.length - 4, true);
    body.append(values);
    const packed = wordy ? await gzip(body.filled) : body.filled;
    const header = valuesPage({ bytes: packed.length, uncompressed: body.length, values: rows, encoding });
    header.write(out);
    out.append(packed);

    const bytes = out.length - from;
    return {
      column: this.column,
      codec: wordy ? CODEC.gzip : CODEC.none,
      encodings: [...new Set([encoding, ENCODING.runs, ...(dictionary === null ? [] : [ENCODING.plain])])],
      rows,
      nulls: rows - store.count,
      range,
      bytes,
      uncompressed: bytes - packed.length + body.length,
      dictionaryAt: dictionary === null ? null : start + from,
      valuesAt: start + valuesFrom,
    };
  }

  clear(): void {
    this.store.clear();
    this.levels.clear();
  }
}

function storeOf(type: ColumnType): Store {
  switch (type) {
    case 'number':
      return new Numbers();
    case 'timestamp':
      return new Times();
    case 'boolean':
      return new Booleans();
    case 'text':
    case 'json':
      return new Texts(type === 'json');
  }
}
