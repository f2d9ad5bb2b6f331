/** The DuckDB target: what a run asks of it, each as one transaction. */
import { existsSync, statSync } from 'node:fs';
import { targetPath } from '../paths.ts';
import { productionMark } from '../production.ts';
import { refusingWrites } from '../read-only.ts';
import type { SinkContext, Target } from '../sink.ts';
import { clean } from './clean.ts';
import { openDatabase, threadsFor } from './database.ts';
import { createLedger, hasLedger, readLedger, tablesOfLedger } from './ledger.ts';
import { createLedgerWriter } from './ledger-writer.ts';
import { Gate } from '../gate.ts';
import { createScan } from './scan.ts';
import { createMerger } from './merge.ts';
import { describeSource, tableSource } from './source.ts';
import { setUpTable } from './tables.ts';
import { createVerification } from './verification.ts';
import { verifyFiles } from './verify-files.ts';
import { setUpView, setUpZone } from './views.ts';
import { createGroupWriter } from './write.ts';

export interface DuckDBOptions {
  readonly path: string;
  readonly production: boolean;
}

/** @throws SeedctlError: refused path (4), locked (5), or what the file, its folder or the disk do not allow (8) */
export async function openDuckDB(options: DuckDBOptions, context: SinkContext): Promise<Target> {
  const path = targetPath(options.path, context);
  const label = `duckdb:${options.path}`;
  const production = productionMark(options.production, context);
  // Who only reads makes no file: what is not there holds nothing.
  if (context.readOnly && !existsSync(path)) return absent(label, context);

  const threads = threadsFor(context.workers);
  const database = await openDatabase(path, { readOnly: context.readOnly, threads });
  const scan = createScan(database.connection, {
    name: 'seedctl_scan',
    threads,
  });
  const entries = createLedgerWriter(database, context);
  const write = createGroupWriter(database, scan, entries);
  const merge = createMerger(database, scan, entries);
  // Groups come from several workers; DuckDB's own threads share the work of each.
  const gate = new Gate(1);

  return {
    label,
    ledger: () => gate.through(async () => ((await hasLedger(database)) ? readLedger(database, context.scenario) : [])),
    setUp: (tables, views) =>
      gate.through(() =>
        database.transaction(async () => {
          let changed = await createLedger(database, production !== null);
          const ours = await tablesOfLedger(database);
          for (const table of tables) changed = (await setUpTable(database, table, ours)) || changed;
          if (views.some(({ kind }) => kind === 'uptime')) {
            changed = (await setUpZone(database, context.zone)) || changed;
          }
          for (const view of views) changed = (await setUpView(database, view, context.zone)) || changed;
          return changed ? 'commit' : 'rollback';
        }),
      ),
    write: (work) => gate.through(() => write(work, context.signal)),
    merge: (work) => gate.through(() => merge(work, context.signal)),
    clean: (streams, planned) =>
      gate.through(async () => {
        const cleaned = await clean(database, { scenario: context.scenario, production, streams, planned });
        entries.forget();
        return cleaned;
      }),
    verification: () =>
      createVerification(database, {
        threads,
        source: async (table) => {
          const from = await tableSource(database, table);
          return from === null ? null : describeSource(database, from);
        },
        damaged: [],
        rewritesJson: false,
        signal: context.signal,
        close: () => undefined,
      }),
    finish: () =>
      gate.through(async () => {
        await database.run('CHECKPOINT');
        return { bytes: statSync(path).size };
      }),
    close: () =>
      gate.through(() => {
        database.close();
        return Promise.resolve();
      }),
  };
}

function absent(label: string, { workers, signal }: SinkContext): Target {
  return {
    label,
    absent: true,
    ledger: () => Promise.resolve([]),
    ...refusingWrites(`${label} was opened for reading, and is not there`),
    verification: () => verifyFiles({ kind: 'parquet', files: () => [], doubtful: [], place: label, workers, signal }),
    finish: () => Promise.resolve({ bytes: null }),
    close: () => Promise.resolve(),
  };
}
