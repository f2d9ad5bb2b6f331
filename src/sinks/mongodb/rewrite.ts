/**
 * Writes a group where no `_id` is unique. Its range is empty before its entry is begun; from then on, what is there of its
 * series is its own. A message whose answer was lost may have arrived or not, so the whole group is taken back then,
 * and written anew. What a killed run left is taken back by the next one, before its first record.
 *
 * No transaction fences such a collection: a message of a connection that was cut may be carried out late. After a cut
 * the documents are therefore counted before the group is finished.
 */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { GroupWork, Receipt } from '../sink.ts';
import { fillPages, type Pages } from './pages.ts';
import { rowOf } from './row.ts';
import { documentsOf, type SeriesColumns } from './time-series.ts';
import { refused, type WriteContext } from './write.ts';

/** How often a group is written anew because the count is not that of its documents. */
const ROUNDS = 3;

/** @throws SeedctlError (exit 4) where there are documents of these series in this range already */
export async function rewriteGroup(
  context: WriteContext,
  pages: Pages,
  work: GroupWork,
  columns: SeriesColumns,
): Promise<Receipt> {
  const { connection, ledger, lease, signal } = context;
  const { stream, series, range } = work.group;
  const { name, key } = stream.table;
  const documents = documentsOf(columns, series, range);
  const collection = connection.database.collection(name);

  await lease.assertHeld();
  const stranger = await connection.persist(() => collection.findOne(documents));
  if (stranger !== null) throw unvouched(connection.label, name, rowOf(stranger, key));
  const entry = await ledger.begin(work.group, columns);
  await connection.persist(async (attempt) => {
    for (let round = Math.min(attempt, 1); ; round++) {
      await lease.assertHeld();
      if (round > 0) await collection.deleteMany(documents);
      const sent = await send();
      if (round === 0 || (await collection.countDocuments(documents)) === sent) return;
      if (round === ROUNDS) throw uncounted(connection.label, name);
    }
  });
  signal.throwIfAborted();
  await lease.assertHeld();
  const finished = await ledger.finish(entry, { ...work.result(), rejected: 0 });
  if (!finished) lease.lose();
  await lease.assertHeld();
  return { present: 0, rejected: 0, rejections: [] };

  async function send(): Promise<number> {
    let sent = 0;
    await fillPages(context, pages, work, async (page) => {
      signal.throwIfAborted();
      await lease.assertHeld();
      context.otherIds?.(page);
      const [error] = await context.send(name, page, signal);
      if (error !== undefined) throw refused(connection.label, name, error);
      sent += page.count;
      page.clear();
    });
    return sent;
  }
}

const unvouched = (place: string, table: string, row: string): SeedctlError =>
  new SeedctlError({
    code: 'unvouched-row',
    exit: Exit.refused,
    message: `${table} has documents of this scenario's series that its ledger does not vouch for: ${row}`,
    place,
    safe: 'they were left as they are',
    next: 'remove such documents, or choose another database: a time-series collection cannot tell them from its own',
  });

const uncounted = (place: string, table: string): SeedctlError =>
  new SeedctlError({
    code: 'server',
    exit: Exit.target,
    message: `${table} does not hold as many documents as it was sent, again and again: somebody else writes these series`,
    place,
    safe: 'every group of records that was finished is in the database, each with its ledger entry',
    next: 'let nobody else write to it, and run the same command again: it goes on where this one ended',
  });
