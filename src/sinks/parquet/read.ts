/** What Parquet files hold, read by DuckDB. */
import { openDatabase, threadsFor } from '../duckdb/database.ts';
import { asDuckDBError } from '../duckdb/failure.ts';
import { literal, quoted } from '../sql.ts';
import { Exit, SeedctlError } from '../../model/errors.ts';

export interface Reader {
  /** A note among the metadata of a file; null where there is none. */
  note(path: string, name: string): Promise<string | null>;
  /** The values of these columns, row by row, as text, in one array that is used again. */
  rows(path: string, columns: readonly string[]): AsyncIterable<readonly (string | null)[]>;
  close(): void;
}

export async function openReader(workers: number): Promise<Reader> {
  const database = await openDatabase(':memory:', { readOnly: false, threads: threadsFor(workers) });
  const { connection } = database;
  return {
    note: (path, name) =>
      onFile(path, async () => {
        const reader = await connection.runAndReadAll(
          `SELECT decode(value) FROM parquet_kv_metadata(${literal(path)}) WHERE decode(key) = ${literal(name)}`,
        );
        return (reader.getRows()[0]?.[0] as string | undefined) ?? null;
      }),
    async *rows(path, columns) {
      const described = await onFile(path, () =>
        connection.runAndReadAll(`DESCRIBE SELECT * FROM read_parquet(${literal(path)})`),
      );
      const there = new Set(described.getColumns()[0]);
      const texts = columns.map((name) => (there.has(name) ? `CAST(${quoted(name)} AS VARCHAR)` : 'NULL'));
      const result = await onFile(path, () =>
        connection.stream(`SELECT ${['NULL', ...texts].join(', ')} FROM read_parquet(${literal(path)})`),
      );
      const row: (string | null)[] = columns.map(() => null);
      for (;;) {
        const chunk = await onFile(path, () => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        const values = columns.map((_, i) => chunk.getColumnValues(i + 1) as (string | null)[]);
        for (let i = 0; i < chunk.rowCount; i++) {
          values.forEach((column, c) => (row[c] = column[i]!));
          yield row;
        }
      }
    },
    close() {
      database.close();
    },
  };
}

/** DuckDB's errors, told of a file in place of a database. */
async function onFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = asDuckDBError(error, path);
    if (!(known instanceof SeedctlError) || known === error || known.exit !== Exit.target) throw known;
    const safe = 'every part that has its final name is whole and stays; nothing unfinished has one';
    throw new SeedctlError({ ...known.toJSON(), safe }, { cause: error });
  }
}
