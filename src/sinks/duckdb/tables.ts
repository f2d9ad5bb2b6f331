/**
 * Tables: made where they are missing, compared where they are there. Streams may leave columns out, and
 * another scenario beside this one may need others, so a table of ours may grow a column or let one be empty;
 * of a table that is somebody else's nothing is changed.
 */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Table, TableColumn } from '../../model/table.ts';
import { typeNames } from './column.ts';
import type { Database } from './database.ts';
import { literal, quoted } from '../sql.ts';

interface Found {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
}

/** Makes or compares one table; says whether anything changed. @throws as `tableChanges` */
export async function setUpTable(database: Database, table: Table, ours: ReadonlySet<string>): Promise<boolean> {
  const changes = await tableChanges(database, table, ours);
  for (const change of changes) await database.run(change);
  return changes.length > 0;
}

/**
 * The statements that make a table fit. `Table.indexes` are for servers: DuckDB finds a series and a range of time by the
 * least and the greatest value of each block, and an index would only slow down writing.
 *
 * @param ours tables that a ledger speaks of
 * @throws SeedctlError (exit 8) that names every difference
 */
export async function tableChanges(
  database: Database,
  table: Table,
  ours: ReadonlySet<string>,
): Promise<readonly string[]> {
  refuseEqualNames(table);
  const found = await columnsOf(database, table.name);
  if (found === null) return creation(table);
  const { differences, changes } = compare(table, found, ours.has(table.name));
  if (differences.length > 0) throw otherTable(table, differences);
  return changes.map((change) => `ALTER TABLE main.${quoted(table.name)} ${change}`);
}

function creation(table: Table): readonly string[] {
  const name = `main.${quoted(table.name)}`;
  const columns = table.columns.map((column) => `${definition(column)}${column.nullable ? '' : ' NOT NULL'}`);
  return [
    `CREATE TABLE ${name} (${columns.join(', ')})`,
    ...(table.comment === null ? [] : [`COMMENT ON TABLE ${name} IS ${literal(table.comment)}`]),
    ...table.columns.flatMap(({ name: column, comment }) =>
      comment === null ? [] : [`COMMENT ON COLUMN ${name}.${quoted(column)} IS ${literal(comment)}`],
    ),
  ];
}

const definition = ({ name, type }: TableColumn): string => `${quoted(name)} ${typeNames[type]}`;

/** Columns by their order; null where there is no such table. DuckDB's names are the same in any case. */
async function columnsOf(database: Database, name: string): Promise<readonly Found[] | null> {
  const views = await database.rows(
    `SELECT view_name FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main'
       AND lower(view_name) = lower($1)`,
    [name],
  );
  if (views.length > 0) {
    throw new SeedctlError({
      code: 'not-a-table',
      exit: Exit.target,
      message: `a view stands where the table ${name} must be`,
      place: name,
      safe: 'nothing was changed',
      next: `drop or rename it, or send the stream to another table with \`to:\``,
    });
  }
  const rows = await database.rows(
    `SELECT column_name, data_type, is_nullable, column_default IS NOT NULL AS has_default FROM duckdb_columns()
     WHERE database_name = current_database() AND schema_name = 'main' AND lower(table_name) = lower($1)
     ORDER BY column_index`,
    [name],
  );
  if (rows.length === 0) return null;
  return rows.map((row) => ({
    name: row['column_name'] as string,
    type: row['data_type'] as string,
    nullable: row['is_nullable'] as boolean,
    hasDefault: row['has_default'] as boolean,
  }));
}

function compare(table: Table, found: readonly Found[], ours: boolean) {
  const differences: string[] = [];
  const changes: string[] = [];
  const there = new Map(found.map((column) => [column.name.toLowerCase(), column]));
  for (const column of table.columns) {
    const is = there.get(column.name.toLowerCase());
    there.delete(column.name.toLowerCase());
    if (is === undefined) {
      // Rows that are there already have no value for it.
      if (ours) changes.push(`ADD COLUMN ${definition(column)}`);
      else differences.push(`${column.name} ${typeNames[column.type]} is missing`);
    } else if (is.type !== typeNames[column.type]) {
      differences.push(`${is.name} is ${is.type} and must be ${typeNames[column.type]}`);
    } else if (column.nullable && !is.nullable) {
      if (ours) changes.push(`ALTER COLUMN ${quoted(is.name)} DROP NOT NULL`);
      else differences.push(`${is.name} is NOT NULL and some records have none`);
    }
  }
  for (const extra of there.values()) {
    if (extra.nullable || extra.hasDefault) continue;
    if (ours) changes.push(`ALTER COLUMN ${quoted(extra.name)} DROP NOT NULL`);
    else differences.push(`${extra.name} is NOT NULL and the records have no such field`);
  }
  return { differences, changes };
}

function otherTable(table: Table, differences: readonly string[]): SeedctlError {
  return new SeedctlError({
    code: 'other-table',
    exit: Exit.target,
    message: `the table ${table.name} does not fit the records: ${differences.join('; ')}`,
    place: table.name,
    safe: 'nothing was changed',
    next: 'change or drop the table, send the stream to another with `to:`, or choose another path',
  });
}

function refuseEqualNames(table: Table): void {
  const names = new Set<string>();
  for (const { name } of table.columns) {
    if (!names.has(name.toLowerCase())) {
      names.add(name.toLowerCase());
      continue;
    }
    throw new SeedctlError({
      code: 'same-name',
      exit: Exit.target,
      message: `two columns of the table ${table.name} are called ${name}: to DuckDB upper and lower case are the same`,
      place: table.name,
      safe: 'nothing was changed',
      next: 'rename one of them in `record:`',
    });
  }
}
