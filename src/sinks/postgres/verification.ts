/**
 * Compares what a database holds with what a run would write. Where only the instant and numbers differ from row to
 * row of a key, the server sums hashes of both by key and day, and compares the other columns with what they should
 * be; where more differs, rows are read.
 */
import { DAY, type Json, type Range } from '../../model/units.ts';
import type { Batch, Table, TableColumn } from '../../model/table.ts';
import { quoted } from '../sql.ts';
import type { DifferentCell, ExpectedSlice, FoundRow, SeriesKey, Slice, Verification } from '../verification.ts';
import { findTable } from './catalogue.ts';
import { typeNames } from './column.ts';
import type { Value } from './connection.ts';
import { HashSum, hashOf } from './hash.ts';
import { instantOf, msOf } from './instant.ts';
import type { Transaction } from './server.ts';
import { nameIn } from './tables.ts';

/** Rows that are fetched at once. */
const FETCH = 5000;

/** @param transactions that see the same one state, for as long as the verification lasts; they share the work */
export async function createVerification(
  transactions: readonly [Transaction, ...Transaction[]],
  schema: string,
  close: () => Promise<void>,
): Promise<Verification> {
  const [transaction] = transactions;
  // All of a cursor's rows are wanted, and soon.
  for (const one of transactions) await one.run('SET LOCAL jit = off; SET LOCAL cursor_tuple_fraction = 1');
  const hashes = await hashesAlike(transaction);
  return {
    damaged: [],
    async differentCells(slice) {
      const expected = expectedCells(slice, hashes);
      const found = await Promise.all(
        transactions.map(async (one, i) => {
          const part = [...expected].filter((_, key) => key % transactions.length === i);
          return part.length === 0 ? new Map<string, never>() : foundCells(one, schema, slice, new Map(part));
        }),
      );
      return differences(slice, expected, new Map(found.flatMap((part) => [...part])));
    },
    rows: (slice) => rowsOf(transaction, schema, slice),
    close,
  };
}

/** Other processors order bytes in another way; then every row is read. */
async function hashesAlike(transaction: Transaction): Promise<boolean> {
  const sample = new HashSum();
  sample.add(-1_000_000_123, [1.5, -0.1]);
  const [row] = await transaction.rows(
    `SELECT ${hashOf(instantOf(-1_000_000_123), ['1.5::float8', '-0.1::float8'])}::text AS hash`,
  );
  return BigInt.asUintN(64, BigInt(row!['hash'] as string)) === sample.sum;
}

/** What the rows of one key should be. */
interface ExpectedKey {
  readonly key: SeriesKey;
  /** By day since 1970. */
  readonly days: Map<number, HashSum>;
  /** What all rows have in the columns that are no numbers and no time; null: no such thing, rows must be read. */
  constants: readonly Json[] | null;
}

const textOf = ({ asset, metric }: SeriesKey): string => JSON.stringify([asset, metric]);

function expectedCells(slice: ExpectedSlice, hashes: boolean): ReadonlyMap<string, ExpectedKey> {
  const { table, keyColumns } = slice.stream;
  const expected = new Map(
    slice.keys.map((key): [string, ExpectedKey] => [
      textOf(key),
      { key, days: new Map(), constants: hashes ? [] : null },
    ]),
  );
  const at = table.columns.findIndex(({ name }) => name === keyColumns.time);
  for (const batch of slice.batches()) {
    const one = expected.get(
      textOf({
        asset: keyColumns.asset === null ? null : batch.asset,
        metric: keyColumns.metric === null ? null : batch.metric,
      }),
    )!;
    add(one, batch, table, at);
  }
  return expected;
}

function add(one: ExpectedKey, batch: Batch, table: Table, at: number): void {
  const times = batch.columns[at]!;
  const numbers: Float64Array[] = [];
  const constants: Json[] = [];
  let plain = times.kind === 'times';
  for (const [i, column] of batch.columns.entries()) {
    const { type } = table.columns[i]!;
    if (i === at) continue;
    if (type === 'number' && column.kind === 'numbers') numbers.push(column.values);
    else if (type !== 'number' && column.kind === 'constant') constants.push(column.value);
    else if (type !== 'number' && column.kind === 'absent') constants.push(null);
    else plain = false;
  }
  const before = one.constants;
  const first = one.days.size === 0;
  if (!plain || before === null || (!first && JSON.stringify(before) !== JSON.stringify(constants)))
    one.constants = null;
  else one.constants = constants;
  const values: number[] = numbers.map(() => 0);
  let day = NaN;
  let sum = new HashSum();
  for (let row = 0; row < batch.count; row++) {
    const time =
      times.kind === 'times' ? times.values[row]! : Number((times as { values: readonly Json[] }).values[row]);
    const of = Math.floor(time / DAY);
    if (of !== day) {
      day = of;
      const known = one.days.get(day);
      if (known === undefined) one.days.set(day, (sum = new HashSum()));
      else sum = known;
    }
    for (let i = 0; i < numbers.length; i++) values[i] = numbers[i]![row]!;
    sum.add(time, values);
  }
}

interface FoundCell {
  readonly rows: number;
  /** Modulo 2^64. */
  readonly sum: bigint;
  /** Rows that have other constants. */
  readonly other: number;
}

async function foundCells(
  transaction: Transaction,
  schema: string,
  slice: ExpectedSlice,
  expected: ReadonlyMap<string, ExpectedKey>,
): Promise<ReadonlyMap<string, ReadonlyMap<number, FoundCell>>> {
  const found = new Map<string, Map<number, FoundCell>>();
  const { table, keyColumns } = slice.stream;
  const there = await findTable(transaction, schema, table.name);
  if (there === null) return found;
  const names = new Set(there.columns.map(({ name }) => name));
  const time = quoted(keyColumns.time!);
  const others = table.columns.filter(({ name, type }) => name !== keyColumns.time && type !== 'number');
  const numbers = table.columns.filter(({ type }) => type === 'number');
  const keys = [...expected.values()];
  const values: Value[] = [keys.map((_, i) => i)];
  const parameter = (of: (one: ExpectedKey) => Value, type: string): string => {
    values.push(keys.map(of));
    return `$${values.length}::${type}[]`;
  };
  const constants = others.map(({ type }, i) =>
    parameter(({ constants: all }) => constantText(all?.[i] ?? null, type), 'text'),
  );
  const unequal = others.map(({ name, type }, i) => {
    const column = names.has(name) ? `t.${quoted(name)}` : 'NULL';
    if (type === 'json') return `${column}::jsonb IS DISTINCT FROM k.c${i}`;
    if (type === 'boolean') return `${column}::boolean IS DISTINCT FROM k.c${i}`;
    if (type === 'timestamp') return `${column}::timestamptz IS DISTINCT FROM k.c${i}`;
    return `${column}::text IS DISTINCT FROM k.c${i}`;
  });
  const where = [
    ...(keyColumns.asset === null ? [] : [`t.${quoted(keyColumns.asset)} = k.asset`]),
    ...(keyColumns.metric === null ? [] : [`t.${quoted(keyColumns.metric)} = k.metric`]),
    `t.${time} >= ${instantOf(slice.range.from)}`,
    `t.${time} < ${instantOf(slice.range.to)}`,
  ];
  const hash = hashOf(
    `t.${time}`,
    numbers.map(({ name }) => (names.has(name) ? `t.${quoted(name)}` : 'NULL::float8')),
  );
  // Keys are looked up one by one, whatever the planner knows of a table that was filled just now.
  await transaction.run('SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off');
  const rows = await transaction.rows(
    // Read once a key, not once a row.
    `SELECT k.number, cell.*
     FROM (SELECT number, asset, metric${others.map(({ type }, i) => `, c${i}::${typeNames[type]} AS c${i}`).join('')}
       FROM unnest($1::int[], ${parameter(({ key }) => key.asset, 'text')}, ${parameter(({ key }) => key.metric, 'text')}${constants.map((one) => `, ${one}`).join('')})
         AS k (number, asset, metric${constants.map((_, i) => `, c${i}`).join('')}) OFFSET 0) AS k
     CROSS JOIN LATERAL (
       SELECT (t.${time}::timestamp::date - DATE '1970-01-01')::int AS day, count(*)::float8 AS rows,
         sum(${hash})::text AS sum, ${unequal.length === 0 ? '0::float8' : `count(*) FILTER (WHERE ${unequal.join(' OR ')})::float8`} AS other
       FROM ${nameIn(schema, table.name)} AS t WHERE ${where.join(' AND ')} GROUP BY 1) AS cell`,
    values,
  );
  await transaction.run('SET LOCAL enable_seqscan = on; SET LOCAL enable_sort = on');
  for (const row of rows) {
    const key = textOf(keys[row['number'] as number]!.key);
    const days = found.get(key) ?? new Map<number, FoundCell>();
    days.set(row['day'] as number, {
      rows: row['rows'] as number,
      sum: BigInt.asUintN(64, BigInt((row['sum'] as string | null) ?? '0')),
      other: row['other'] as number,
    });
    found.set(key, days);
  }
  return found;
}

function constantText(value: Json, type: TableColumn['type']): string | null {
  if (value === null) return null;
  if (type === 'timestamp') return new Date(Number(value)).toISOString();
  return type === 'json' || typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function differences(
  { range }: ExpectedSlice,
  expected: ReadonlyMap<string, ExpectedKey>,
  found: ReadonlyMap<string, ReadonlyMap<number, FoundCell>>,
): readonly DifferentCell[] {
  const cells: DifferentCell[] = [];
  for (const [name, { key, days, constants }] of expected) {
    const there = found.get(name);
    for (const day of [...new Set([...days.keys(), ...(there?.keys() ?? [])])].sort((a, b) => a - b)) {
      const should = days.get(day);
      const is = there?.get(day);
      const same = constants !== null && is?.rows === should?.rows && is?.sum === should?.sum && is?.other === 0;
      if (!same) cells.push({ key, range: dayIn(day, range), expected: should?.rows ?? 0, found: is?.rows ?? 0 });
    }
  }
  return cells;
}

const dayIn = (day: number, range: Range): Range => ({
  from: Math.max(range.from, day * DAY),
  to: Math.min(range.to, (day + 1) * DAY),
});

/** Instants as milliseconds; in the order of the key and of time. */
async function* rowsOf(transaction: Transaction, schema: string, slice: Slice): AsyncGenerator<FoundRow> {
  const { table, keyColumns } = slice.stream;
  const there = await findTable(transaction, schema, table.name);
  if (there === null) return;
  const names = new Set(there.columns.map(({ name }) => name));
  const { asset, metric, time } = keyColumns;
  const columns = table.columns.map(({ name, type }, i) => {
    const column = names.has(name) ? `t.${quoted(name)}` : 'NULL';
    return `${type === 'timestamp' ? msOf(`${column}::timestamptz`) : column} AS c${i}`;
  });
  const same = [
    asset === null ? null : `t.${quoted(asset)} = k.asset`,
    metric === null ? null : `t.${quoted(metric)} = k.metric`,
  ];
  const keys = same.filter((one) => one !== null);
  const range =
    slice.range === null || time === null
      ? []
      : [`t.${quoted(time)} >= ${instantOf(slice.range.from)}`, `t.${quoted(time)} < ${instantOf(slice.range.to)}`];
  const wanted = `JOIN unnest($1::text[], $2::text[]) AS k (asset, metric) ON ${keys.join(' AND ')}`;
  const order = [asset, metric, time].flatMap((name) => (name === null ? [] : [`t.${quoted(name)}`]));
  await transaction.run(
    `DECLARE seedctl_rows NO SCROLL CURSOR FOR SELECT ${columns.join(', ')} FROM ${nameIn(schema, table.name)} AS t
     ${keys.length === 0 ? '' : wanted} ${range.length === 0 ? '' : `WHERE ${range.join(' AND ')}`} ${order.length === 0 ? '' : `ORDER BY ${order.join(', ')}`}`,
    keys.length === 0 ? [] : [slice.keys.map((key) => key.asset), slice.keys.map((key) => key.metric)],
  );
  try {
    for (;;) {
      const rows = await transaction.rows(`FETCH ${FETCH} FROM seedctl_rows`);
      for (const row of rows) yield Object.values(row);
      if (rows.length < FETCH) return;
    }
  } finally {
    await transaction.run('CLOSE seedctl_rows');
  }
}
