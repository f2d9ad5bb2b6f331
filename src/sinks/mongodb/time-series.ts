/**
 * Time-series collections. From MongoDB's manual: they have no unique index and none on `_id`, take no validator and are
 * not written in transactions; they exist from 5.0 on, and a delete of theirs may ask for any field from 7.0 on. So no
 * `_id` tells whether a document is there: a group is found again by its series and its range of time, and is taken back
 * as a whole before it is written again.
 */
import { type CreateCollectionOptions, type Db, type Filter, type Document, MongoServerError } from 'mongodb';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { PlannedStream, Series } from '../../model/plan.ts';
import type { Table } from '../../model/table.ts';
import type { Range } from '../../model/units.ts';
import { isPassing } from './failure.ts';

/** Columns by which the documents of a series are found; `asset` is the collection's meta field. */
export interface SeriesColumns {
  readonly asset: string;
  readonly metric: string;
  readonly time: string;
}

/** Of a table that holds metrics alone; null: it holds other records too. @throws SeedctlError (exit 3) where one is missing */
export function seriesColumnsOf(table: string, planned: readonly PlannedStream[]): SeriesColumns | null {
  const streams = planned.filter((stream) => stream.table.name === table);
  const [first] = streams;
  if (first === undefined || !streams.every(({ kind }) => kind === 'metrics')) return null;
  const { asset, metric, time } = first.keyColumns;
  if (asset !== null && metric !== null && time !== null) return { asset, metric, time };
  throw new SeedctlError({
    code: 'time-series-columns',
    exit: Exit.invalid,
    message: `the records of stream ${first.id} leave out whose they are, of what or when, and in a time-series collection nothing else tells them apart`,
    place: table,
    safe: 'nothing was written',
    next: 'keep `$asset`, `$metric` and `$time` in `record:`, or take out `time_series` of the sink',
  });
}

type Whose = Pick<Series, 'asset' | 'metric'>;

/** Finds the documents of these series in the range. */
export function documentsOf(columns: SeriesColumns, series: readonly Whose[], { from, to }: Range): Filter<Document> {
  const metrics = new Map<string, (string | null)[]>();
  for (const { asset, metric } of series) metrics.set(asset, [...(metrics.get(asset) ?? []), metric]);
  const whose = [...metrics].map(([asset, names]) => ({ [columns.asset]: asset, [columns.metric]: { $in: names } }));
  return { [columns.time]: { $gte: new Date(from), $lt: new Date(to) }, $or: whose };
}

/** @throws SeedctlError (exit 3) */
export function refuseValidator({ name, validator }: Table): void {
  if (validator == null) return;
  throw new SeedctlError({
    code: 'time-series-validator',
    exit: Exit.invalid,
    message: `a time-series collection takes no validator, and ${name} has one`,
    place: name,
    safe: 'nothing was written',
    next: 'take out the validator of the table, or `time_series` of the sink',
  });
}

interface MaybeTimeSeries {
  readonly timeField: string | null;
  readonly metaField: string | null;
}

/** @throws SeedctlError (exit 8): another collection is there, or the server does not do what is needed */
export async function setUpTimeSeries(
  database: Db,
  { name }: Table,
  found: MaybeTimeSeries | null,
  find: () => Promise<MaybeTimeSeries | null>,
  columns: SeriesColumns,
): Promise<void> {
  const isRight = (found: MaybeTimeSeries | null): boolean =>
    found?.timeField === columns.time && found.metaField === columns.asset;
  if (found !== null && !isRight(found)) throw otherKind(name, columns);
  if (found === null) {
    const timeseries: CreateCollectionOptions['timeseries'] = {
      timeField: columns.time,
      metaField: columns.asset,
      granularity: 'minutes',
    };
    await database.createCollection(name, { timeseries });
  }
  try {
    if (found === null && !isRight(await find())) throw notMade(name);
    await probeDeletes(database, name, columns);
  } catch (error) {
    // It is new and empty: nobody else's.
    if (found === null) await database.dropCollection(name);
    throw error;
  }
}

/** Servers before 7.0 refuse the question, whether or not there is such a document. */
async function probeDeletes(database: Db, name: string, columns: SeriesColumns): Promise<void> {
  const none = documentsOf(columns, [{ asset: '', metric: '' }], { from: 0, to: 0 });
  try {
    await database.collection(name).deleteMany(none);
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code === 13 || isPassing(error)) throw error;
    throw new SeedctlError(
      {
        code: 'time-series-deletes',
        exit: Exit.target,
        message: `this server does not remove documents of the time-series collection ${name} by metric and time, which a run that was interrupted needs: ${error.message}`,
        place: name,
        safe: 'no record was written',
        next: 'use MongoDB 7.0 or later: before it, they are removed by their meta field alone; or take out `time_series` of the sink',
      },
      { cause: error },
    );
  }
}

const otherKind = (name: string, { time, asset }: SeriesColumns): SeedctlError =>
  new SeedctlError({
    code: 'other-table',
    exit: Exit.target,
    message: `${name} is another collection and must be a time-series collection by ${time}, with the meta field ${asset}`,
    place: name,
    safe: 'nothing was changed',
    next: 'change `time_series` of the sink, send the stream to another collection with `to:`, or choose another database',
  });

const notMade = (name: string): SeedctlError =>
  new SeedctlError({
    code: 'not-kept',
    exit: Exit.target,
    message: `the server was told that ${name} is a time-series collection, and does not keep it`,
    place: name,
    safe: 'no record was written',
    next: 'take out `time_series` of the sink, or use a server that knows such collections',
  });
