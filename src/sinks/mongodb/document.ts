/**
 * Columns → documents. What is constant in a batch is encoded once, into a template with holes for the time, the value
 * and the `_id`; records of events and assets, which are few, are encoded one by one.
 */
import { Binary, BSON, Double } from 'mongodb';
import { Exit, SeedctlError } from '../../model/errors.ts';
import { type Batch, cellAt, type Column, type TableColumn } from '../../model/table.ts';
import type { Json } from '../../model/units.ts';
import { keyedId, seriesPrefix, writeTime } from './identity.ts';
import { ID_AT, type Page } from './page.ts';

const TWO_32 = 4_294_967_296;

export interface Encoder {
  /** Writes records of a batch of `total` from `from` on, at most `room` and until the page has `bytes`; returns how many. */
  write(page: Page, total: number, from: number, room: number, bytes: number): number;
}

/** A batch of a series by its template, any other record by record. `time`: the column that says when a value is. */
export function encoderOf(batch: Batch, stream: string, time: string | null): Encoder {
  const { columns, table } = batch;
  if (batch.metric !== null && time !== null) {
    const at = columns[table.columns.findIndex(({ name }) => name === time)];
    if (at?.kind === 'times') return templated(batch, at.values);
  }
  return oneByOne(batch, stream);
}

interface Hole {
  readonly at: number;
  readonly values: Float64Array;
}

function templated(batch: Batch, clock: Float64Array): Encoder {
  const { template, times, numbers } = templateOf(batch);
  const size = template.length;
  return {
    write(page, total, from, room, limit) {
      const count = Math.min(room, total - from, Math.max(1, Math.floor((limit - page.end) / size)));
      page.reserve(count * size);
      const { bytes, view, end } = page;
      bytes.set(template, end);
      for (let done = 1; done < count; done *= 2) {
        bytes.copyWithin(end + done * size, end, end + Math.min(done, count - done) * size);
      }
      for (let i = 0, id = end + ID_AT; i < count; i++, id += size) writeTime(view, id, clock[from + i]!);
      for (const { at, values } of times) {
        for (let i = 0, hole = end + at; i < count; i++, hole += size) {
          const time = Math.round(values[from + i]!);
          const high = Math.floor(time / TWO_32);
          view.setUint32(hole, time - high * TWO_32, true);
          view.setInt32(hole + 4, high, true);
        }
      }
      for (const { at, values } of numbers) {
        for (let i = 0, hole = end + at; i < count; i++, hole += size) view.setFloat64(hole, values[from + i]!, true);
      }
      page.take(count, size);
      return count;
    },
  };
}

function templateOf({ columns, table, asset, metric }: Batch) {
  const times: Hole[] = [];
  const numbers: Hole[] = [];
  const id = Buffer.alloc(18);
  id.set(seriesPrefix(asset, metric));
  const parts = [Buffer.alloc(4), element('_id', new Binary(id))];
  let at = parts[0]!.length + parts[1]!.length;
  for (const [i, column] of columns.entries()) {
    const about = table.columns[i]!;
    if (column.kind === 'absent') continue;
    const part = element(about.name, sampleOf(column, about));
    // Eight bytes behind the type and the name.
    const hole = at + part.length - 8;
    if (column.kind === 'times') times.push({ at: hole, values: column.values });
    if (column.kind === 'numbers') numbers.push({ at: hole, values: column.values });
    parts.push(part);
    at += part.length;
  }
  const template = Buffer.concat([...parts, Buffer.alloc(1)]);
  template.writeInt32LE(template.length);
  return { template, times, numbers };
}

function sampleOf(column: Column, about: TableColumn): unknown {
  switch (column.kind) {
    case 'absent':
      return undefined;
    case 'constant':
      return valueOf(column.value, about);
    case 'times':
      return new Date(0);
    case 'numbers':
      return new Double(0);
    case 'values':
      throw new Error(`the column ${about.name} of a series has values of its own`);
  }
}

/** Type, name and value, without the document around them. */
function element(name: string, value: unknown): Buffer {
  return Buffer.from(BSON.serialize({ [name]: value })).subarray(4, -1);
}

function oneByOne(batch: Batch, stream: string): Encoder {
  const idOf = identityOf(batch, stream);
  return {
    write(page, total, from, room, bytes) {
      const until = Math.min(total, from + room);
      let row = from;
      for (; row < until && page.end < bytes; row++) {
        const document: { [name: string]: unknown } = { _id: new Binary(idOf(row)) };
        for (const [i, about] of batch.table.columns.entries()) {
          const value = cellAt(batch.columns[i]!, row);
          if (value !== undefined) document[about.name] = valueOf(value, about);
        }
        page.append(BSON.serialize(document));
      }
      return row - from;
    },
  };
}

/** By the columns of the table's key; where its records leave one out, by what the simulation knows of them. */
function identityOf({ table, columns, keys, asset, metric }: Batch, stream: string): (row: number) => Uint8Array {
  if (table.key !== null) {
    const parts = table.key.map((name) => columns[table.columns.findIndex((column) => column.name === name)]!);
    return (row) => keyedId(parts.map((column) => cellAt(column, row) ?? null));
  }
  if (keys !== undefined) return (row) => keyedId([stream, keys[row]!]);
  throw new Error(`the records of ${asset} ${metric ?? ''} in ${table.name} have no key`);
}

/** Numbers of columns are doubles whatever they look like; inside of free data, whole ones are integers. */
function valueOf(value: Json, { type, name }: TableColumn): unknown {
  if (value === null) return null;
  switch (type) {
    case 'number':
      return new Double(Number(value));
    case 'boolean':
      return Boolean(value);
    case 'timestamp':
      return new Date(Math.round(Number(value)));
    case 'text':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'json':
      checkKeys(value, name);
      return value;
  }
}

/** Keys that MongoDB would read as a path or an operator, or could not hold. */
function checkKeys(value: Json, place: string): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, item] of Object.entries(value as { readonly [key: string]: Json })) {
    if (!Array.isArray(value) && /^\$|[.\0]/.test(key)) {
      throw new SeedctlError({
        code: 'unsafe-name',
        exit: Exit.invalid,
        message: `${JSON.stringify(key)} in ${place} cannot be the name of a field in MongoDB`,
        place,
        next: 'write it without a dot, and without a $ at its start',
      });
    }
    checkKeys(item, `${place}.${key}`);
  }
}
