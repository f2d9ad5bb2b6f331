/**
 * Writes records whose keys may be in the table already. Where nothing lies in their stretches of time, they go
 * straight into the table. Else they go by a table that ends with the transaction: what is there stays as it is, and
 * what is there with other values is told by its number.
 */
import type { Batch } from '../../model/table.ts';
import type { Merged, MergeWork } from '../sink.ts';
import { list } from '../sql.ts';
import type { Encoding } from './cell.ts';
import { groupTransactions, type GroupWriterOptions, type Way } from './group.ts';
import { keyOf } from './key.ts';
import { framesOf } from './rows.ts';
import type { Transaction } from './server.ts';
import { areClear } from './span.ts';
import { nameIn } from './tables.ts';
import { copy, differs } from './write.ts';

const PLACE = 'seedctl_place';

export function createMerger(options: GroupWriterOptions): (work: MergeWork) => Promise<Merged> {
  const write = groupTransactions(options);
  return async (work) => {
    let written = 0;
    const staged: Way = async (transaction, session, signal) => {
      written = await merge(transaction, work, options, signal);
      const keys = `SELECT ${keyOf(work.group.stream.table.key!)} FROM pg_temp.seedctl_rows`;
      await options.ledger.append(transaction, work.group, { ...work.result(), records: written }, session, keys);
    };
    const { spans } = work;
    const straight: Way = async (transaction, session, signal) => {
      const { schema, encodingsOf, ledger } = options;
      const { table } = work.group.stream;
      if (!(await areClear(transaction, schema, table, spans!))) return staged(transaction, session, signal);
      const ordered = { ...work, batches: () => inKeyOrder(work.batches()) };
      await copy(transaction, nameIn(schema, table.name), table, ordered, encodingsOf(table), signal);
      work.conflicts([]);
      written = work.result().records;
      await ledger.append(transaction, work.group, work.result(), session, spans);
    };
    // Once more where somebody else was quicker, or the column rounds two instants to one.
    await write(work.group.stream, spans === null ? staged : straight, staged);
    return { written };
  };
}

/**
 * Series by the texts of their key: where keys come in their order, the server need not look up where in its index each
 * one belongs, which takes a quarter of its time.
 */
function inKeyOrder(batches: Iterable<Batch>): readonly Batch[] {
  return [...batches]
    .map((batch) => ({ batch, texts: batch.table.key!.map((name) => textOf(batch, name)) }))
    .sort((a, b) => {
      const at = a.texts.findIndex((text, i) => text !== b.texts[i]);
      return at < 0 ? 0 : a.texts[at]! < b.texts[at]! ? -1 : 1;
    })
    .map(({ batch }) => batch);
}

function textOf({ table, columns }: Batch, name: string): string {
  const column = columns[table.columns.findIndex((one) => one.name === name)]!;
  return column.kind === 'constant' && typeof column.value === 'string' ? column.value : '';
}

/** How many rows were not there; they alone are left in the table of the transaction. */
async function merge(
  transaction: Transaction,
  work: MergeWork,
  { schema, encodingsOf }: GroupWriterOptions,
  signal: AbortSignal,
): Promise<number> {
  const { table } = work.group.stream;
  const name = nameIn(schema, table.name);
  const columns = list(table.columns.map((column) => column.name));
  await transaction.run(
    `CREATE TEMP TABLE seedctl_rows ON COMMIT DROP AS SELECT ${columns}, 0::float8 AS ${PLACE} FROM ${name} WITH NO DATA`,
  );
  const encodings: readonly Encoding[] = [...encodingsOf(table), 'float8'];
  await transaction.copy(`COPY pg_temp.seedctl_rows (${columns}, ${PLACE}) FROM STDIN (FORMAT binary)`, {
    frames: (free) => framesOf(work.placed(), encodings, free),
    signal,
  });
  await transaction.run(
    `CREATE TEMP TABLE seedctl_held ON COMMIT DROP AS
     SELECT s.${PLACE} AS place, ${differs(table, encodings)} AS differs
     FROM pg_temp.seedctl_rows AS s JOIN ${name} AS t USING (${list(table.key!)})`,
  );
  const other = await transaction.rows('SELECT place FROM pg_temp.seedctl_held WHERE differs ORDER BY place');
  work.conflicts(other.map((row) => Number(row['place'])));
  await transaction.run(
    `DELETE FROM pg_temp.seedctl_rows AS s USING pg_temp.seedctl_held AS h WHERE s.${PLACE} = h.place`,
  );
  const insert = `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM pg_temp.seedctl_rows`;
  // Somebody else may have been quicker since.
  return transaction.run(`${insert} ON CONFLICT DO NOTHING`);
}
