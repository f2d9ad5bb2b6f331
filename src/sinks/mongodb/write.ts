/** Writes a group: its entry is begun, its documents are sent page by page, and once all are acknowledged it is finished. */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Lease } from '../lease.ts';
import type { GroupWork, Receipt, Rejection } from '../sink.ts';
import type { Connection } from './connection.ts';
import { ID_BYTES } from './identity.ts';
import type { Entry, LedgerWriter } from './ledger.ts';
import type { Page } from './page.ts';
import { fillPages } from './pages.ts';
import { removePresent } from './present.ts';
import type { Explain } from './rejections.ts';
import { isInvalid, isTaken, type Sender, type WriteError } from './send.ts';

export interface WriteContext {
  readonly connection: Connection;
  readonly ledger: LedgerWriter;
  readonly lease: Lease;
  readonly send: Sender;
  readonly explain: Explain;
  readonly batchSize: number | null;
  /** Of the run, and of the lease. */
  readonly signal: AbortSignal;
  /** Gives the documents of a page other `_id`s, where none are unique. */
  readonly otherIds?: ((page: Page) => void) | undefined;
}

export async function writeGroup(context: WriteContext, page: Page, work: GroupWork): Promise<Receipt> {
  const { ledger, lease, signal } = context;
  const { stream } = work.group;
  const ranged = stream.kind === 'metrics' && stream.keyColumns.time !== null;

  await lease.assertHeld();
  const entry = await ledger.begin(work.group, null);
  const writing = new Writing(context, entry, stream.table.name, ranged, page);
  await fillPages(context, page, work, () => writing.flush());
  signal.throwIfAborted();
  await lease.assertHeld();
  const finished = await ledger.finish(entry, { ...work.result(), rejected: writing.rejected });
  if (!finished) lease.lose();
  await lease.assertHeld();
  return { present: writing.present, rejected: writing.rejected, rejections: [...writing.rejections.values()] };
}

class Writing {
  present = 0;
  rejected = 0;
  /** By rule. */
  readonly rejections = new Map<string, Rejection>();
  /** Documents of this group may be there: what is there is looked up before anything is sent. */
  private suspect: boolean;
  private readonly context: WriteContext;
  private readonly entry: Entry;
  private readonly table: string;
  private readonly ranged: boolean;
  private readonly page: Page;

  constructor(context: WriteContext, entry: Entry, table: string, ranged: boolean, page: Page) {
    this.context = context;
    this.entry = entry;
    this.table = table;
    this.ranged = ranged;
    this.page = page;
    this.suspect = entry.again;
  }

  async flush(): Promise<void> {
    const { page, table, ranged } = this;
    const { connection, lease, ledger, send, signal } = this.context;
    signal.throwIfAborted();
    if (!ranged) await ledger.noteKeys(this.entry, idsOf(page));
    if (this.suspect) this.present += await this.removePresent();
    if (page.count > 0) {
      let sent = 0;
      const errors = await connection.persist(async (attempt) => {
        await lease.assertHeld();
        sent = attempt;
        return send(table, page, signal);
      });
      await this.settle(errors, sent > 0);
    }
    page.clear();
  }

  private removePresent(): Promise<number> {
    return removePresent(this.context.connection, this.table, this.page, this.ranged);
  }

  /** @param again the page was sent before, and what is there may be of that time */
  private async settle(errors: readonly WriteError[], again: boolean): Promise<void> {
    const { page, table } = this;
    const { connection, explain } = this.context;
    for (const error of errors) {
      if (isTaken(error)) continue;
      if (!isInvalid(error) && error.code !== 11_000) throw refused(connection.label, table, error);
      const { rule, record } = await explain(table, error, page.document(error.index));
      this.rejected += 1;
      const known = this.rejections.get(rule);
      this.rejections.set(rule, { table, rule, record: known?.record ?? record, records: (known?.records ?? 0) + 1 });
    }
    const taken = errors.filter(isTaken).map(({ index }) => index);
    if (taken.length === 0) return;
    page.keep(taken);
    const there = await this.removePresent();
    // Gone again in the meantime: somebody else is at work here.
    if (page.count > 0) throw refused(connection.label, table, { ...errors[0]!, message: 'documents came and went' });
    if (again) return;
    this.present += there;
    this.suspect = true;
  }
}

function idsOf(page: Page): Buffer {
  const ids = Buffer.allocUnsafe(page.count * ID_BYTES);
  for (let i = 0; i < page.count; i++) ids.set(page.id(i), i * ID_BYTES);
  return ids;
}

export const refused = (place: string, table: string, { code, message }: WriteError): SeedctlError =>
  new SeedctlError({
    code: 'server',
    exit: Exit.target,
    message: `the server did not take documents of ${table}: ${message} (code ${code})`,
    place,
    safe: 'every group of records that was finished is in the database, each with its ledger entry',
    next: 'mend the cause, and run the same command again: it goes on where this one ended',
  });
