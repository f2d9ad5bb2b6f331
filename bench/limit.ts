/** What DuckDB does by itself: the limit that the sinks are measured against, with as many threads as they have. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { secondsInto, WORKERS } from './pmi.ts';

/** A table of the set, in a Parquet file of its own. */
export interface Source {
  readonly table: string;
  readonly file: string;
  /** The statement that makes the table. */
  readonly definition: string;
}

/** Opens a database, at its fastest; the seconds that closing it took. */
export async function withDuckDB(
  path: string,
  use: (connection: DuckDBConnection) => Promise<unknown>,
): Promise<number> {
  const instance = await DuckDBInstance.create(path, {
    threads: String(WORKERS),
    // Twice as fast as keeping the order of rows, and what ours does.
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  let start: number;
  try {
    await use(connection);
  } finally {
    start = performance.now();
    connection.closeSync();
    instance.closeSync();
  }
  return (performance.now() - start) / 1000;
}

/** The set as DuckDB itself writes it to Parquet, one file a table. */
export async function parquetOf(folder: string): Promise<readonly Source[]> {
  const path = join(folder, 'source.duckdb');
  await secondsInto(`duckdb:${path}`);
  const sources: Source[] = [];
  await withDuckDB(path, async (connection) => {
    const tables = await connection.runAndReadAll(
      `SELECT table_name, sql FROM duckdb_tables() WHERE schema_name = 'main'`,
    );
    for (const [table, definition] of tables.getRows() as [string, string][]) {
      const file = join(folder, `${table}.parquet`);
      await connection.run(`COPY "${table}" TO '${file}' (FORMAT parquet)`);
      sources.push({ table, file, definition });
    }
  });
  return sources;
}
