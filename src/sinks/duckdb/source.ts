/** What DuckDB reads rows of a table from: a table of a database, or files, with each column as its type in our tables. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnType } from '../../model/scenario.ts';
import type { Table, TableColumn } from '../../model/table.ts';
import type { Range } from '../../model/units.ts';
import type { FileKind } from '../contents.ts';
import { safeName } from '../files/names.ts';
import type { Database } from './database.ts';
import { column, literal, quoted } from '../sql.ts';

/** Finished parts of a table; what begins with a dot is being written. */
export function partsOf(root: string, table: string, extension: string): readonly string[] {
  const folder = join(root, safeName(table));
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(`.${extension}`) && !name.startsWith('.'))
    .sort()
    .map((name) => join(folder, name));
}

/** What stands in FROM for a table of the database; null where it has none of this name. */
export async function tableSource(database: Database, { name }: Table): Promise<string | null> {
  const found = await database.rows(
    `SELECT 1 AS found FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'
       AND lower(table_name) = lower($1)`,
    [name],
  );
  return found.length === 0 ? null : `main.${quoted(name)}`;
}

/**
 * What stands in FROM for the files of a table; null where there are none. Text is read as text, also where it looks
 * like a number.
 */
export function fileSource(kind: FileKind, parts: readonly string[], table: Table): string | null {
  if (parts.length === 0) return null;
  switch (kind) {
    case 'parquet':
      return parquetSource(parts);
    case 'csv':
      return csvSource(parts);
    case 'json':
    case 'ndjson': {
      const columns = table.columns.map(
        ({ name, type }) => `${literal(name)}: '${type === 'json' ? 'JSON' : 'VARCHAR'}'`,
      );
      return `read_json(${listed(parts)}, ${jsonFormat(kind)}, columns = {${columns.join(', ')}})`;
    }
  }
}

/** What stands in FROM for a file of whatever table. */
export function anySource(kind: FileKind, part: string): string {
  if (kind === 'parquet') return parquetSource([part]);
  return kind === 'csv' ? csvSource([part]) : `read_json_objects(${listed([part])}, ${jsonFormat(kind)})`;
}

const parquetSource = (parts: readonly string[]): string => `read_parquet(${listed(parts)}, union_by_name = true)`;

const csvSource = (parts: readonly string[]): string =>
  `read_csv(${listed(parts)}, header = true, all_varchar = true, union_by_name = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false)`;

const jsonFormat = (kind: 'json' | 'ndjson'): string => `format = '${kind === 'json' ? 'array' : 'newline_delimited'}'`;

/** Each stands for itself, whatever its name looks like. */
const listed = (parts: readonly string[]): string =>
  `[${parts.map((part) => literal(part.replaceAll(/[*?[]/g, '[$&]'))).join(', ')}]`;

/** Rows, with the types of the columns as they are there. */
export interface RowSource {
  /** What stands in FROM, called `t`. */
  readonly from: string;
  /** DuckDB's names of types, by the name of the column in lower case. */
  readonly types: ReadonlyMap<string, string>;
}

export async function describeSource(database: Database, from: string): Promise<RowSource> {
  const rows = await database.rows(`DESCRIBE FROM ${from}`);
  return {
    from: `${from} AS t`,
    types: new Map(rows.map((row) => [(row['column_name'] as string).toLowerCase(), row['column_type'] as string])),
  };
}

/** Types in which columns are compared: instants as microseconds since the epoch, JSON as text. */
const compared: { readonly [type in ColumnType]: string } = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'BIGINT',
  json: 'VARCHAR',
};

/** A column as it is compared; NULL where there is none, or where what stands there is nothing of the kind. */
export function comparedColumn({ types }: RowSource, { name, type }: TableColumn): string {
  const there = types.get(name.toLowerCase());
  const wanted = compared[type];
  if (there === undefined) return `CAST(NULL AS ${wanted})`;
  const at = column('t', name);
  if (type !== 'timestamp') return there === wanted ? at : `TRY_CAST(${at} AS ${wanted})`;
  // The zone of the session plays no part in either: text says its own, and microseconds have none.
  return isTimestamp(there) ? `epoch_us(${at})` : `epoch_us(TRY_CAST(${at} AS TIMESTAMP))`;
}

const isTimestamp = (type: string): boolean => type === 'TIMESTAMP' || type === 'TIMESTAMP WITH TIME ZONE';

/** Whether a column of timestamps lies in a range: asked of the column itself, so that blocks outside are not read. */
export function isWithin(source: RowSource, timestamp: TableColumn, { from, to }: Range): string {
  const there = source.types.get(timestamp.name.toLowerCase()) ?? '';
  const [since, until] = [from * 1000, to * 1000];
  if (!isTimestamp(there)) {
    const at = comparedColumn(source, timestamp);
    return `${at} >= ${since} AND ${at} < ${until}`;
  }
  const make = there === 'TIMESTAMP' ? 'make_timestamp' : 'make_timestamptz';
  const at = column('t', timestamp.name);
  return `${at} >= ${make}(${since}) AND ${at} < ${make}(${until})`;
}

/** JSON as DuckDB writes what it has read. */
export const renderedJson = (text: string): string => `CAST(json(${text}) AS VARCHAR)`;
