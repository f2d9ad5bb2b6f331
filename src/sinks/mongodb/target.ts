/** The MongoDB target: what a run asks of it. */
import type { PlannedStream } from '../../model/plan.ts';
import type { Table } from '../../model/table.ts';
import { SeedctlError } from '../../model/errors.ts';
import { interrupted } from '../interrupted.ts';
import { Lease, type LeaseTimes } from '../lease.ts';
import { productionMark } from '../production.ts';
import { refusingWrites } from '../read-only.ts';
import type { SinkContext, Target } from '../sink.ts';
import { clean } from './clean.ts';
import { findCollections, setUpCollection } from './collections.ts';
import { connect } from './connection.ts';
import { bytesOf } from './contents.ts';
import { asMongoError } from './failure.ts';
import { createIndexes, setUpIndexes } from './indexes.ts';
import { leaseStore } from './lease-store.ts';
import { createLedger, createLedgerWriter, hasLedger, ledgerOf, ownedCollections, readLedger } from './ledger.ts';
import { checkKeys, checkTables } from './names.ts';
import type { MongoDBOptions } from './options.ts';
import { Page } from './page.ts';
import type { Pages } from './pages.ts';
import { createExplainer } from './rejections.ts';
import { finishRemoval } from './removal.ts';
import { rewriteGroup } from './rewrite.ts';
import { assertRights, ledgerNeeds, needOf, type Privilege, readPrivileges } from './rights.ts';
import { createSender } from './send.ts';
import { probeSequence, type Sequence } from './sequence.ts';
import { refuseSharedSeries } from './shared-series.ts';
import { refuseValidator, seriesColumnsOf, type SeriesColumns } from './time-series.ts';
import { rollBack } from './unfinished.ts';
import { createVerification } from './verification.ts';
import { setUpViews } from './views.ts';
import { mergeGroup, writeGroup } from './write.ts';

/** What a test may want otherwise. */
export interface OpenSettings {
  readonly giveUpAfter?: number;
  readonly lease?: LeaseTimes;
  readonly probe?: (database: Parameters<typeof probeSequence>[0]) => Promise<Sequence | null>;
  /**
   * Collections of metrics are written as time-series collections are, and stay plain, for servers that have none. Gives
   * the documents of a page `_id`s that follow from nothing.
   */
  readonly otherIds?: (page: Page) => void;
}

/** @throws SeedctlError: reserved names (3), locked (5), unreachable (6), TLS, password or rights (8) */
export async function openMongoDB(
  options: MongoDBOptions,
  context: SinkContext,
  settings: OpenSettings = {},
): Promise<Target> {
  const { scenario, workers, log, zone } = context;
  const production = productionMark(options.production, context);
  const connection = await connect(options, {
    workers,
    signal: context.signal,
    log,
    giveUpAfter: settings.giveUpAfter,
  });
  const { database, label } = connection;
  const ledger = ledgerOf(connection);
  const said = <T>(work: () => Promise<T>): Promise<T> => told(label, context.signal, work);
  let planned: readonly PlannedStream[] = [];
  /** Of a table whose documents no `_id` tells apart. */
  const unkeyed = (table: string, streams = planned): SeriesColumns | null =>
    options.time_series || settings.otherIds !== undefined ? seriesColumnsOf(table, streams) : null;
  if (context.readOnly) return forReading(await isEmpty());

  let lease: Lease;
  let sequence: Sequence | null;
  let privileges: readonly Privilege[] | null;
  try {
    privileges = await said(() => readPrivileges(database));
    assertRights(privileges, database.databaseName, ledgerNeeds);
    lease = await said(() => Lease.take(leaseStore(connection, scenario), label, settings.lease));
  } catch (error) {
    await connection.close();
    throw error;
  }
  try {
    sequence = await said(() => (settings.probe ?? probeSequence)(database));
  } catch (error) {
    await lease.release();
    await connection.close();
    throw error;
  }
  if (sequence === null) log.debug(`${label}: no ready-made document sequences here, inserting documents one by one`);
  const writer = createLedgerWriter(ledger, connection, context, lease);
  const writing = {
    connection,
    ledger: writer,
    lease,
    send: createSender(database, sequence),
    explain: createExplainer(database),
    batchSize: context.batchSize,
    signal: AbortSignal.any([context.signal, lease.signal]),
    otherIds: settings.otherIds,
  };
  const free: Pages[] = [];
  let tables: readonly Table[] = [];

  return {
    label,
    ledger: (streams = []) =>
      said(async () => {
        planned = streams;
        if (!(await hasLedger(ledger))) return [];
        await lease.assertHeld();
        await finishRemoval(connection, ledger, scenario);
        return readLedger(ledger, scenario);
      }),
    setUp: (all, views) =>
      said(async () => {
        checkTables(all, database.databaseName);
        checkKeys(planned);
        assertRights(privileges, database.databaseName, all.map(needOf));
        tables = all;
        for (const table of all) if (unkeyed(table.name) !== null) refuseValidator(table);
        await lease.assertHeld();
        await createLedger(ledger, production !== null);
        for (const { name } of all) {
          if (unkeyed(name) !== null) await refuseSharedSeries(ledger, scenario, name, planned);
        }
        await rollBack(connection, ledger, scenario, planned, lease.token);
        const found = await findCollections(database, [...all, ...views]);
        const owned = ownedCollections(ledger);
        for (const table of all) {
          const timeSeries = options.time_series ? unkeyed(table.name) : null;
          await setUpCollection(database, table, found.get(table.name) ?? null, {
            owned,
            timeSeries,
            log,
          });
        }
        await setUpIndexes(database, all);
        await setUpViews(database, views, found, { zone, log, owned });
      }),
    write: (work) => {
      const columns = unkeyed(work.group.stream.table.name);
      return withPages((pages) =>
        columns === null ? writeGroup(writing, pages, work) : rewriteGroup(writing, pages, work, columns),
      );
    },
    merge: (work) => withPages((pages) => mergeGroup(writing, pages, work)),
    clean: (streams, all) =>
      said(async () => {
        await lease.assertHeld();
        const columnsOf = (table: string) => unkeyed(table, all);
        return clean(connection, ledger, { scenario, production, streams, planned: all, columnsOf });
      }),
    finish: () =>
      said(async () => {
        for (const { name, indexes } of tables) await createIndexes(database, name, indexes);
        return { bytes: await bytesOf(connection) };
      }),
    async close() {
      await lease.release();
      await connection.close();
    },
  };

  async function withPages<T>(work: (pages: Pages) => Promise<T>): Promise<T> {
    const pages: Pages = free.pop() ?? [new Page(), new Page()];
    try {
      return await told(label, writing.signal, () => work(pages));
    } finally {
      free.push(pages);
    }
  }

  async function isEmpty(): Promise<boolean> {
    try {
      return await said(async () => !(await database.listCollections({}, { nameOnly: true }).hasNext()));
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  function forReading(absent: boolean): Target {
    return {
      label,
      absent,
      ledger: () => said(async () => ((await hasLedger(ledger)) ? readLedger(ledger, scenario) : [])),
      ...refusingWrites(`${label} was opened for reading`),
      verification: (streams) =>
        Promise.resolve(createVerification(connection, workers, (table) => unkeyed(table, streams) !== null)),
      finish: () => said(async () => ({ bytes: await bytesOf(connection) })),
      close: () => connection.close(),
    };
  }
}

/** Errors in the words of the product; who aborts may say how, else it is an interruption like any other. */
async function told<T>(label: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SeedctlError) throw error;
    if (!signal.aborted) throw asMongoError(error, label);
    if (signal.reason instanceof SeedctlError) throw signal.reason;
    const safe = 'every group of records that was finished is in the database; the next run takes the others over';
    throw interrupted(safe, error);
  }
}
