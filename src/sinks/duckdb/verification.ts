/**
 * Compares what a target holds with what a run would write, in DuckDB: one statement hashes and sums the rows that are
 * there, the same statement those that are made anew, which come in by the scan that writes them otherwise.
 */
import { DAY, type Json } from '../../model/units.ts';
import type { Table } from '../../model/table.ts';
import type {
  Damage,
  DifferentCell,
  ExpectedSlice,
  FoundRow,
  Pass,
  SeriesKey,
  Slice,
  Verification,
} from '../verification.ts';
import type { Database } from './database.ts';
import { quoted } from '../sql.ts';
import { createScan, type Scan } from './scan.ts';
import { comparedColumn, isWithin, renderedJson, type RowSource } from './source.ts';

export interface VerificationOptions {
  readonly threads: number;
  /** Where the rows of a table are; null: there are none. */
  readonly source: (table: Table) => Promise<RowSource | null>;
  readonly damaged: readonly Damage[];
  readonly asHeld?: Verification['asHeld'];
  /** JSON was parsed and written anew on the way out, so the expected must be, too. */
  readonly rewritesJson: boolean;
  readonly signal: AbortSignal;
  readonly close: () => void;
}

export async function createVerification(database: Database, options: VerificationOptions): Promise<Verification> {
  const { threads, source, rewritesJson, signal } = options;
  // Tables that both connections see: the database itself may be open for reading alone.
  await database.run(`ATTACH ':memory:' AS ${SCRATCH} (READ_WRITE)`);
  const beside = await database.beside();
  const scan = createScan(database.connection, { name: 'seedctl_expected', threads });
  const passes = new Map<Pass, Reading>();

  /** The reading of a slice: that of its pass, which is begun by the first of its slices. */
  async function readingOf(slice: ExpectedSlice): Promise<Reading> {
    const { stream, pass } = slice;
    const known = pass === undefined ? undefined : passes.get(pass);
    if (known !== undefined) return known;
    const found = await source(stream.table);
    const number = pass === undefined ? '' : `_${passes.size}`;
    const names = { sums: `${SCRATCH}.found${number}`, keys: `${SCRATCH}.sought${number}` };
    const { keys, range } = pass ?? slice;
    await setKeys(database, names.keys, keys);
    let reading: Promise<void> | null = null;
    const read = () => (reading ??= sumFound(beside, found, { stream, keys, range }, names));
    const made: Reading = { sums: names.sums, read };
    if (pass !== undefined) passes.set(pass, made);
    return made;
  }

  return {
    damaged: options.damaged,
    asHeld: options.asHeld,
    async differentCells(slice) {
      const found = await readingOf(slice);
      await setKeys(database, KEYS, slice.keys);
      // While values are made, on one core, the rows that are there are read on another.
      const sums = [sumExpected(database, scan, slice, rewritesJson, signal), found.read()];
      await Promise.allSettled(sums);
      await Promise.all(sums);
      return differences(database, slice, found.sums);
    },
    async *rows(slice) {
      const found = await source(slice.stream.table);
      if (found === null) return;
      await setKeys(database, KEYS, slice.keys);
      yield* rowsOf(database, found, slice);
    },
    close: () => {
      options.close();
      return Promise.resolve();
    },
  };
}

/** A database in memory, beside the one that is verified. */
const SCRATCH = 'seedctl_scratch';

/** Keys of the slice in hand. */
const KEYS = `${SCRATCH}.keys`;

/** Rows that are there, summed by cell. */
interface Reading {
  /** The table of the sums. */
  readonly sums: string;
  /** Fills it, once. */
  read(): Promise<void>;
}

const NO_SUMS = `SELECT '' AS asset, '' AS metric, 0 AS day, 0 AS rows, CAST(0 AS HUGEINT) AS sum LIMIT 0`;

/** Microseconds, whole days, that make every instant of a plan positive: `//` rounds towards zero. */
const ERA = 1_000_000 * DAY * 1000;

/** Counts and hashes of each cell, from rows with the columns of the table as ours. */
function sums(slice: Slice, columns: readonly string[], from: string): string {
  const { stream } = slice;
  const at = (name: string | null) => stream.table.columns.findIndex((column) => column.name === name);
  const { asset, metric, time } = stream.keyColumns;
  const of = (name: string | null) => (name === null ? `''` : columns[at(name)]!);
  // What rows are grouped by is the same in all rows of a group.
  const rest = columns.filter((_, i) => i !== at(asset) && i !== at(metric));
  return `
    SELECT asset, metric, day, count(*) AS rows, sum(hash) AS sum FROM (
      SELECT ${of(asset)} AS asset, ${of(metric)} AS metric, (${of(time)} + ${ERA}) // ${DAY * 1000} AS day,
        hash(${rest.join(', ')}) AS hash
      FROM ${from})
    GROUP BY ALL`;
}

async function sumExpected(
  database: Database,
  scan: Scan,
  slice: ExpectedSlice,
  rewritesJson: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { table } = slice.stream;
  const columns = table.columns.map(({ name, type }) => {
    if (type === 'timestamp') return `epoch_us(${quoted(name)})`;
    return rewritesJson && type === 'json' ? renderedJson(quoted(name)) : quoted(name);
  });
  const made = sums(slice, columns, scan.source);
  await scan.run(`CREATE OR REPLACE TABLE ${SCRATCH}.made AS ${made}`, table, slice.batches(), signal);
}

async function sumFound(
  database: Database,
  source: RowSource | null,
  slice: Slice,
  names: { readonly sums: string; readonly keys: string },
): Promise<void> {
  const made = `CREATE OR REPLACE TABLE ${names.sums} AS`;
  if (source === null) {
    await database.run(`${made} ${NO_SUMS}`);
    return;
  }
  const columns = slice.stream.table.columns.map((column) => comparedColumn(source, column));
  await database.run(`${made} ${sums(slice, columns, rowsIn(source, slice, names.keys))}`);
}

/** Rows of a slice, in a FROM clause. */
function rowsIn(source: RowSource, { stream, range }: Slice, keyTable: string): string {
  const { asset, metric, time } = stream.keyColumns;
  const columnOf = (name: string) => stream.table.columns.find((column) => column.name === name)!;
  const of = (name: string) => comparedColumn(source, columnOf(name));
  const same = [
    ...(asset === null ? [] : [`${of(asset)} = k.asset`]),
    ...(metric === null ? [] : [`${of(metric)} = k.metric`]),
  ];
  const keys = same.length === 0 ? '' : ` SEMI JOIN ${keyTable} AS k ON ${same.join(' AND ')}`;
  if (range === null || time === null) return `${source.from}${keys}`;
  return `${source.from}${keys} WHERE ${isWithin(source, columnOf(time), range)}`;
}

/** @param table `SCRATCH.name` */
async function setKeys(database: Database, table: string, keys: readonly SeriesKey[]): Promise<void> {
  await database.run(`CREATE OR REPLACE TABLE ${table} (asset VARCHAR, metric VARCHAR)`);
  const name = table.slice(SCRATCH.length + 1);
  const appender = await database.connection.createAppender(name, 'main', SCRATCH);
  for (const { asset, metric } of keys) {
    appender.appendVarchar(asset ?? '');
    appender.appendVarchar(metric ?? '');
    appender.endRow();
  }
  appender.closeSync();
}

async function differences(
  database: Database,
  { stream, range }: ExpectedSlice,
  found: string,
): Promise<readonly DifferentCell[]> {
  const { asset, metric } = stream.keyColumns;
  const dayOf = (t: number) => Math.floor((t + ERA / 1000) / DAY);
  const rows = await database.rows(
    `SELECT asset, metric, CAST(day AS DOUBLE) AS day, CAST(coalesce(m.rows, 0) AS DOUBLE) AS expected,
       CAST(coalesce(f.rows, 0) AS DOUBLE) AS found
     FROM ${SCRATCH}.made AS m FULL JOIN (
       FROM ${found} SEMI JOIN ${KEYS} USING (asset, metric)
       WHERE day BETWEEN ${dayOf(range.from)} AND ${dayOf(range.to - 1)}) AS f USING (asset, metric, day)
     WHERE m.rows IS DISTINCT FROM f.rows OR m.sum IS DISTINCT FROM f.sum
     ORDER BY ALL`,
  );
  return rows.map((row) => {
    const day = (row['day'] as number) * DAY - ERA / 1000;
    return {
      key: {
        asset: asset === null ? null : (row['asset'] as string),
        metric: metric === null ? null : (row['metric'] as string),
      },
      range: { from: Math.max(range.from, day), to: Math.min(range.to, day + DAY) },
      expected: row['expected'] as number,
      found: row['found'] as number,
    };
  });
}

/** Instants as milliseconds and JSON parsed; in the order of the key and of time. */
async function* rowsOf(database: Database, source: RowSource, slice: Slice): AsyncGenerator<FoundRow> {
  const { table, keyColumns } = slice.stream;
  const selected = table.columns.map((column) =>
    column.type === 'timestamp' ? `${comparedColumn(source, column)} / 1000` : comparedColumn(source, column),
  );
  const order = [keyColumns.asset, keyColumns.metric, keyColumns.time].flatMap((name) => {
    const at = table.columns.findIndex((column) => column.name === name);
    return at < 0 ? [] : [String(at + 1)];
  });
  const sorted = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`;
  const result = database.stream(`SELECT ${selected.join(', ')} FROM ${rowsIn(source, slice, KEYS)}${sorted}`);
  for await (const row of result) {
    yield row.map((value, i) => (table.columns[i]!.type === 'json' ? parsed(value) : value));
  }
}

/** Text that is no JSON stands for itself: it differs from whatever should be there. */
function parsed(value: Json): Json {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
