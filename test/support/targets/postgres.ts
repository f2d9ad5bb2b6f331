/** A database of PostgreSQL, by its usual driver. */
import pg from 'pg';
import type { Table } from '../../../src/model/table.ts';
import { quoted } from '../../../src/sinks/sql.ts';
import { canonicalRows, columnsAsText, statementOf } from './sql.ts';
import type { Reader } from './target.ts';

export function readPostgres(uri: string): Reader {
  const client = new pg.Client(uri);
  let connected: Promise<unknown> | undefined;
  const ask = async (text: string): Promise<unknown[][]> => {
    connected ??= client.connect().then(() => client.query(`SET TimeZone = 'UTC'`));
    await connected;
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows;
  };
  const named = (table: Table): string => `public.${quoted(table.name)}`;
  return {
    async rows(table) {
      const [[there]] = (await ask(`SELECT to_regclass('${named(table)}') IS NOT NULL`)) as [[boolean]];
      return there ? canonicalRows(table, await ask(`SELECT ${columnsAsText(table)} FROM ${named(table)}`)) : [];
    },
    async everything() {
      const tables = await ask(
        `SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
         WHERE schemaname = 'public' OR schemaname LIKE 'seedctl%' ORDER BY 1`,
      );
      const all: unknown[] = [];
      for (const [table] of tables as [string][]) {
        all.push([table, await ask(`SELECT t::text FROM ${table} AS t ORDER BY 1`)]);
      }
      return all;
    },
    async tamper(table, change) {
      await ask(
        statementOf(
          named(table),
          change,
          table.columns.map(({ name }) => name),
        ),
      );
    },
    async dispose() {
      if (connected !== undefined) await client.end();
    },
  };
}
