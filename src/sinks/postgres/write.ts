/**
 * Writes a group: its rows and its ledger entry in one transaction. Rows of metrics go straight into the table. Where
 * one of them is there already, and always for what also leaves its keys in the ledger, they go by a table that ends
 * with the transaction: what is there as it should be stays, and what is there with other values is nobody's to
 * overwrite.
 */
import { SeedctlError } from '../../model/errors.ts';
import type { Table } from '../../model/table.ts';
import { interrupted, TAKEN_BACK } from '../interrupted.ts';
import { rowWithOtherValues } from '../refusals.ts';
import type { GroupWork } from '../sink.ts';
import { list, quoted } from '../sql.ts';
import type { Encoding } from './cell.ts';
import { isDuplicate } from './failure.ts';
import { keyOf } from './key.ts';
import type { LedgerWriter } from './ledger-writer.ts';
import type { PostgresLease } from './lease-store.ts';
import { framesOf } from './rows.ts';
import type { Server, Transaction } from './server.ts';
import { nameIn } from './tables.ts';

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

const STAGE = 'pg_temp.seedctl_rows';

/** Writes a group within a transaction, its ledger entry too. */
export type Way = (transaction: Transaction, session: string, signal: AbortSignal) => Promise<boolean>;

/** @param own another way than a write's @param expected failures of it that are thrown as they came */
export function createGroupWriter(
  options: GroupWriterOptions,
  own?: Way,
  expected?: (error: unknown) => boolean,
): (work: GroupWork) => Promise<void> {
  const { server, ledger, lease, signal } = options;
  const given = AbortSignal.any([signal, lease.signal]);
  return async (work) => {
    const { stream } = work.group;
    await lease.assertHeld();
    await ledger.register(stream);
    const straight = stream.kind === 'metrics' || stream.table.key === null;
    const session = lease.session();
    const within =
      (copy: typeof copyStraight): Way =>
      (transaction, name, signal) =>
        copy(transaction, work, name, options, signal);
    const write = (way: Way, expected?: (error: unknown) => boolean) =>
      server.transaction((transaction) => way(transaction, session, given), {
        name: session,
        signal: given,
        done: async (transaction) => {
          await lease.assertHeld();
          return (await ledger.has(transaction, session)) ? true : null;
        },
        ...(expected === undefined ? {} : { expected }),
      });
    try {
      if (own !== undefined) await write(own, expected);
      else
        await (straight
          ? write(within(copyStraight), isDuplicate).catch(stagedIfDuplicate)
          : write(within(copyStaged)));
    } catch (error) {
      throw given.aborted ? aborted(error, given) : error;
    }

    function stagedIfDuplicate(error: unknown) {
      if (!isDuplicate(error) || stream.table.key === null) throw error;
      return write(within(copyStaged));
    }
  };
}

async function copyStraight(
  transaction: Transaction,
  work: GroupWork,
  session: string,
  { schema, ledger, encodingsOf }: GroupWriterOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { table } = work.group.stream;
  await copy(transaction, nameIn(schema, table.name), table, work, encodingsOf(table), signal);
  await ledger.append(transaction, work.group, work.result(), session, null);
  return true;
}

async function copyStaged(
  transaction: Transaction,
  work: GroupWork,
  session: string,
  { schema, ledger, encodingsOf }: GroupWriterOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const { table, kind } = work.group.stream;
  const name = nameIn(schema, table.name);
  const columns = list(table.columns.map((column) => column.name));
  const key = table.key!;
  await transaction.run(`CREATE TEMP TABLE seedctl_rows ON COMMIT DROP AS SELECT ${columns} FROM ${name} WITH NO DATA`);
  await copy(transaction, STAGE, table, work, encodingsOf(table), signal);
  await transaction.run(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${STAGE} ON CONFLICT DO NOTHING`);
  const other = table.columns.map((column, i) => {
    // JSON as text has no equality of its own.
    const cast = encodingsOf(table)[i] === 'json' ? '::jsonb' : '';
    return `t.${quoted(column.name)}${cast} IS DISTINCT FROM s.${quoted(column.name)}${cast}`;
  });
  const [different] = await transaction.rows(
    `SELECT ${keyOf(key, 's.')} AS key FROM ${STAGE} AS s JOIN ${name} AS t USING (${list(key)})
     WHERE ${other.join(' OR ')} LIMIT 1`,
  );
  if (different !== undefined) {
    throw rowWithOtherValues(table.name, (different['key'] as readonly (string | null)[]).join(' '));
  }
  const keys = kind === 'metrics' ? null : `SELECT ${keyOf(key)} FROM ${STAGE}`;
  await ledger.append(transaction, work.group, work.result(), session, keys);
  return true;
}

/** The rows of `batches`, into a table or one that ends with the transaction. */
export async function copy(
  transaction: Transaction,
  name: string,
  table: Table,
  work: GroupWork,
  encodings: readonly Encoding[],
  signal: AbortSignal,
): Promise<void> {
  const columns = list(table.columns.map((column) => column.name));
  await transaction.copy(`COPY ${name} (${columns}) FROM STDIN (FORMAT binary)`, {
    frames: (free) => framesOf(work.batches(), encodings, free),
    signal,
  });
}

/** Who aborts may say how; else it is an interruption like any other. */
function aborted(error: unknown, { reason }: AbortSignal): unknown {
  if (reason instanceof SeedctlError) return reason;
  return error instanceof SeedctlError ? error : interrupted(TAKEN_BACK, error);
}
