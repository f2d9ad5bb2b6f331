/** The PostgreSQL target: what a run asks of it, each as one transaction. */
import type { Table } from '../../model/table.ts';
import { productionMark } from '../production.ts';
import { refusingWrites } from '../read-only.ts';
import type { SinkContext, Target } from '../sink.ts';
import type { Encoding } from './cell.ts';
import { clean } from './clean.ts';
import { createLedger, hasLedger, isEmpty, LOCK, type Owner, readLedger } from './ledger.ts';
import { createLedgerWriter } from './ledger-writer.ts';
import { type PostgresLease, takeLease } from './lease-store.ts';
import { Server, type Transaction } from './server.ts';
import { labelOf, type PostgresOptions, settingsOf } from './settings.ts';
import { applySetUp, createIndexes, planSetUp } from './set-up.ts';
import { bytesOf } from './timescale.ts';
import type { Verification } from '../verification.ts';
import { createVerification } from './verification.ts';
import { checkWritable } from './version.ts';
import { createMerger } from './merge.ts';
import { createGroupWriter } from './write.ts';

/** @throws SeedctlError: locked (5), not reached (6), or what the server does not allow (8) */
export async function openPostgres(options: PostgresOptions, context: SinkContext): Promise<Target> {
  const settings = settingsOf(options);
  const label = labelOf(options);
  const owner: Owner = { scenario: context.scenario, schema: settings.schema };
  const server = await Server.open(settings, label);
  try {
    if (context.readOnly) return await readOnly(server, owner, context.workers);
    await server.transaction((transaction) => checkWritable(transaction, label));
    await server.transaction((transaction) => createLedger(transaction));
    const lease = await takeLease(server, owner);
    return writable(server, owner, lease, productionMark(options.production, context), context);
  } catch (error) {
    await server.close();
    throw error;
  }
}

function writable(
  server: Server,
  owner: Owner,
  lease: PostgresLease,
  production: string | null,
  context: SinkContext,
): Target {
  const { schema } = owner;
  const ledger = createLedgerWriter(server, owner, context, lease);
  const encodings = new Map<string, readonly Encoding[]>();
  const encodingsOf = ({ name }: Table) => encodings.get(name)!;
  let tables: readonly Table[] = [];
  const writing = { server, ledger, lease, schema, encodingsOf, signal: context.signal };
  const write = createGroupWriter(writing);
  const merge = createMerger(writing);
  return {
    label: server.label,
    ledger: () => server.transaction((transaction) => readLedger(transaction, owner)),
    async setUp(all, views) {
      await lease.assertHeld();
      tables = all;
      const request = { schema, tables, views, zone: context.zone, production: production !== null };
      await server.transaction(async (transaction) => {
        await transaction.run(LOCK);
        const plan = await planSetUp(transaction, request);
        for (const [name, of] of plan.encodings) encodings.set(name, of);
        await applySetUp(transaction, plan);
      });
    },
    write,
    merge,
    async clean(streams, planned) {
      await lease.assertHeld();
      const cleaned = await server.transaction(
        async (transaction) => {
          const removed = await clean(transaction, { ...owner, production, streams, planned });
          await lease.assertWithin(transaction);
          return removed;
        },
        { name: lease.session() },
      );
      ledger.forget();
      return cleaned;
    },
    async finish() {
      await lease.assertHeld();
      for (const table of tables) await server.transaction((transaction) => createIndexes(transaction, schema, table));
      const names = tables.map(({ name }) => name);
      return { bytes: await server.transaction((transaction) => bytesOf(transaction, schema, names)) };
    },
    async close() {
      await lease.release();
      await server.close();
    },
  };
}

async function readOnly(server: Server, owner: Owner, workers: number): Promise<Target> {
  const absent = await server.transaction((transaction) => isEmpty(transaction, owner));
  return {
    label: server.label,
    absent,
    ledger: () =>
      server.transaction(async (transaction) => ((await hasLedger(transaction)) ? readLedger(transaction, owner) : [])),
    verification: () => verifying(server, owner.schema, workers),
    ...refusingWrites(`${server.label} was opened for reading`),
    finish: () => Promise.resolve({ bytes: null }),
    close: () => server.close(),
  };
}

/** Transactions that are open until the verification is closed: they see one state of the database. */
async function verifying(server: Server, schema: string, workers: number): Promise<Verification> {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const transactions: Promise<void>[] = [];
  const open = (snapshot?: string): Promise<Transaction> =>
    new Promise((resolve, reject) => {
      const transaction = server.transaction(
        async (opened) => {
          resolve(opened);
          await ended;
        },
        { readOnly: true, once: true, ...(snapshot === undefined ? {} : { snapshot }) },
      );
      transaction.catch(reject);
      transactions.push(transaction);
    });
  const close = async () => {
    end();
    await Promise.allSettled(transactions);
  };
  const first = await open();
  try {
    const [exported] = await first.rows('SELECT pg_export_snapshot() AS snapshot');
    const others: Transaction[] = [];
    while (others.length + 1 < workers) others.push(await open(exported!['snapshot'] as string));
    return await createVerification([first, ...others], schema, close);
  } catch (error) {
    await close();
    throw error;
  }
}
