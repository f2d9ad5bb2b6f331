/**
 * Compares what a database holds with what a run would write: the server counts and sums by series, and only series whose
 * sums differ are asked for by day. A sum of values, and one in which each is weighted by its time, tell apart what
 * their rounding does not hide; every other column is the same in all records of a series, or its rows are read.
 */
import { Binary, type Document } from 'mongodb';
import { canonical } from '../../model/canonical.ts';
import type { Batch, Table } from '../../model/table.ts';
import { DAY, type Json, type Range } from '../../model/units.ts';
import type { DifferentCell, ExpectedSlice, FoundRow, SeriesKey, Slice, Verification } from '../verification.ts';
import type { Connection } from './connection.ts';
import { idsOf, seriesPrefix } from './identity.ts';
import { parts } from './removal.ts';

/** Series a question. */
const AT_ONCE = 200;
/** Bound of the error of one addition, relative to the sum. */
const EPSILON = 2 ** -52;

/** Of the records of a series on a day, or of all days. */
interface Sums {
  count: number;
  value: number;
  weighted: number;
  /** Of absolute values: what the rounding of the sums is measured by. */
  readonly size: { value: number; weighted: number };
}

interface Expected {
  readonly key: SeriesKey;
  readonly days: Map<number, Sums>;
  /** By column, what all records hold; null: they differ, and only rows can be compared. */
  constants: ReadonlyMap<string, string> | null;
}

/** @param unkeyed whether no `_id`s are to be relied on in a table */
export function createVerification(connection: Connection, unkeyed: (table: string) => boolean): Verification {
  const { database, persist } = connection;
  const foreign = new Map<string, Promise<boolean>>();
  /** Whether there are documents with `_id`s of another form: then ranges of `_id`s do not find all. */
  const hasForeign = (name: string): Promise<boolean> => {
    if (unkeyed(name)) return Promise.resolve(true);
    const known = foreign.get(name);
    if (known !== undefined) return known;
    const asked = persist(() =>
      database.collection(name).findOne({ _id: { $not: { $type: 'binData' } } } as const, { projection: { _id: 1 } }),
    ).then((found) => found !== null);
    foreign.set(name, asked);
    return asked;
  };

  /** Whether all rows are found by ranges of `_id`s: what a record leaves out is in its `_id`, and not in its key. */
  const isById = async ({ stream, range }: Slice): Promise<boolean> => {
    const { asset, metric } = stream.keyColumns;
    if (stream.kind !== 'metrics' || range === null || asset === null || metric === null) return false;
    return !(await hasForeign(stream.table.name));
  };

  async function filterOf(slice: Slice): Promise<object> {
    const { stream, keys, range } = slice;
    const { asset, metric, time } = stream.keyColumns;
    if (range !== null && (await isById(slice))) return { $or: keys.map((key) => rangeOf(key, range)) };
    const column = (name: string | null, of: 'asset' | 'metric') =>
      name === null ? {} : { [name]: { $in: [...new Set(keys.map((key) => key[of]))] } };
    const within = { $gte: new Date(range?.from ?? 0), $lt: new Date(range?.to ?? 0) };
    return {
      ...column(asset, 'asset'),
      ...column(metric, 'metric'),
      ...(range === null || time === null ? {} : { [time]: within }),
    };
  }

  async function sumFound(slice: ExpectedSlice, byDay: boolean): Promise<readonly Document[]> {
    const { table, keyColumns } = slice.stream;
    const { asset, metric, time } = keyColumns;
    const value = valueOf(table);
    // Days by arithmetic: DocumentDB 1.0 truncates some instants to another day.
    const at = { $toLong: `$${time!}` };
    const others = othersOf(slice).flatMap((name, i) => [
      [`least${i}`, { $min: `$${name}` }],
      [`most${i}`, { $max: `$${name}` }],
    ]);
    const pipeline = [
      { $match: await filterOf(slice) },
      {
        $group: {
          _id: {
            asset: asset === null ? null : `$${asset}`,
            metric: metric === null ? null : `$${metric}`,
            ...(byDay ? { day: { $floor: { $divide: [at, DAY] } } } : {}),
          },
          count: { $sum: 1 },
          value: { $sum: `$${value}` },
          weighted: { $sum: { $multiply: [`$${value}`, weightOf(at, slice.range)] } },
          ...(Object.fromEntries(others) as object),
        },
      },
    ];
    return persist(() => database.collection(table.name).aggregate(pipeline).toArray());
  }

  return {
    damaged: [],
    async differentCells(slice) {
      const expected = sumExpected(slice);
      const cells: DifferentCell[] = [];
      for (const keys of parts(slice.keys, AT_ONCE)) {
        const found = new Map(
          (await sumFound({ ...slice, keys }, false)).map((row) => [nameOf(row['_id'] as SeriesKey), row]),
        );
        const suspects = keys.filter((key) => {
          const should = expected.get(nameOf(key));
          return !isEqual(should, total(should), found.get(nameOf(key)), othersOf(slice));
        });
        if (suspects.length > 0) cells.push(...(await byDay({ ...slice, keys: suspects }, expected)));
      }
      return cells;
    },
    async *rows(slice) {
      const { table, keyColumns } = slice.stream;
      const { asset, metric, time } = keyColumns;
      const ordered = await isById(slice);
      for (const keys of parts(slice.keys, AT_ONCE)) {
        const order = [asset, metric, time].flatMap((name): [string, 1][] => (name === null ? [] : [[name, 1]]));
        const sort: [string, 1][] = ordered ? [['_id', 1]] : order;
        const cursor = database.collection(table.name).find(await filterOf({ ...slice, keys }));
        for await (const document of sort.length === 0 ? cursor : cursor.sort(sort)) yield rowOf(document, table);
      }
    },
    close: () => Promise.resolve(),
  };

  async function byDay(slice: ExpectedSlice, expected: ReadonlyMap<string, Expected>): Promise<DifferentCell[]> {
    const found = new Map<string, Map<number, Document>>();
    for (const row of await sumFound(slice, true)) {
      const { day, ...key } = row['_id'] as SeriesKey & { day: number };
      const days = found.get(nameOf(key)) ?? new Map<number, Document>();
      found.set(nameOf(key), days.set(day * DAY, row));
    }
    return slice.keys.flatMap((key) => {
      const should = expected.get(nameOf(key));
      const is = found.get(nameOf(key));
      const days = [...new Set([...(should?.days.keys() ?? []), ...(is?.keys() ?? [])])].sort((a, b) => a - b);
      return days.flatMap((day): DifferentCell[] => {
        const [sums, row] = [should?.days.get(day), is?.get(day)];
        if (isEqual(should, sums, row, othersOf(slice))) return [];
        const range = { from: Math.max(slice.range.from, day), to: Math.min(slice.range.to, day + DAY) };
        return [{ key, range, expected: sums?.count ?? 0, found: (row?.['count'] as number | undefined) ?? 0 }];
      });
    });
  }
}

/** Ranges of `_id`s are those that a series of ours has. */
function rangeOf({ asset, metric }: SeriesKey, range: Range): object {
  const { from, to } = idsOf(seriesPrefix(asset ?? '', metric), range);
  return { _id: { $gte: new Binary(from), $lt: new Binary(to) } };
}

const valueOf = ({ columns }: Table): string => columns.find(({ type }) => type === 'number')?.name ?? '';

/** Columns besides whose, when and what. */
function othersOf({ stream: { table, keyColumns } }: Slice): readonly string[] {
  const known = [keyColumns.asset, keyColumns.metric, keyColumns.time, valueOf(table)];
  return table.columns.map(({ name }) => name).filter((name) => !known.includes(name));
}

/** Seconds of the slice: small numbers, so that little is lost in sums. */
const weightOf = (at: object, { from }: Range): object => ({ $divide: [{ $subtract: [at, from] }, 1000] });

function sumExpected(slice: ExpectedSlice): ReadonlyMap<string, Expected> {
  const expected = new Map<string, Expected>();
  const { table, keyColumns } = slice.stream;
  const indexOf = (name: string | null) => table.columns.findIndex((column) => column.name === name);
  const [time, value] = [indexOf(keyColumns.time), indexOf(valueOf(table))];
  for (const batch of slice.batches()) {
    const key = {
      asset: keyColumns.asset === null ? null : batch.asset,
      metric: keyColumns.metric === null ? null : batch.metric,
    };
    const constants = constantsOf(batch, othersOf(slice));
    const known = expected.get(nameOf(key));
    const one = known ?? { key, days: new Map<number, Sums>(), constants };
    if (known === undefined) expected.set(nameOf(key), one);
    else if (!isSameMap(one.constants, constants)) one.constants = null;
    const [times, values] = [batch.columns[time], batch.columns[value]];
    if (times?.kind !== 'times' || values?.kind !== 'numbers') one.constants = null;
    else addTo(one.days, times.values, values.values, batch.count, slice.range);
  }
  return expected;
}

function addTo(
  days: Map<number, Sums>,
  times: Float64Array,
  values: Float64Array,
  count: number,
  { from }: Range,
): void {
  let [day, sums]: [number, Sums | undefined] = [NaN, undefined];
  for (let i = 0; i < count; i++) {
    const [time, value] = [times[i]!, values[i]!];
    if (sums === undefined || time >= day + DAY || time < day) {
      day = Math.floor(time / DAY) * DAY;
      sums = days.get(day);
      if (sums === undefined)
        days.set(day, (sums = { count: 0, value: 0, weighted: 0, size: { value: 0, weighted: 0 } }));
    }
    const weighted = value * ((time - from) / 1000);
    sums.count += 1;
    sums.value += value;
    sums.weighted += weighted;
    sums.size.value += Math.abs(value);
    sums.size.weighted += Math.abs(weighted);
  }
}

function total(expected: Expected | undefined): Sums | undefined {
  if (expected === undefined) return undefined;
  const all: Sums = { count: 0, value: 0, weighted: 0, size: { value: 0, weighted: 0 } };
  for (const day of expected.days.values()) {
    all.count += day.count;
    all.value += day.value;
    all.weighted += day.weighted;
    all.size.value += day.size.value;
    all.size.weighted += day.size.weighted;
  }
  return all;
}

function constantsOf(batch: Batch, others: readonly string[]): ReadonlyMap<string, string> | null {
  const constants = new Map<string, string>();
  for (const name of others) {
    const column = batch.columns[batch.table.columns.findIndex((one) => one.name === name)];
    if (column?.kind === 'absent') constants.set(name, canonical(null));
    else if (column?.kind === 'constant') constants.set(name, canonical(column.value));
    else return null;
  }
  return constants;
}

function isSameMap(a: ReadonlyMap<string, string> | null, b: ReadonlyMap<string, string> | null): boolean {
  return a !== null && b !== null && [...a].every(([name, text]) => b.get(name) === text);
}

/** As far as counts and sums tell. */
function isEqual(
  expected: Expected | undefined,
  sums: Sums | undefined,
  found: Document | undefined,
  others: readonly string[],
): boolean {
  if (sums === undefined || sums.count === 0) return found === undefined;
  if (expected?.constants == null || found?.['count'] !== sums.count) return false;
  const near = (name: 'value' | 'weighted'): boolean =>
    Math.abs(Number(found[name]) - sums[name]) <= 2 * EPSILON * sums.count * sums.size[name];
  return (
    near('value') &&
    near('weighted') &&
    others.every((name, i) => {
      const should = expected.constants!.get(name);
      return canonical(found[`least${i}`] ?? null) === should && canonical(found[`most${i}`] ?? null) === should;
    })
  );
}

const nameOf = ({ asset, metric }: SeriesKey): string => JSON.stringify([asset ?? null, metric ?? null]);

function rowOf(document: Document, { columns }: Table): FoundRow {
  return columns.map(({ name, type }) => {
    const value: unknown = document[name];
    if (value === undefined || value === null) return null;
    if (type === 'timestamp') return value instanceof Date ? value.getTime() : null;
    if (type === 'number') return typeof value === 'number' ? value : null;
    if (type === 'boolean') return typeof value === 'boolean' ? value : null;
    return type === 'text' ? (typeof value === 'string' ? value : null) : (JSON.parse(JSON.stringify(value)) as Json);
  });
}
