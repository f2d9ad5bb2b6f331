/** Hypertables, where TimescaleDB is in the database. */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Table } from '../../model/table.ts';
import { WEEK } from '../../model/units.ts';
import { literal, quoted } from '../sql.ts';
import { findTable, type FoundTable } from './catalogue.ts';
import type { Transaction } from './server.ts';
import { nameIn } from './tables.ts';

/** The schema of TimescaleDB's functions; null: it is not in this database. */
export async function timescaleIn(transaction: Transaction): Promise<string | null> {
  const [found] = await transaction.rows(
    `SELECT n.nspname::text AS schema FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
     WHERE e.extname = 'timescaledb'`,
  );
  return (found?.['schema'] ?? null) as string | null;
}

/**
 * The statement that divides a table that is there, or is about to be; none where it is divided, or need not be.
 *
 * @param found null: the table is new
 * @throws SeedctlError (exit 8) where it cannot be divided and must
 */
export async function planHypertable(
  transaction: Transaction,
  schema: string,
  { name, key, hypertable }: Table,
  found: FoundTable | null,
): Promise<readonly string[]> {
  const timescale = await timescaleIn(transaction);
  if (hypertable === null || timescale === null) return [];
  const { time, chunk, demanded } = hypertable;
  const length = `interval '${(chunk ?? CHUNK) / 1000} seconds'`;
  const made = found === null ? null : await dividedBy(transaction, schema, name);
  if (made !== null) {
    if (made === time || !demanded) return [];
    throw cannot(
      name,
      `it is divided by ${made}`,
      'write that column in `hypertable:`, or send the stream to another table',
    );
  }
  const keys = [...(found?.keys.map(({ columns }) => columns) ?? []), ...(key === null ? [] : [key])];
  const without = keys.find((columns) => !columns.includes(time));
  if (without !== undefined) {
    if (!demanded) return [];
    throw cannot(
      name,
      `rows are unique by ${without.join(', ')}, and a key of a hypertable holds its column of time`,
      `add ${time} to \`key:\` of the table, or write \`hypertable: false\``,
    );
  }
  const call = (more: string) =>
    `SELECT ${quoted(timescale)}.create_hypertable(${literal(nameIn(schema, name))}, ${literal(time)}, ` +
    `chunk_time_interval => ${length}, create_default_indexes => false${more})`;
  if (found === null) return [call('')];
  // Rows that are there would be moved, which is for its owner to decide.
  if (demanded) throw cannot(name, 'it is there as a plain table', `${call(', migrate_data => true')};`);
  return [];
}

/** Where nothing is said and nothing known. */
const CHUNK = WEEK;

/** The column of time of a hypertable; null where the table is none. */
async function dividedBy(transaction: Transaction, schema: string, name: string): Promise<string | null> {
  const [found] = await transaction.rows(
    `SELECT column_name::text AS name FROM timescaledb_information.dimensions
     WHERE hypertable_schema = $1 AND hypertable_name = $2 AND dimension_number = 1`,
    [schema, name],
  );
  return (found?.['name'] ?? null) as string | null;
}

const cannot = (name: string, why: string, next: string): SeedctlError =>
  new SeedctlError({
    code: 'no-hypertable',
    exit: Exit.target,
    message: `the table ${name} cannot be the hypertable that is asked for: ${why}`,
    place: name,
    safe: 'nothing was changed',
    next,
  });

/** Bytes of tables with their indexes; those that are not there have none. */
export async function bytesOf(transaction: Transaction, schema: string, tables: readonly string[]): Promise<number> {
  const timescale = await timescaleIn(transaction);
  let bytes = 0;
  for (const table of tables) {
    if ((await findTable(transaction, schema, table)) === null) continue;
    const plain = `pg_total_relation_size($1::regclass)`;
    const whole = timescale === null ? plain : `coalesce(${quoted(timescale)}.hypertable_size($1::regclass), ${plain})`;
    const [size] = await transaction.rows(`SELECT ${whole}::float8 AS bytes`, [nameIn(schema, table)]);
    bytes += size!['bytes'] as number;
  }
  return bytes;
}
