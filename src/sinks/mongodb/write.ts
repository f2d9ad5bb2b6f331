/** Writes a group: its entry is begun, its documents are sent page by page, and once all are acknowledged it is finished. */
import { MongoServerError } from 'mongodb';
import type { Lease } from '../lease.ts';
import type { GroupWork, Receipt, Rejection } from '../sink.ts';
import type { Connection } from './connection.ts';
import { encoderOf, type Encoder } from './document.ts';
import { asMongoError } from './failure.ts';
import { ID_BYTES } from './identity.ts';
import type { Entry, LedgerWriter } from './ledger.ts';
import type { Page } from './page.ts';
import { removePresent } from './present.ts';
import type { Explain } from './rejections.ts';
import { isInvalid, isTaken, type Sender, type WriteError } from './send.ts';

/** Documents a message: more save nothing, and the server has them all in memory. */
const DOCUMENTS = 8192;
/** What DocumentDB takes in a message, while its `hello` tells of 100,000. */
const TAKEN = 25_000;
/** A page is sent once it is that large; one more document, of 16 MB at most, still fits into a message. */
const BYTES = 8_000_000;

export interface WriteContext {
  readonly connection: Connection;
  readonly ledger: LedgerWriter;
  readonly lease: Lease;
  readonly send: Sender;
  readonly explain: Explain;
  readonly batchSize: number | null;
  /** Of the run, and of the lease. */
  readonly signal: AbortSignal;
}

export async function writeGroup(context: WriteContext, page: Page, work: GroupWork): Promise<Receipt> {
  const { connection, ledger, lease, batchSize, signal } = context;
  const { stream } = work.group;
  const most = Math.min(batchSize ?? DOCUMENTS, connection.limits.documents, TAKEN);
  const time = stream.kind === 'metrics' ? stream.keyColumns.time : null;

  await lease.assertHeld();
  const entry = await ledger.begin(work.group);
  const writing = new Writing(context, entry, stream.table.name, time !== null, page);
  let known: unknown = null;
  let encoder: Encoder | null = null;
  page.clear();
  for (const batch of work.batches()) {
    // Of a series whose constants stay the same, the columns are the same objects.
    if (encoder === null || known !== batch.columns || time === null) encoder = encoderOf(batch, stream.id, time);
    known = batch.columns;
    for (let from = 0; from < batch.count;) {
      from += encoder.write(page, batch.count, from, most - page.count, BYTES);
      if (page.count >= most || page.end >= BYTES) await writing.flush();
    }
  }
  if (page.count > 0) await writing.flush();
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

const refused = (place: string, table: string, { code, message }: WriteError): unknown =>
  asMongoError(new MongoServerError({ message: `documents of ${table} were not taken: ${message}`, code }), place);
