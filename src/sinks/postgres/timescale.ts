/** Hypertables, where TimescaleDB is in the database. */
import { quoted } from '../sql.ts';
import { findTable } from './catalogue.ts';
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
