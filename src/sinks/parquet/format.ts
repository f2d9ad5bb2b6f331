/**
 * What Parquet calls things, and how it describes a file of ours.
 *
 * Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
import type { ColumnType } from '../../model/scenario.ts';
import type { TableColumn } from '../../model/table.ts';
import { binary, flag, i32, i64, list, struct, type Thrift } from './thrift.ts';

export const MAGIC = Buffer.from('PAR1');

export const ENCODING = { plain: 0, runs: 3, deltas: 5, dictionary: 8 } as const;
export const CODEC = { none: 0, gzip: 2 } as const;

const OPTIONAL = 1;

/** Who wrote a file, in the form in which readers look for a version: that of this encoder. */
const WRITER = 'seedctl version 1';

/** Types as they are stored, and what is meant by them: the older name, and the newer one. */
const types: {
  readonly [type in ColumnType]: { readonly stored: number; readonly older?: number; readonly newer?: Thrift };
} = {
  boolean: { stored: 0 },
  number: { stored: 5 },
  text: { stored: 6, older: 0, newer: struct({ 1: struct({}) }) },
  json: { stored: 6, older: 19, newer: struct({ 12: struct({}) }) },
  // In UTC, in milliseconds.
  timestamp: { stored: 2, older: 9, newer: struct({ 8: struct({ 1: flag(true), 2: struct({ 1: struct({}) }) }) }) },
};

/** A chunk of a column, as it lies in the file. */
export interface ChunkPlace {
  readonly column: TableColumn;
  readonly codec: number;
  readonly encodings: readonly number[];
  readonly rows: number;
  readonly nulls: number;
  readonly range: { readonly min: Uint8Array; readonly max: Uint8Array } | null;
  /** Bytes of its pages with their headers, as they lie there and before they were compressed. */
  readonly bytes: number;
  readonly uncompressed: number;
  /** Where its pages begin, in bytes from the start of the file. */
  readonly dictionaryAt: number | null;
  readonly valuesAt: number;
}

export interface RowGroupPlace {
  readonly rows: number;
  readonly chunks: readonly ChunkPlace[];
}

export interface PageSize {
  readonly bytes: number;
  readonly uncompressed: number;
  /** Nulls included. */
  readonly values: number;
  readonly encoding: number;
}

export const valuesPage = ({ bytes, uncompressed, values, encoding }: PageSize): Thrift =>
  struct({
    1: i32(0),
    2: i32(uncompressed),
    3: i32(bytes),
    5: struct({ 1: i32(values), 2: i32(encoding), 3: i32(ENCODING.runs), 4: i32(ENCODING.runs) }),
  });

export const dictionaryPage = ({ bytes, uncompressed, values, encoding }: PageSize): Thrift =>
  struct({ 1: i32(2), 2: i32(uncompressed), 3: i32(bytes), 7: struct({ 1: i32(values), 2: i32(encoding) }) });

/** @param metadata notes of the file, by their names */
export function footer(
  columns: readonly TableColumn[],
  groups: readonly RowGroupPlace[],
  metadata: { readonly [name: string]: string },
): Thrift {
  const rows = groups.reduce((sum, group) => sum + group.rows, 0);
  return struct({
    1: i32(2),
    2: list([struct({ 4: binary('schema'), 5: i32(columns.length) }), ...columns.map(schemaElement)]),
    3: i64(rows),
    4: list(groups.map(rowGroup)),
    5: list(Object.entries(metadata).map(([name, value]) => struct({ 1: binary(name), 2: binary(value) }))),
    6: binary(WRITER),
    // The order of each type, by which the ranges are meant.
    7: list(columns.map(() => struct({ 1: struct({}) }))),
  });
}

function schemaElement({ name, type }: TableColumn): Thrift {
  const { stored, older, newer } = types[type];
  return struct({
    1: i32(stored),
    3: i32(OPTIONAL),
    4: binary(name),
    6: older === undefined ? undefined : i32(older),
    10: newer,
  });
}

function rowGroup({ rows, chunks }: RowGroupPlace): Thrift {
  const sum = (of: (chunk: ChunkPlace) => number): number => chunks.reduce((all, chunk) => all + of(chunk), 0);
  return struct({
    1: list(chunks.map(columnChunk)),
    2: i64(sum(({ uncompressed }) => uncompressed)),
    3: i64(rows),
    5: i64(chunks[0]!.dictionaryAt ?? chunks[0]!.valuesAt),
    6: i64(sum(({ bytes }) => bytes)),
  });
}

function columnChunk(chunk: ChunkPlace): Thrift {
  const { column, range, dictionaryAt, valuesAt } = chunk;
  const metadata = struct({
    1: i32(types[column.type].stored),
    2: list(chunk.encodings.map(i32)),
    3: list([binary(column.name)]),
    4: i32(chunk.codec),
    5: i64(chunk.rows),
    6: i64(chunk.uncompressed),
    7: i64(chunk.bytes),
    9: i64(valuesAt),
    11: dictionaryAt === null ? undefined : i64(dictionaryAt),
    12: struct({
      3: i64(chunk.nulls),
      5: range === null ? undefined : binary(range.max),
      6: range === null ? undefined : binary(range.min),
    }),
  });
  return struct({ 2: i64(dictionaryAt ?? valuesAt), 3: metadata });
}
