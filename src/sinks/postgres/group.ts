/** A group is one transaction of this run: its rows and its ledger entry are there or not. */
import { SeedctlError } from '../../model/errors.ts';
import type { PlannedStream } from '../../model/plan.ts';
import type { Table } from '../../model/table.ts';
import { interrupted, TAKEN_BACK } from '../interrupted.ts';
import type { Encoding } from './cell.ts';
import { isDuplicate } from './failure.ts';
import type { LedgerWriter } from './ledger-writer.ts';
import type { PostgresLease } from './lease-store.ts';
import type { Server, Transaction } from './server.ts';

export interface GroupWriterOptions {
  readonly server: Server;
  readonly ledger: LedgerWriter;
  readonly lease: PostgresLease;
  readonly schema: string;
  /** Aligned with the columns of a table that was set up. */
  readonly encodingsOf: (table: Table) => readonly Encoding[];
  /** Of the run. */
  readonly signal: AbortSignal;
}

/** Writes a group within a transaction, its ledger entry too. */
export type Way = (transaction: Transaction, session: string, signal: AbortSignal) => Promise<void>;

/** Writes a group of a stream in one way; `ifHeld`: in another, where one of its keys is there already. */
export type WriteGroup = (stream: PlannedStream, way: Way, ifHeld?: Way) => Promise<void>;

export function groupTransactions({ server, ledger, lease, signal }: GroupWriterOptions): WriteGroup {
  const given = AbortSignal.any([signal, lease.signal]);
  return async (stream, way, ifHeld) => {
    await lease.assertHeld();
    await ledger.register(stream);
    const session = lease.session();
    const write = (way: Way, expected: (error: unknown) => boolean) =>
      server.transaction(
        async (transaction) => {
          await way(transaction, session, given);
          return true;
        },
        {
          name: session,
          signal: given,
          done: async (transaction) => {
            await lease.assertHeld();
            return (await ledger.has(transaction, session)) ? true : null;
          },
          expected,
        },
      );
    try {
      await write(way, (error) => ifHeld !== undefined && isDuplicate(error)).catch((error: unknown) => {
        if (ifHeld === undefined || !isDuplicate(error)) throw error;
        return write(ifHeld, () => false);
      });
    } catch (error) {
      throw given.aborted ? aborted(error, given) : error;
    }
  };
}

/** Who aborts may say how; else it is an interruption like any other. */
function aborted(error: unknown, { reason }: AbortSignal): unknown {
  if (reason instanceof SeedctlError) return reason;
  return error instanceof SeedctlError ? error : interrupted(TAKEN_BACK, error);
}
