/** Writes a group: its rows and its ledger entry in one transaction. */
import { SeedctlError } from '../../model/errors.ts';
import { interrupted, TAKEN_BACK } from '../interrupted.ts';
import type { GroupWork } from '../sink.ts';
import { type Database, releaseMemory } from './database.ts';
import type { LedgerWriter } from './ledger-writer.ts';
import { list, quoted } from '../sql.ts';
import { type Scan, selectRows } from './scan.ts';

export type GroupWriter = (work: GroupWork, signal: AbortSignal) => Promise<void>;

export function createGroupWriter(database: Database, scan: Scan, ledger: LedgerWriter): GroupWriter {
  return async (work, signal) => {
    const { group } = work;
    const { table, kind } = group.stream;
    const into = `INSERT INTO main.${quoted(table.name)} (${list(table.columns.map(({ name }) => name))})`;
    try {
      await database.transaction(async () => {
        if (kind === 'metrics' || table.key === null) {
          await scan.run(`${into} ${selectRows(table, scan)}`, table, work.batches(), signal);
          await ledger.append(group, work.result());
          return 'commit';
        }
        await scan.run(
          `CREATE OR REPLACE TEMP TABLE seedctl_rows AS ${selectRows(table, scan)}`,
          table,
          work.batches(),
          signal,
        );
        await database.run(`${into} FROM temp.seedctl_rows`);
        const number = await ledger.append(group, work.result());
        await database.run(`INSERT INTO seedctl.keys SELECT ${number}, ${keyOf(table.key)} FROM temp.seedctl_rows`);
        await database.run('DROP TABLE temp.seedctl_rows');
        return 'commit';
      });
    } catch (error) {
      ledger.forget();
      throw signal.aborted ? aborted(error, signal) : error;
    }
    if (kind === 'metrics') await releaseMemory(database);
  };
}

/** A row's key as the ledger keeps it; `prefix` names where the columns are, if that is needed. */
export function keyOf(key: readonly string[], prefix = ''): string {
  return `[${key.map((name) => `CAST(${prefix}${quoted(name)} AS VARCHAR)`).join(', ')}]`;
}

/** Who aborts may say how; else it is an interruption like any other. */
export function aborted(error: unknown, { reason }: AbortSignal): unknown {
  if (error instanceof SeedctlError) return error;
  return reason instanceof SeedctlError ? reason : interrupted(TAKEN_BACK, error);
}
