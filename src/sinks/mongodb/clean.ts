/** Removes what the ledger of one scenario vouches for: everything is looked at before anything is changed. */
import { Binary } from 'mongodb';
import type { PlannedStream } from '../../model/plan.ts';
import type { Table } from '../../model/table.ts';
import { complement } from '../../timeline/interval.ts';
import { type CleanRequest, toBeCleaned } from '../clean.ts';
import { unvouched } from '../refusals.ts';
import { type Claims, claimsOf, prefixOf } from './claims.ts';
import type { Connection } from './connection.ts';
import { FIRST, idAt, keyedId, LAST } from './identity.ts';
import { hasLedger, isProduction, type Ledger, seriesOf } from './ledger.ts';
import { refuseByColumns } from './strangers.ts';
import type { SeriesColumns } from './time-series.ts';
import { parts, removeGroups } from './removal.ts';
import { rowOf } from './row.ts';

interface Request extends CleanRequest {
  /** Of a table whose documents no `_id` tells apart; null: of any other. */
  readonly columnsOf: (table: string) => SeriesColumns | null;
}

/** A group that was begun may have some. */
const withRecords = { $or: [{ records: { $gt: 0 } }, { state: { $ne: 'done' as const } }] };

/** @throws SeedctlError (exit 4) with the reason; no document was touched then */
export async function clean(
  connection: Connection,
  ledger: Ledger,
  request: Request,
): Promise<{ readonly records: number }> {
  const { database } = connection;
  const asked = await toBeCleaned(request, {
    hasLedger: () => hasLedger(ledger),
    isProduction: () => isProduction(ledger),
    hasRows: async (table) => (await database.collection(table).findOne({}, { projection: { _id: 1 } })) !== null,
    hasGroups: async (table) => (await ledger.groups.findOne({ table, ...withRecords })) !== null,
  });
  if (asked === null) return { records: 0 };

  await refuseStrangers(connection, ledger, asked.planned, request.columnsOf);
  const held = await ledger.groups.find({ scenario: request.scenario }).toArray();
  return {
    records: await removeGroups(
      connection,
      ledger,
      held.filter(({ stream }) => asked.chosen(stream)),
    ),
  };
}

/** Looks for documents outside of all that any ledger vouches for, with keys that this scenario has or is going to write. */
async function refuseStrangers(
  connection: Connection,
  ledger: Ledger,
  planned: readonly PlannedStream[],
  columnsOf: Request['columnsOf'],
): Promise<void> {
  if (planned.length === 0) return;
  const series = await seriesOf(ledger, null);
  for (const table of new Set(planned.map((stream) => stream.table))) {
    const groups = await ledger.groups.find({ table: table.name }).toArray();
    const claims = await claimsOf(ledger, groups, series);
    const streams = planned.filter((one) => one.table.name === table.name);
    const columns = columnsOf(table.name);
    if (columns !== null) {
      await refuseByColumns(connection, columns, { streams, claims, groups, series });
      continue;
    }
    for (const stream of streams.filter(({ kind }) => kind === 'metrics')) {
      await refuseForeignValues(connection, stream);
      await refuseRanges(connection, stream, claims);
    }
    const assets = streams.filter(({ kind }) => kind === 'assets').flatMap(idsOfAssets);
    await refuseForeignKeys(connection, table, new Set([...claims.keys, ...assets]));
    await refuseUnclaimed(
      connection,
      table,
      assets.filter((id) => !claims.keys.has(id)),
    );
  }
}

/** Values with `_id`s of another form: whoever wrote them has chosen them. */
async function refuseForeignValues(
  { database }: Connection,
  { table, keyColumns, series }: PlannedStream,
): Promise<void> {
  const { asset, metric } = keyColumns;
  if (asset === null || metric === null) return;
  const metrics = [...new Set(series.map((one) => one.metric))];
  for (const some of parts([...new Set(series.map((one) => one.asset))], 1000)) {
    const found = await database
      .collection(table.name)
      .findOne({ [asset]: { $in: [...some] }, [metric]: { $in: metrics }, ...foreign });
    if (found !== null) throw unvouched(table.name, rowOf(found, table.key));
  }
}

const foreign = { _id: { $not: { $type: 'binData' } } } as const;

/** Other records with `_id`s of another form, whose key says which of ours they stand beside. */
async function refuseForeignKeys({ database }: Connection, table: Table, ids: ReadonlySet<string>): Promise<void> {
  const { key, name } = table;
  if (key === null || ids.size === 0) return;
  const projection = Object.fromEntries(key.map((column) => [column, 1]));
  for await (const found of database.collection(name).find(foreign, { projection })) {
    const id = keyedId(key.map((column) => plain(found[column])));
    if (ids.has(Buffer.from(id).toString('hex'))) throw unvouched(name, rowOf(found, key));
  }
}

/** As it was when the `_id` was made of it. */
const plain = (value: unknown): unknown => (value instanceof Date ? value.getTime() : (value ?? null));

/** Only where the key is the asset can its `_id` be known without its record. */
function idsOfAssets({ table, keyColumns, series }: PlannedStream): readonly string[] {
  if (table.key?.length !== 1 || table.key[0] !== keyColumns.asset) return [];
  return series.map(({ asset }) => Buffer.from(keyedId([asset])).toString('hex'));
}

/** Documents with `_id`s of our series at times that nobody claims. */
async function refuseRanges({ database }: Connection, { table, series }: PlannedStream, claims: Claims): Promise<void> {
  const gaps = series.flatMap((one) => {
    const prefix = prefixOf(one);
    const free = complement(claims.ranges.get(prefix) ?? new Float64Array(0), FIRST, LAST);
    const bytes = Buffer.from(prefix, 'hex');
    return Array.from({ length: free.length / 2 }, (_, i) => ({
      _id: { $gte: new Binary(idAt(bytes, free[2 * i]!)), $lt: new Binary(idAt(bytes, free[2 * i + 1]!)) },
    }));
  });
  for (const some of parts(gaps, 200)) {
    const found = await database.collection<{ _id: Binary }>(table.name).findOne({ $or: [...some] });
    if (found !== null) throw unvouched(table.name, rowOf(found, table.key));
  }
}

async function refuseUnclaimed({ database }: Connection, { name, key }: Table, ids: readonly string[]): Promise<void> {
  for (const some of parts(ids, 1000)) {
    const found = await database
      .collection<{ _id: Buffer }>(name)
      .findOne({ _id: { $in: some.map((id) => Buffer.from(id, 'hex')) } });
    if (found !== null) throw unvouched(name, rowOf(found, key));
  }
}
