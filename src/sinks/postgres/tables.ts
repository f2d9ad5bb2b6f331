/**
 * Tables: made where they are missing, compared where they are there. Streams may leave columns out, and another
 * scenario beside this one may need others, so a table of ours may grow a column or let one be empty; of a table that
 * is somebody else's nothing is changed, and who may change it is told how.
 */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Table, TableColumn } from '../../model/table.ts';
import { list, literal, quoted } from '../sql.ts';
import { findTable, type FoundTable } from './catalogue.ts';
import type { Encoding } from './cell.ts';
import { conversion, encodingFor, typeNames } from './column.ts';
import { missingPrivilege } from './failure.ts';
import type { Transaction } from './server.ts';

/** PostgreSQL cuts longer names without an error. */
const LONGEST = 63;

export interface TablePlan {
  /** In order; none: the table fits as it is. */
  readonly statements: readonly string[];
  /** Aligned with the table's columns, once the statements are done. */
  readonly encodings: readonly Encoding[];
  /** As it is now; null: there is none. */
  readonly found: FoundTable | null;
}

export const nameIn = (schema: string, name: string): string => `${quoted(schema)}.${quoted(name)}`;

/**
 * What one table needs.
 *
 * @param ours whether a ledger speaks of it
 * @throws SeedctlError (exit 8) that names every difference
 */
export async function planTable(
  transaction: Transaction,
  schema: string,
  table: Table,
  ours: boolean,
): Promise<TablePlan> {
  for (const name of [table.name, ...table.columns.map((column) => column.name)]) refuseLong(table, name);
  const found = await findTable(transaction, schema, table.name);
  if (found === null) {
    const encodings = table.columns.map(({ type }) => encodingFor(type, typeNames[type])!);
    return { statements: creation(schema, table), encodings, found };
  }
  if (found.kind !== 'r' && found.kind !== 'p') throw notATable(table, found.kind);
  const { differences, changes } = compare(schema, table, found, ours);
  if (differences.length > 0) throw otherTable(table, differences);
  const missing = found.mayInsert ? (found.mayRead ? null : 'SELECT') : 'INSERT';
  if (missing !== null) {
    const grant = `GRANT SELECT, INSERT, DELETE ON ${nameIn(schema, table.name)} TO ${quoted(found.user)}`;
    throw missingPrivilege(table.name, `the table ${table.name} may not be used: ${missing} is not granted`, grant);
  }
  const types = new Map(found.columns.map(({ name, type }) => [name, type]));
  const encodings = table.columns.map(({ name, type }) => encodingFor(type, types.get(name) ?? typeNames[type])!);
  return { statements: changes, encodings, found };
}

function creation(schema: string, table: Table): readonly string[] {
  const name = nameIn(schema, table.name);
  const lines = table.columns.map((column) => `${definition(column)}${column.nullable ? '' : ' NOT NULL'}`);
  if (table.key !== null) {
    // What may be empty cannot be part of a primary key; the ledger keeps such rows single.
    const full = table.key.every((key) => table.columns.some((column) => column.name === key && !column.nullable));
    lines.push(`${full ? 'PRIMARY KEY' : 'UNIQUE'} (${list(table.key)})`);
  }
  const comments = table.columns.flatMap(({ name: column, comment }) =>
    comment === null ? [] : [`COMMENT ON COLUMN ${name}.${quoted(column)} IS ${literal(comment)}`],
  );
  return [
    `CREATE TABLE ${name} (${lines.join(', ')})`,
    ...(table.comment === null ? [] : [`COMMENT ON TABLE ${name} IS ${literal(table.comment)}`]),
    ...comments,
  ];
}

const definition = ({ name, type }: TableColumn): string => `${quoted(name)} ${typeNames[type]}`;

/** What does not fit, and the statement that would help. */
interface Difference {
  readonly what: string;
  readonly alter: string;
}

function compare(schema: string, table: Table, found: FoundTable, ours: boolean) {
  const alter = `ALTER TABLE ${nameIn(schema, table.name)}`;
  const differences: Difference[] = [];
  const changes: string[] = [];
  /** What may be changed in a table of ours; in another it is a difference. */
  const may = (what: string, change: string) => {
    if (ours) changes.push(`${alter} ${change}`);
    else differences.push({ what, alter: `${alter} ${change}` });
  };
  const must = (what: string, change: string) => {
    differences.push({ what, alter: `${alter} ${change}` });
  };
  const there = new Map(found.columns.map((column) => [column.name, column]));
  for (const column of table.columns) {
    const is = there.get(column.name);
    there.delete(column.name);
    const name = quoted(column.name);
    if (is === undefined) {
      may(`${column.name} ${typeNames[column.type]} is missing`, `ADD COLUMN ${definition(column)}`);
    } else if (is.generated) {
      must(`${is.name} is generated`, `ALTER COLUMN ${name} DROP ${is.hasDefault ? 'EXPRESSION' : 'IDENTITY'}`);
    } else if (encodingFor(column.type, is.type) === null) {
      must(
        `${is.name} is ${is.type} and must be ${typeNames[column.type]}`,
        `ALTER COLUMN ${name} TYPE ${typeNames[column.type]} USING ${conversion(column.type, is.type, name)}`,
      );
    } else if (column.nullable && !is.nullable) {
      may(`${is.name} is NOT NULL and some records have none`, `ALTER COLUMN ${name} DROP NOT NULL`);
    }
  }
  for (const extra of there.values()) {
    if (extra.nullable || extra.hasDefault || extra.generated) continue;
    const change = `ALTER COLUMN ${quoted(extra.name)} DROP NOT NULL`;
    may(`${extra.name} is NOT NULL and the records have no such field`, change);
  }
  compareKeys(table, found, must, (what, statement) => differences.push({ what, alter: statement }), schema);
  return { differences, changes };
}

/** Rows of ours are unique by the key of the table, and by nothing less. */
function compareKeys(
  { key }: Table,
  found: FoundTable,
  must: (what: string, change: string) => void,
  otherwise: (what: string, statement: string) => void,
  schema: string,
): void {
  for (const name of found.exclusions) must(`the constraint ${name} excludes rows`, `DROP CONSTRAINT ${quoted(name)}`);
  const same = (columns: readonly string[]) =>
    key !== null && columns.length === key.length && key.every((name) => columns.includes(name));
  for (const unique of found.keys) {
    if (key?.every((name) => unique.columns.includes(name)) === true) continue;
    const what = `rows are unique by ${unique.columns.join(', ')}, and the records are ${key === null ? 'by no columns' : `by ${key.join(', ')}`}`;
    if (unique.constraint) must(what, `DROP CONSTRAINT ${quoted(unique.name)}`);
    else otherwise(what, `DROP INDEX ${nameIn(schema, unique.name)}`);
  }
  if (key === null || found.keys.some(({ columns }) => same(columns))) return;
  const kind = found.keys.some(({ primary }) => primary) ? 'UNIQUE' : 'PRIMARY KEY';
  must(`no key says that rows are unique by ${key.join(', ')}`, `ADD ${kind} (${list(key)})`);
}

function otherTable(table: Table, differences: readonly Difference[]): SeedctlError {
  return new SeedctlError({
    code: 'other-table',
    exit: Exit.target,
    message: `the table ${table.name} does not fit the records: ${differences.map(({ what }) => what).join('; ')}`,
    place: table.name,
    safe: 'nothing was changed',
    next: `${differences.map(({ alter }) => `${alter};`).join(' ')} Or send the stream to another table with \`to:\`, or choose another schema`,
  });
}

function notATable({ name }: Table, kind: string): SeedctlError {
  const what = { v: 'view', m: 'materialized view', f: 'foreign table' }[kind] ?? 'relation';
  return new SeedctlError({
    code: 'not-a-table',
    exit: Exit.target,
    message: `a ${what} stands where the table ${name} must be`,
    place: name,
    safe: 'nothing was changed',
    next: 'drop or rename it, send the stream to another table with `to:`, or choose another schema',
  });
}

function refuseLong(table: Table, name: string): void {
  const bytes = Buffer.byteLength(name);
  if (bytes <= LONGEST) return;
  throw new SeedctlError({
    code: 'name-too-long',
    exit: Exit.target,
    message: `the name ${name} has ${bytes} bytes, and PostgreSQL holds ${LONGEST}`,
    place: table.name,
    safe: 'nothing was changed',
    next: 'write a shorter one in `to:` or `record:`',
  });
}
