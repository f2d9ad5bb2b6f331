/**
 * Writes a group: its rows and its ledger entry in one transaction. Rows of metrics go straight into the table. Where
 * one of them is there already, and always for what also leaves its keys in the ledger, they go by a table that ends
 * with the transaction: what is there as it should be stays, and what is there with other values is nobody's to
 * overwrite.
 */
import type { Table } from '../../model/table.ts';
import { rowWithOtherValues } from '../refusals.ts';
import type { GroupWork } from '../sink.ts';
import { list, quoted } from '../sql.ts';
import type { Encoding } from './cell.ts';
import { groupTransactions, type GroupWriterOptions, type Way } from './group.ts';
import { keyOf } from './key.ts';
import { framesOf } from './rows.ts';
import type { Transaction } from './server.ts';
import { nameIn } from './tables.ts';

const STAGE = 'pg_temp.seedctl_rows';

export function createGroupWriter(options: GroupWriterOptions): (work: GroupWork) => Promise<void> {
  const write = groupTransactions(options);
  return (work) => {
    const { stream } = work.group;
    const staged = stream.table.key === null ? undefined : copyStaged(work, stream.table.key, options);
    if (staged !== undefined && stream.kind !== 'metrics') return write(stream, staged);
    return write(stream, copyStraight(work, options), staged);
  };
}

function copyStraight(work: GroupWork, { schema, ledger, encodingsOf }: GroupWriterOptions): Way {
  const { table } = work.group.stream;
  return async (transaction, session, signal) => {
    await copy(transaction, nameIn(schema, table.name), table, work, encodingsOf(table), signal);
    await ledger.append(transaction, work.group, work.result(), session, null);
  };
}

function copyStaged(work: GroupWork, key: readonly string[], { schema, ledger, encodingsOf }: GroupWriterOptions): Way {
  const { table, kind } = work.group.stream;
  const name = nameIn(schema, table.name);
  const columns = list(table.columns.map((column) => column.name));
  return async (transaction, session, signal) => {
    const encodings = encodingsOf(table);
    await transaction.run(
      `CREATE TEMP TABLE seedctl_rows ON COMMIT DROP AS SELECT ${columns} FROM ${name} WITH NO DATA`,
    );
    await copy(transaction, STAGE, table, work, encodings, signal);
    await transaction.run(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM ${STAGE} ON CONFLICT DO NOTHING`);
    const [different] = await transaction.rows(
      `SELECT ${keyOf(key, 's.')} AS key FROM ${STAGE} AS s JOIN ${name} AS t USING (${list(key)})
       WHERE ${differs(table, encodings)} LIMIT 1`,
    );
    if (different !== undefined) {
      throw rowWithOtherValues(table.name, (different['key'] as readonly (string | null)[]).join(' '));
    }
    const keys = kind === 'metrics' ? null : `SELECT ${keyOf(key)} FROM ${STAGE}`;
    await ledger.append(transaction, work.group, work.result(), session, keys);
  };
}

/** Whether rows `s` and `t` of one key are different. */
export function differs({ columns, key }: Table, encodings: readonly Encoding[]): string {
  const others = columns.flatMap(({ name }, i) => {
    if (key!.includes(name)) return [];
    // JSON as text has no equality of its own.
    const cast = encodings[i] === 'json' ? '::jsonb' : '';
    return `t.${quoted(name)}${cast} IS DISTINCT FROM s.${quoted(name)}${cast}`;
  });
  return others.length === 0 ? 'false' : others.join(' OR ');
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
