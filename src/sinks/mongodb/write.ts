/** Writes a group: its entry is begun, its documents are sent page by page, and once all are acknowledged it is finished. */
import { MongoServerError } from 'mongodb';
import type { Lease } from '../lease.ts';
import type { GroupWork, Merged, MergeWork, Receipt, Rejection } from '../sink.ts';
import type { Connection } from './connection.ts';
import { asMongoError } from './failure.ts';
import { ID_BYTES } from './identity.ts';
import type { Entry, LedgerWriter } from './ledger.ts';
import type { Page } from './page.ts';
import { fillPages, type Pages } from './pages.ts';
import { findPresent, otherValues } from './present.ts';
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

export async function writeGroup(context: WriteContext, pages: Pages, work: GroupWork): Promise<Receipt> {
  const { present, rejected, rejections } = await write(context, pages, work, null);
  return { present, rejected, rejections: [...rejections.values()] };
}

/** As `writeGroup`; a document whose `_id` is there with other values stays out, and its number is told. */
export async function mergeGroup(context: WriteContext, pages: Pages, work: MergeWork): Promise<Merged> {
  const conflicts: number[] = [];
  const { present, rejected, rejections } = await write(context, pages, work, conflicts, () => {
    work.conflicts(conflicts);
  });
  const { records } = work.result();
  return {
    written: records - present - rejected - conflicts.length,
    receipt: { present, rejected, rejections: [...rejections.values()] },
  };
}

/** @param sent called when all documents are there, before the ledger says so */
async function write(
  context: WriteContext,
  pages: Pages,
  work: GroupWork,
  conflicts: number[] | null,
  sent?: () => void,
): Promise<Writing> {
  const { ledger, lease, signal } = context;
  const { stream } = work.group;
  const ranged = stream.kind === 'metrics' && stream.keyColumns.time !== null;

  await lease.assertHeld();
  const entry = await ledger.begin(work.group, null);
  const writing = new Writing(context, entry, stream.table.name, ranged, conflicts);
  await fillPages(context, pages, work, (page) => writing.flush(page));
  signal.throwIfAborted();
  await lease.assertHeld();
  sent?.();
  const { records, fingerprint } = work.result();
  const held = records - (conflicts?.length ?? 0);
  const finished = await ledger.finish(entry, { records: held, fingerprint, rejected: writing.rejected });
  if (!finished) lease.lose();
  await lease.assertHeld();
  return writing;
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
  /** Numbers of the group's documents that are there with other values; null: there are none by right. */
  private readonly conflicts: number[] | null;
  /** Of each document in the page, its number in the group; none where nobody asks for it. */
  private places: number[] = [];
  private next = 0;

  constructor(context: WriteContext, entry: Entry, table: string, ranged: boolean, conflicts: number[] | null) {
    this.context = context;
    this.entry = entry;
    this.table = table;
    this.ranged = ranged;
    this.conflicts = conflicts;
    this.suspect = entry.again || conflicts !== null;
  }

  async flush(page: Page): Promise<void> {
    const { table, ranged } = this;
    const { connection, lease, ledger, send, signal } = this.context;
    signal.throwIfAborted();
    if (this.conflicts !== null) this.places = Array.from({ length: page.count }, (_, i) => this.next + i);
    this.next += page.count;
    // What is there may be anybody's: the ledger vouches for what it did not find.
    if (this.conflicts !== null) this.present += await this.removePresent(page);
    if (!ranged && page.count > 0) await ledger.noteKeys(this.entry, idsOf(page));
    if (this.conflicts === null && this.suspect) this.present += await this.removePresent(page);
    if (page.count > 0) {
      let sent = 0;
      const errors = await connection.persist(async (attempt) => {
        await lease.assertHeld();
        sent = attempt;
        return send(table, page, signal);
      });
      await this.settle(page, errors, sent > 0);
    }
    page.clear();
  }

  /**
   * Takes out of the page what is there, and says how many of it are as good as written.
   *
   * @throws SeedctlError (exit 4) where a document is another one, and must not be
   */
  private async removePresent(page: Page): Promise<number> {
    const { table, conflicts } = this;
    const { connection } = this.context;
    const { same, other } = await findPresent(connection, table, page, this.ranged);
    if (conflicts === null && other.length > 0) throw otherValues(connection.label, table, page.document(other[0]!));
    conflicts?.push(...other.map((index) => this.places[index]!));
    const there = new Set([...same, ...other]);
    if (there.size > 0)
      this.keep(
        page,
        Array.from({ length: page.count }, (_, i) => i).filter((i) => !there.has(i)),
      );
    return same.length;
  }

  private keep(page: Page, indexes: readonly number[]): void {
    page.keep(indexes);
    if (this.conflicts !== null) this.places = indexes.map((index) => this.places[index]!);
  }

  /** @param again the page was sent before, and what is there may be of that time */
  private async settle(page: Page, errors: readonly WriteError[], again: boolean): Promise<void> {
    const { table } = this;
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
    this.keep(page, taken);
    const there = await this.removePresent(page);
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

export const refused = (place: string, table: string, { code, message }: WriteError): unknown =>
  asMongoError(new MongoServerError({ message: `documents of ${table} were not taken: ${message}`, code }), place);
