/**
 * Batches as a table function, the fastest way into DuckDB: its threads ask for rows, and each that asks
 * claims a whole batch, so that what lies together in a batch lies together in the target. The questions
 * of all threads are answered on the main thread, one at a time, where the simulation runs.
 */
import { type DuckDBConnection, DuckDBDataChunk, DuckDBTableFunction } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Batch, Column, Table } from '../../model/table.ts';
import { quoted } from '../sql.ts';
import { prepare, type Prepared, type Room, scanTypes, sharedTimes, type SharedTimes } from './column.ts';

export interface ScanOptions {
  /** Of the table function; unique in the instance. */
  readonly name: string;
  /** Threads that may ask at once. */
  readonly threads: number;
}

/** A source of rows that a statement names in its FROM clause. */
export interface Scan {
  /** What stands in FROM. */
  readonly source: string;
  /**
   * Runs a statement that reads `FROM name()` once; one at a time.
   *
   * @throws what the batches or `signal` threw, as it was; else DuckDB's error
   */
  run(sql: string, table: Table, batches: Iterable<Batch>, signal?: AbortSignal): Promise<void>;
}

/** Rows that a vector of DuckDB holds. */
const VECTOR = 2048;

/** Registers the table function through a connection. */
export function createScan(connection: DuckDBConnection, options: ScanOptions): Scan {
  let source: Source | null = null;
  // One a thread, kept for the next statement: their memory is not in V8's heap, so nothing would hurry to collect it.
  const readers: Reader[] = [];
  const times = sharedTimes();
  const current = (): Source => {
    if (source === null) throw new Error(`${options.name}() is read outside of a statement of ours`);
    return source;
  };
  connection.registerTableFunction(
    DuckDBTableFunction.create({
      name: options.name,
      bindFunction: (bind) => {
        for (const { name, type } of current().table.columns) {
          bind.addResultColumn(name, scanTypes[type]);
        }
      },
      initFunction: (init) => {
        init.setMaxThreads(options.threads);
      },
      localInitFunction: (init) => {
        const started = current();
        const reader = readers[started.readers] ?? new Reader(times);
        readers[started.readers++] = reader;
        reader.start(started);
        init.setInitData(reader);
      },
      mainFunction: (info, chunk) => {
        try {
          (info.localInitData as Reader).fill(chunk);
        } catch (error) {
          current().failure ??= { error };
          info.setError('the batches ended early');
        }
      },
    }),
  );
  return {
    source: `${options.name}()`,
    async run(sql, table, batches, signal) {
      source = { table, batches: batches[Symbol.iterator](), signal: signal ?? null, failure: null, readers: 0 };
      try {
        await connection.run(sql);
      } catch (error) {
        source.batches.return?.();
        throw (source.failure ?? { error }).error;
      } finally {
        source = null;
      }
    },
  };
}

/** The rows of a scan with the columns of a table, in their order. */
export function selectRows(table: Table, scan: Scan): string {
  const columns = table.columns.map(({ name, type }) =>
    type === 'json' ? `CAST(${quoted(name)} AS JSON) AS ${quoted(name)}` : quoted(name),
  );
  return `SELECT ${columns.join(', ')} FROM ${scan.source}`;
}

interface Source {
  readonly table: Table;
  readonly batches: Iterator<Batch>;
  readonly signal: AbortSignal | null;
  failure: { readonly error: unknown } | null;
  /** How many threads have asked so far. */
  readers: number;
}

/** What one thread of DuckDB is reading: a batch of its own, given out vector by vector. */
class Reader {
  readonly #rooms: Room[] = [];
  readonly #times: SharedTimes;
  /** Of the batch before: the batches of a series have the same constants. */
  #given: readonly Column[] = [];
  #source: Source | null = null;
  #columns: readonly Prepared[] = [];
  #at = 0;
  #count = 0;

  constructor(times: SharedTimes) {
    this.#times = times;
  }

  start(source: Source): void {
    this.#source = source;
    this.#given = [];
    this.#columns = [];
    this.#at = 0;
    this.#count = 0;
  }

  fill(chunk: DuckDBDataChunk): void {
    while (this.#at === this.#count) {
      if (!this.#claim()) {
        chunk.rowCount = 0;
        return;
      }
    }
    const rows = Math.min(VECTOR, this.#count - this.#at);
    chunk.rowCount = rows;
    this.#columns.forEach((column, index) => {
      this.#write(chunk, index, column, rows);
    });
    this.#at += rows;
  }

  #claim(): boolean {
    const source = this.#source!;
    source.signal?.throwIfAborted();
    const next = source.batches.next();
    if (next.done === true) return false;
    const { columns, count, table } = next.value;
    const before = this.#columns;
    this.#columns = columns.map((column, i) => {
      if (column.kind === 'constant' && column === this.#given[i]) return before[i]!;
      const room = (this.#rooms[i] ??= { bytes: new ArrayBuffer(0) });
      return prepare(column, table.columns[i]!.type, count, room, this.#times);
    });
    this.#given = columns;
    this.#at = 0;
    this.#count = count;
    return true;
  }

  #write(chunk: DuckDBDataChunk, index: number, column: Prepared, rows: number): void {
    if (column.kind === 'items') {
      chunk.setColumnValues(index, column.items.slice(this.#at, this.#at + rows));
      return;
    }
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, index);
    if (column.kind === 'value') duckdb.vector_reference_value(vector, column.value);
    else duckdb.copy_data_to_vector(vector, 0, column.bytes, this.#at * 8, rows * 8);
  }
}
