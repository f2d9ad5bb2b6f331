/** One database file, open: statements, transactions, and the lock that DuckDB itself holds on it. */
import { type DuckDBConnection, DuckDBInstance, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { availableParallelism } from 'node:os';
import { createDatabase } from './create.ts';
import { asDuckDBError } from './failure.ts';

export interface OpenOptions {
  readonly readOnly: boolean;
  readonly threads: number;
  /** Working memory, as DuckDB writes it; by default what writing needs, which goes to the file as it comes. */
  readonly memory?: string;
  /** What a message names; by default the path. */
  readonly place?: string;
}

/** A value of a row: numbers are doubles, 64-bit integers must be cast in the statement. */
export type Cell = string | number | boolean | null | readonly Cell[];
export type Row = { readonly [column: string]: Cell };

export interface Database {
  readonly connection: DuckDBConnection;
  /** `types`: of values whose type does not show, by their index. */
  run(sql: string, values?: readonly DuckDBValue[], types?: { readonly [index: number]: DuckDBType }): Promise<void>;
  /** All rows of a result that is known to be small. */
  rows(sql: string, values?: readonly DuckDBValue[]): Promise<readonly Row[]>;
  /** Rows of a result of any length, with values as DuckDB's bindings give them: numbers, texts, booleans and nulls. */
  stream(sql: string): AsyncIterable<readonly (string | number | boolean | null)[]>;
  /** All of it or nothing; `work` says whether there is anything to keep. */
  transaction(work: () => Promise<'commit' | 'rollback'>): Promise<void>;
  /** Another connection, for statements at the same time; it sees no temporary table of this one. Closed with the database. */
  beside(): Promise<Database>;
  close(): void;
}

const MEMORY = '128MB';

const settings = {
  // Rows are found by their columns, and two threads that need not wait for each other take half the time.
  preserve_insertion_order: 'false',
  // Merging what groups left over costs as much as half of the writing, and gains a twentieth of the file.
  max_vacuum_tasks: '0',
  // A block of rows is written when it is full: waiting for five saves no time.
  write_buffer_row_group_count: '1',
  // Memory goes back to the system when a statement is done, so that a longer period needs no more of it.
  allocator_flush_threshold: '1MB',
  allocator_bulk_deallocation_flush_threshold: '1MB',
  // What is needed is built in; nothing is ever fetched from the network.
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

/** @throws SeedctlError: locked (5), or what the file, its folder or the disk do not allow (8) */
export async function openDatabase(path: string, options: OpenOptions): Promise<Database> {
  const { place = path } = options;
  if (path !== ':memory:' && !options.readOnly) await createDatabase(path);
  const { instance, connection } = await said(place, async () => {
    const instance = await DuckDBInstance.create(path, {
      ...settings,
      memory_limit: options.memory ?? MEMORY,
      threads: String(options.threads),
      access_mode: options.readOnly ? 'READ_ONLY' : 'AUTOMATIC',
    });
    return { instance, connection: await instance.connect() };
  });
  return connectionTo(instance, connection, place);
}

function connectionTo(instance: DuckDBInstance, connection: DuckDBConnection, place: string): Database {
  const besides: Database[] = [];
  const run: Database['run'] = (sql, values = [], types = {}) =>
    said(place, async () => {
      await (values.length === 0 ? connection.run(sql) : connection.run(sql, [...values], Object.assign([], types)));
    });
  return {
    connection,
    run,
    rows: (sql, values = []) =>
      said(place, async () => {
        const read = values.length === 0 ? connection.runAndReadAll(sql) : connection.runAndReadAll(sql, [...values]);
        return (await read).getRowObjectsJson() as Row[];
      }),
    async *stream(sql) {
      const result = await said(place, () => connection.stream(sql));
      for (;;) {
        const chunk = await said(place, () => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield* chunk.getRows() as (string | number | boolean | null)[][];
      }
    },
    async transaction(work) {
      await run('BEGIN');
      let end: 'commit' | 'rollback';
      try {
        end = await work();
      } catch (error) {
        // After a fatal error there is nothing left to roll back: the next to open the file does it.
        await connection.run('ROLLBACK').catch(() => undefined);
        throw asDuckDBError(error, place);
      }
      await run(end === 'commit' ? 'COMMIT' : 'ROLLBACK');
    },
    async beside() {
      const made = connectionTo(instance, await said(place, () => instance.connect()), place);
      besides.push(made);
      return made;
    },
    close() {
      for (const one of besides) one.connection.closeSync();
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * Threads for so many workers. More than there are cores gain nothing, and each needs some full blocks of rows
 * (122,880) of a group for its own: what is left over at the end is compressed by one thread alone.
 */
export function threadsFor(workers: number): number {
  return Math.max(1, Math.min(workers, availableParallelism(), 4));
}

/** DuckDB keeps in memory what it has written, up to its limit: lowering the limit for a moment lets it go. */
export async function releaseMemory({ connection }: Database): Promise<void> {
  await connection.run(`SET memory_limit = '4MB'`).catch(() => undefined);
  await connection.run(`SET memory_limit = '${MEMORY}'`);
}

async function said<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDuckDBError(error, path);
  }
}
