/** Parts of Parquet, version 2 with zstd, encoded by DuckDB in memory of its own. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { openDatabase, releaseMemory, threadsFor } from '../duckdb/database.ts';
import { asDuckDBError } from '../duckdb/failure.ts';
import { literal, quoted } from '../sql.ts';
import { oneAtATime } from '../duckdb/queue.ts';
import { createScan, selectRows } from '../duckdb/scan.ts';
import type { OpenEncoder, PartEncoder } from '../files/encoder.ts';
import { Exit, SeedctlError } from '../../model/errors.ts';

/** The name of the note among the metadata of a file. */
const NOTE = 'seedctl';

export const openParquet: OpenEncoder<object> = async (_options, { workers, signal }) => {
  const threads = threadsFor(workers);
  const database = await openDatabase(':memory:', { readOnly: false, threads });
  const { connection } = database;
  const scan = createScan(connection, { name: 'seedctl_scan', threads, adjustedToUtc: true });
  const one = oneAtATime();

  const write: PartEncoder['write'] = (path, part) =>
    one(async () => {
      const options = [
        'FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, USE_TMP_FILE false',
        `KV_METADATA {${NOTE}: ${literal(part.note())}}`,
      ];
      const copy = `COPY (${selectRows(part.table, scan)}) TO ${literal(path)} (${options.join(', ')})`;
      await onFile(path, () => scan.run(copy, part.table, part.batches, signal));
      await releaseMemory(database);
    });

  return {
    extension: 'parquet',
    write,
    readNote: (path) =>
      onFile(path, async () => {
        const reader = await connection.runAndReadAll(
          `SELECT decode(value) FROM parquet_kv_metadata(${literal(path)}) WHERE decode(key) = '${NOTE}'`,
        );
        return (reader.getRows()[0]?.[0] as string | undefined) ?? null;
      }),
    readRows: (path, columns) => readRows(connection, path, columns),
    close: () =>
      one(() => {
        database.close();
        return Promise.resolve();
      }),
  };
};

async function* readRows(
  connection: DuckDBConnection,
  path: string,
  columns: readonly string[],
): AsyncGenerator<readonly (string | null)[]> {
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
