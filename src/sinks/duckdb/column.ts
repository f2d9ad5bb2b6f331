/** What DuckDB holds in a column of ours, and how a column of a batch becomes what it can take. */
import {
  BOOLEAN,
  DOUBLE,
  type DuckDBType,
  DuckDBTimestampValue,
  type DuckDBValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { perObject } from '../../model/per-object.ts';
import type { Column } from '../../model/table.ts';
import type { ColumnType } from '../../model/scenario.ts';
import type { Json } from '../../model/units.ts';

/** Names of the types in DuckDB; timestamps are in UTC, without saying so. */
export const typeNames: { readonly [type in ColumnType]: string } = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  json: 'JSON',
};

/** Types of what the scan hands over; JSON travels as text and is cast by the statement. */
export const scanTypes: { readonly [type in ColumnType]: DuckDBType } = {
  text: VARCHAR,
  number: DOUBLE,
  boolean: BOOLEAN,
  timestamp: TIMESTAMP,
  json: VARCHAR,
};

/** A column of a batch, ready to be copied or referenced, piece by piece, into DuckDB's vectors. */
export type Prepared =
  | { readonly kind: 'value'; readonly value: duckdb.Value }
  /** Eight bytes a row. */
  | { readonly kind: 'bytes'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'items'; readonly items: readonly DuckDBValue[] };

/** Memory of one column that is used again for each batch. */
export interface Room {
  bytes: ArrayBuffer;
}

/** Bytes of instants that many batches share. */
export type SharedTimes = (times: Float64Array) => ArrayBuffer;

/** Made once for all that has the same instants, and kept as long as they are. */
export function sharedTimes(): SharedTimes {
  return perObject((times) => {
    const bytes = new ArrayBuffer(times.length * 8);
    microseconds(times, times.length, new Uint32Array(bytes));
    return bytes;
  });
}

/** Copies what is only valid until the next batch is pulled. */
export function prepare(
  column: Column,
  type: ColumnType,
  count: number,
  room: Room,
  sharedBytes: SharedTimes,
): Prepared {
  switch (column.kind) {
    case 'absent':
      return { kind: 'value', value: duckdb.create_null_value() };
    case 'constant':
      return { kind: 'value', value: constant(column.value, type) };
    case 'numbers':
      if (type !== 'number') return items(Array.from(column.values.subarray(0, count)), type);
      reserve(room, count);
      new Float64Array(room.bytes).set(column.values.subarray(0, count));
      return { kind: 'bytes', bytes: room.bytes };
    case 'times':
      if (type !== 'timestamp') return items(Array.from(column.values.subarray(0, count), iso), type);
      if (column.shared === true) return { kind: 'bytes', bytes: sharedBytes(column.values) };
      reserve(room, count);
      microseconds(column.values, count, new Uint32Array(room.bytes));
      return { kind: 'bytes', bytes: room.bytes };
    case 'values':
      return items(
        column.values.slice(0, count).map((value) => value ?? null),
        type,
      );
  }
}

function reserve(room: Room, count: number): void {
  if (room.bytes.byteLength < count * 8) room.bytes = new ArrayBuffer(count * 8);
}

/** Epoch ms → µs as 64-bit integers in two halves: BigInt would cost more than everything else together. */
function microseconds(times: Float64Array, count: number, halves: Uint32Array): void {
  for (let i = 0; i < count; i++) {
    const us = Math.round(times[i]! * 1000);
    const high = Math.floor(us / 0x1_0000_0000);
    halves[2 * i] = us - high * 0x1_0000_0000;
    halves[2 * i + 1] = high;
  }
}

function items(values: readonly Json[], type: ColumnType): Prepared {
  return { kind: 'items', items: values.map((value) => item(value, type)) };
}

function item(value: Json, type: ColumnType): DuckDBValue {
  if (value === null) return null;
  switch (type) {
    case 'number':
      return Number(value);
    case 'boolean':
      return Boolean(value);
    case 'timestamp':
      return new DuckDBTimestampValue(BigInt(Math.round(Number(value) * 1000)));
    case 'json':
      return JSON.stringify(value);
    case 'text':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function constant(value: Json, type: ColumnType): duckdb.Value {
  if (value === null) return duckdb.create_null_value();
  switch (type) {
    case 'number':
      return duckdb.create_double(Number(value));
    case 'boolean':
      return duckdb.create_bool(Boolean(value));
    case 'timestamp':
      return duckdb.create_timestamp({ micros: BigInt(Math.round(Number(value) * 1000)) });
    case 'json':
    case 'text':
      return duckdb.create_varchar(item(value, type) as string);
  }
}

const iso = (time: number): string => new Date(time).toISOString();
