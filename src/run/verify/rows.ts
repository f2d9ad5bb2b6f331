/** Rows as a target would give them back, and what is different between those that should be there and those that are. */
import { canonical } from '../../model/canonical.ts';
import type { ColumnType } from '../../model/scenario.ts';
import { type Batch, cellAt, type Table } from '../../model/table.ts';
import type { Json } from '../../model/units.ts';
import type { FoundRow } from '../../sinks/verification.ts';

/** Aligned with the columns of the table. */
export type Row = FoundRow;

/** The records of a batch. */
export function* rowsOf({ table, columns, count }: Batch): Generator<Row> {
  for (let i = 0; i < count; i++) {
    yield columns.map((column, c) => asType(cellAt(column, i) ?? null, table.columns[c]!.type));
  }
}

/** As a column of this type holds it. */
function asType(value: Json, type: ColumnType): Json {
  if (value === null || type === 'json') return value;
  switch (type) {
    case 'text':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    case 'boolean':
      return Boolean(value);
    case 'number':
    case 'timestamp':
      return Number(value);
  }
}

/** Text that is equal for rows with the same key; where the table has none, for rows that are the same. */
export function keyOf({ key, columns }: Table): (row: Row) => string {
  if (key === null) return canonical;
  const places = key.map((name) => columns.findIndex((column) => column.name === name));
  return (row) => canonical(places.map((at) => row[at]));
}

/** Rows that should be there, by their key, from which those that are there are crossed out. */
export class Expected {
  /** Rows of a table without a key may be there several times. */
  private readonly rows = new Map<string, Row[]>();
  private readonly key: (row: Row) => string;

  constructor(table: Table) {
    this.key = keyOf(table);
  }

  add(row: Row): void {
    const key = this.key(row);
    const same = this.rows.get(key);
    if (same === undefined) this.rows.set(key, [row]);
    else same.push(row);
  }

  has(row: Row): boolean {
    return this.rows.has(this.key(row));
  }

  /** The row that should stand where this one was found; null: none should. */
  take(found: Row): Row | null {
    const key = this.key(found);
    const same = this.rows.get(key);
    if (same === undefined) return null;
    const equal = same.findIndex((row) => isSame(row, found));
    const [taken] = same.splice(Math.max(0, equal), 1);
    if (same.length === 0) this.rows.delete(key);
    return taken!;
  }

  /** Those that were not taken. */
  *left(): Generator<Row> {
    for (const same of this.rows.values()) yield* same;
  }
}

export const isSame = (a: Row, b: Row): boolean => a.every((value, i) => sameValue(value, b[i]!));

const sameValue = (a: Json, b: Json): boolean => a === b || canonical(a) === canonical(b);
