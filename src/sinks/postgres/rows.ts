/**
 * Batches as rows of PostgreSQL's binary COPY format. Of a series only the instant and the value differ from row to
 * row: its row is written once, copied as often as it is needed, and patched.
 *
 * Each row: number of columns (int16), and of each its length (int32, -1 for NULL) and its bytes, all big-endian.
 */
import { type Batch, cellAt, type Column } from '../../model/table.ts';
import type { Json } from '../../model/units.ts';
import { type Cell, cellOf, type Encoding, writeMicroseconds } from './cell.ts';
import { Frame } from './frame.ts';

/** Signature, flags, and length of the extension. */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
const NULL = Buffer.from([0xff, 0xff, 0xff, 0xff]);

/** Where in a row's template a varying column goes. */
interface Hole {
  readonly at: number;
  readonly kind: 'times' | 'numbers';
  readonly values: Float64Array;
}

/**
 * Filled frames, header and trailer included: those that `free` gave, and one of its own for a row that none of them
 * holds. `free` is asked after a frame was given out and the next one is wanted.
 *
 * @param encodings aligned with the table's columns
 */
export function* framesOf(batches: Iterable<Batch>, encodings: readonly Encoding[], free: () => Frame) {
  let frame = free();
  HEADER.copy(frame.bytes, frame.at);
  frame.at += HEADER.length;
  const columns = Buffer.alloc(2);
  columns.writeInt16BE(encodings.length);

  for (const batch of batches) {
    const template = templateOf(batch, encodings, columns);
    if (template === null) {
      for (let row = 0; row < batch.count; row++) {
        const cells = batch.columns.map((column, i) => cellOf(valueAt(column, row, encodings[i]!), encodings[i]!));
        const length = cells.reduce((sum, cell) => sum + 4 + (cell?.length ?? 0), 2);
        if (length > frame.room && !frame.isEmpty) {
          yield frame;
          frame = free();
        }
        if (length <= frame.room) {
          writeRow(frame, columns, cells);
          continue;
        }
        const own = new Frame(length);
        writeRow(own, columns, cells);
        yield own;
      }
      continue;
    }
    for (let row = 0; row < batch.count;) {
      const rows = Math.min(Math.floor(frame.room / template.row.length), batch.count - row);
      if (rows > 0) {
        writeRows(frame, template, row, rows);
        row += rows;
        continue;
      }
      if (!frame.isEmpty) {
        yield frame;
        frame = free();
        continue;
      }
      const own = new Frame(template.row.length);
      writeRows(own, template, row++, 1);
      yield own;
    }
  }

  if (frame.room < TRAILER.length) {
    yield frame;
    frame = free();
  }
  TRAILER.copy(frame.bytes, frame.at);
  frame.at += TRAILER.length;
  yield frame;
}

interface Template {
  readonly row: Buffer;
  readonly holes: readonly Hole[];
}

/** Null where rows of the batch are not all equally long. */
function templateOf({ columns }: Batch, encodings: readonly Encoding[], head: Buffer): Template | null {
  const parts: Buffer[] = [head];
  const holes: Hole[] = [];
  let at = head.length;
  for (const [i, column] of columns.entries()) {
    const encoding = encodings[i]!;
    let cell: Cell;
    if (column.kind === 'absent' || column.kind === 'constant') {
      cell = cellOf(column.kind === 'absent' ? null : column.value, encoding);
    } else if (
      (column.kind === 'times' && encoding === 'timestamptz') ||
      (column.kind === 'numbers' && encoding === 'float8')
    ) {
      cell = Buffer.alloc(8);
      holes.push({ at: at + 4, kind: column.kind, values: column.values });
    } else {
      return null;
    }
    const part = withLength(cell);
    parts.push(part);
    at += part.length;
  }
  return { row: Buffer.concat(parts), holes };
}

function withLength(cell: Cell): Buffer {
  if (cell === null) return NULL;
  const part = Buffer.alloc(4 + cell.length);
  part.writeInt32BE(cell.length);
  cell.copy(part, 4);
  return part;
}

/** Rows `from` and on of a batch, as many as there is room for. */
function writeRows(frame: Frame, { row, holes }: Template, from: number, rows: number): void {
  const { bytes, view, at } = frame;
  const step = row.length;
  const length = rows * step;
  row.copy(bytes, at);
  for (let done = step; done < length; done *= 2) bytes.copyWithin(at + done, at, at + Math.min(done, length - done));
  for (const hole of holes) {
    let place = at + hole.at;
    if (hole.kind === 'times') {
      for (let i = from; i < from + rows; i++, place += step) writeMicroseconds(view, place, hole.values[i]!);
    } else {
      for (let i = from; i < from + rows; i++, place += step) view.setFloat64(place, hole.values[i]!);
    }
  }
  frame.at = at + length;
}

function writeRow(frame: Frame, columns: Buffer, cells: readonly Cell[]): void {
  columns.copy(frame.bytes, frame.at);
  frame.at += columns.length;
  for (const cell of cells) {
    frame.view.setInt32(frame.at, cell?.length ?? -1);
    frame.at += 4;
    if (cell === null) continue;
    cell.copy(frame.bytes, frame.at);
    frame.at += cell.length;
  }
}

function valueAt(column: Column, row: number, encoding: Encoding): Json {
  const value = cellAt(column, row) ?? null;
  return column.kind === 'times' && encoding !== 'timestamptz' ? new Date(Number(value)).toISOString() : value;
}
