/**
 * Compares what a database holds with what a run would write: the server counts and sums by series, and only series whose
 * sums differ are asked for by day. A sum of values, and one in which each is weighted by its time, tell apart what
 * their rounding does not hide; every other column is the same in all records of a series, or its rows are read.
 */
import { Binary, type Document } from 'mongodb';
import type { Table } from '../../model/table.ts';
import { DAY, type Json, type Range } from '../../model/units.ts';
import type { DifferentCell, ExpectedSlice, FoundRow, SeriesKey, Slice, Verification } from '../verification.ts';
import type { Connection } from './connection.ts';
import { idsOf, seriesPrefix } from './identity.ts';
import { parts } from './removal.ts';
import { type Expected, type Sums, isEqual, isNear, nameOf, othersOf, sumExpected, total, valueOf } from './sums.ts';

/** Series a question. */
const AT_ONCE = 200;
/** Records from which on a series is asked for alone: to sort them out by series would take longer than a question more. */
const MANY = 1000;

/**
 * @param workers questions at once
 * @param unkeyed whether no `_id`s are to be relied on in a table
 */
export function createVerification(
  { database, persist }: Connection,
  workers: number,
  unkeyed: (table: string) => boolean,
): Verification {
  const foreign = new Map<string, Promise<boolean>>();
  /** Whether there are documents with `_id`s of another form: then ranges of `_id`s do not find all. */
  const hasForeign = (name: string): Promise<boolean> => {
    if (unkeyed(name)) return Promise.resolve(true);
    const known = foreign.get(name);
    if (known !== undefined) return known;
    // In the order of `_id`s a type lies together: between two of one type there is no other.
    const end = (order: 1 | -1) =>
      persist(() => database.collection(name).findOne({}, { projection: { _id: 1 }, sort: { _id: order } }));
    const asked = Promise.all([end(1), end(-1)]).then((ends) =>
      ends.some((found) => found !== null && !((found._id as unknown) instanceof Binary)),
    );
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
    const { asset, metric } = keyColumns;
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
            // By arithmetic: DocumentDB 1.0 truncates some instants to another day.
            ...(byDay ? { day: { $floor: { $divide: [instantOf(slice), DAY] } } } : {}),
          },
          count: { $sum: 1 },
          ...sumsOf(slice),
          ...(Object.fromEntries(others) as object),
        },
      },
    ];
    return persist(() => database.collection(table.name).aggregate(pipeline).toArray());
  }

  /** Whether the records of one series are, as far as counts and sums tell, those that they should be. */
  async function isAsExpected(slice: ExpectedSlice, { key, constants }: Expected, sums: Sums): Promise<boolean> {
    if (constants === null) return false;
    const { table, keyColumns } = slice.stream;
    const range = rangeOf(key, slice.range);
    const { asset, metric } = keyColumns;
    const same = new Map([...constants, [asset!, key.asset], [metric!, key.metric]]);
    const types = new Map(table.columns.map(({ name, type }) => [name, type]));
    const equals = [...same].map(([name, value]) => {
      const held = types.get(name) === 'timestamp' && value !== null ? new Date(value as number) : value;
      return [name, { $eq: held }];
    });
    const ask = (match: object, more: object) =>
      persist(() =>
        database
          .collection(table.name)
          .aggregate([{ $match: match }, { $group: { _id: null, count: { $sum: 1 }, ...more } }])
          .toArray(),
      );
    const [all, alike] = await Promise.all([
      ask(range, {}),
      ask({ ...range, ...(Object.fromEntries(equals) as object) }, sumsOf(slice)),
    ]);
    const [found] = alike;
    return all[0]?.['count'] === sums.count && found?.['count'] === sums.count && isNear(sums, found);
  }

  /** Keys of long series whose records are others; `rest` are those of the short ones. */
  async function longSuspects(slice: ExpectedSlice, expected: ReadonlyMap<string, Expected>) {
    const suspects: SeriesKey[] = [];
    const rest: SeriesKey[] = [];
    const long: (readonly [Expected, Sums])[] = [];
    const byId = await isById(slice);
    for (const key of slice.keys) {
      const should = expected.get(nameOf(key));
      const sums = total(should);
      if (byId && should !== undefined && sums !== undefined && sums.count >= MANY) long.push([should, sums]);
      else rest.push(key);
    }
    const waiting = long.values();
    const work = async (): Promise<void> => {
      for (const [should, sums] of waiting) if (!(await isAsExpected(slice, should, sums))) suspects.push(should.key);
    };
    await Promise.all(Array.from({ length: workers }, work));
    return { suspects, rest };
  }

  return {
    damaged: [],
    async differentCells(slice) {
      const expected = sumExpected(slice);
      const cells: DifferentCell[] = [];
      const { suspects, rest } = await longSuspects(slice, expected);
      for (const keys of parts(suspects, AT_ONCE)) cells.push(...(await byDay({ ...slice, keys }, expected)));
      for (const keys of parts(rest, AT_ONCE)) {
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

const instantOf = ({ stream }: Slice): object => ({ $toLong: `$${stream.keyColumns.time!}` });

/** Of the values, and of the values by the seconds of the slice: small numbers, so that little is lost in sums. */
function sumsOf(slice: ExpectedSlice): object {
  const value = `$${valueOf(slice.stream.table)}`;
  const weight = { $divide: [{ $subtract: [instantOf(slice), slice.range.from] }, 1000] };
  return { value: { $sum: value }, weighted: { $sum: { $multiply: [value, weight] } } };
}

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
