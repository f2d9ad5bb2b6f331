/** What a database holds, whoever wrote it: counted by the server. Nothing is created and nothing is changed. */
import type { Document } from 'mongodb';
import type { Contents, ContentsQuery, TableContents } from '../contents.ts';
import { tableContents, type ValueCount } from '../table-contents.ts';
import { type Connection, connect } from './connection.ts';
import type { MongoDBOptions } from './options.ts';

/** @throws SeedctlError: unreachable (6), not allowed (8) */
export async function readContents(options: MongoDBOptions, queries: readonly ContentsQuery[]): Promise<Contents> {
  const silent = () => undefined;
  const connection = await connect(options, {
    workers: 1,
    signal: new AbortController().signal,
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  try {
    const tables: TableContents[] = [];
    for (const query of queries) tables.push(await contentsOf(connection, query));
    return { tables, bytes: await bytesOf(connection) };
  } finally {
    await connection.close();
  }
}

/** Data and indexes, on disk. */
export function bytesOf({ database, persist }: Connection): Promise<number> {
  return persist(async () => {
    const { storageSize, indexSize, totalSize } = await database.command({ dbStats: 1 });
    return Number(totalSize ?? Number(storageSize) + Number(indexSize));
  });
}

async function contentsOf(
  connection: Connection,
  { table, columns, tally, period }: ContentsQuery,
): Promise<TableContents> {
  const field = (name: string | null) => (name === null ? null : `$${name}`);
  const id = { asset: field(columns.asset), metric: field(columns.metric) };
  const time = field(columns.time);
  const aggregate = (pipeline: object[]): Promise<Document[]> =>
    connection.persist(() => connection.database.collection(table.name).aggregate(pipeline).toArray());

  const within =
    period === undefined || columns.time === null
      ? []
      : [
          {
            $match: {
              $or: [
                { [columns.time]: null },
                { [columns.time]: { $gte: new Date(period.from), $lt: new Date(period.to) } },
              ],
            },
          },
        ];
  const series = await aggregate([
    ...within,
    { $group: { _id: id, records: { $sum: 1 }, first: { $min: time }, last: { $max: time } } },
    { $sort: { _id: 1 } },
  ]);
  const tallied: ValueCount[] = [];
  if (tally.length > 0 && columns.metric !== null && columns.value !== null) {
    const counted = await aggregate([
      ...within,
      { $match: { [columns.metric]: { $in: [...tally] } } },
      { $group: { _id: { ...id, value: field(columns.value) }, records: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ]);
    for (const { _id: key, records } of counted as { _id: Key & { value?: unknown }; records: number }[]) {
      tallied.push({ ...seriesOf(key), value: typeof key.value === 'number' ? key.value : null, records });
    }
  }
  const counted = series.map((row) => ({
    ...seriesOf(row['_id'] as Key),
    records: row['records'] as number,
    first: timeOf(row['first']),
    last: timeOf(row['last']),
  }));
  return tableContents(table.name, counted, tallied);
}

interface Key {
  readonly asset?: unknown;
  readonly metric?: unknown;
}

const seriesOf = ({ asset, metric }: Key) => ({ asset: textOf(asset), metric: textOf(metric) });

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

const timeOf = (value: unknown): number | null => (value instanceof Date ? value.getTime() : null);
