/**
 * A folder of parts as a target. A group is written to a temporary file, synced, entered into the book, and moved
 * into place, in this order: at any moment a part with a final name is whole, and the book knows its series.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { PlannedStream } from '../../model/plan.ts';
import type { Table } from '../../model/table.ts';
import { Gate } from '../gate.ts';
import { targetPath } from '../paths.ts';
import { productionMark } from '../production.ts';
import type { GroupWork, Merged, MergeWork, SinkContext, Target } from '../sink.ts';
import { emptyBook, heldGroup, readBook, writeBook, type Book, type HeldGroup, type Written } from './book.ts';
import type { Verification } from '../verification.ts';
import { checkStrangers, removeParts, unfinishedClean } from './clean.ts';
import { checkFolders } from './collisions.ts';
import { nodeDisk, writeDurably, type Disk } from './disk.ts';
import type { OpenEncoder } from './encoder.ts';
import { asDiskError, onDisk } from './errors.ts';
import type { Folder } from './folder.ts';
import { takeInventory } from './inventory.ts';
import { checkLayout, layoutOf } from './layout.ts';
import { Lock } from './lock.ts';
import { draftPrefix, groupHash, partName, safeName, STATE_FOLDER } from './names.ts';
import { seenIn, unseen } from './merge.ts';
import { noteOf } from './recovery.ts';
import { production } from './refusals.ts';
import { Rounds } from './rounds.ts';
import type { Seen } from './seen.ts';
import { takeStock, type Stock } from './stock.ts';
import { tidy } from './tidy.ts';
import { verificationOfFolder } from './verification.ts';

export interface FolderOptions {
  readonly path: string;
  readonly production: boolean;
}

/** Opens the folder, takes its lock, and tidies up after a run that was killed. Reading takes no lock. */
export async function openFolder<O extends FolderOptions>(
  label: string,
  options: O,
  context: SinkContext,
  openEncoder: OpenEncoder<O>,
  disk: Disk = nodeDisk,
): Promise<Target> {
  const root = targetPath(options.path, context);
  const { scenario, seed, engine, log, readOnly } = context;
  return onDisk(root, async () => {
    const lock = readOnly ? null : await lockFolder(disk, root, scenario);
    try {
      const encoder = await openEncoder(options, context);
      const folder: Folder = { root, scenario, seed, engine, disk, encoder, log, readOnly };
      const target = new FolderTarget(label, folder, lock, context, productionMark(options.production, context));
      if (!readOnly) await tidy(folder);
      return target;
    } catch (error) {
      await lock?.release();
      throw error;
    }
  });
}

async function lockFolder(disk: Disk, root: string, scenario: string): Promise<Lock> {
  await disk.makeFolder(join(root, STATE_FOLDER));
  return Lock.take(disk, join(root, STATE_FOLDER), safeName(scenario));
}

/** A part that is whole, under a name that nobody sees. */
interface FinishedPart {
  readonly draft: string;
  /** `table/file`: where it goes. */
  readonly path: string;
  readonly table: Table;
  readonly hash: string;
  readonly group: HeldGroup;
  readonly written: Written;
}

class FolderTarget implements Target {
  readonly label: string;
  readonly absent: boolean;
  private readonly folder: Folder;
  private readonly lock: Lock | null;
  private readonly context: SinkContext;
  private readonly marked: string | null;
  private readonly run = randomBytes(4).toString('hex');
  private drafts = 0;
  /** By table, of those that records were merged into. */
  private readonly seen = new Map<string, Seen>();
  /** Null until it was read: it is written as a whole, so it must be known before the first part. */
  private book: Book | null = null;
  /** Of all parts in flight few are written at a time: else they would be done together, and all wait for the disk. */
  private readonly encoding: Gate;
  /** The book is written as a whole: once for all parts that wait for it. */
  private readonly publishing = new Rounds<FinishedPart>((parts) => this.publish(parts));

  constructor(label: string, folder: Folder, lock: Lock | null, context: SinkContext, marked: string | null) {
    this.label = label;
    this.folder = folder;
    this.lock = lock;
    this.absent = !existsSync(folder.root);
    this.context = context;
    this.encoding = new Gate(context.workers);
    this.marked = marked;
  }

  async ledger(planned?: readonly PlannedStream[]): Promise<readonly LedgerEntry[]> {
    const { parts } = await onDisk(this.folder.root, () => this.takeStock(planned ?? null));
    return parts.map(({ entry }) => entry);
  }

  async setUp(tables: readonly Table[]): Promise<void> {
    const { disk, root } = this.folder;
    checkFolders(tables);
    const book = this.book ?? (await onDisk(root, () => this.takeStock(null))).book;
    for (const table of tables) checkLayout(root, table, book.layouts[table.name]);
    for (const table of tables) {
      const path = join(root, safeName(table.name));
      await onDisk(path, async () => {
        await disk.makeFolder(path);
        const probe = this.draft(safeName(table.name));
        await (await disk.create(probe)).close();
        await disk.remove(probe);
      });
    }
  }

  async write(work: GroupWork): Promise<void> {
    const { encoder, disk } = this.folder;
    const { stream } = work.group;
    const draft = this.draft(safeName(stream.table.name));
    const group = heldGroup(stream, work.group.series, this.folder);
    try {
      const part = { table: stream.table, batches: work.batches(), note: () => noteOf(group) };
      const { filled, bytes } = await writeDurably(disk, draft, (write) =>
        this.encoding.through(() => encoder.write(write, part)),
      );
      await this.publishing.join(this.finished(draft, work, group, { bytes, sha256: filled }));
    } catch (error) {
      // What cannot be removed now is removed by the next run.
      await disk.remove(draft).catch(() => undefined);
      throw asDiskError(error, draft);
    }
  }

  async merge(work: MergeWork): Promise<Merged> {
    const { table } = work.group.stream;
    const seen = this.seen.get(table.name) ?? (await onDisk(this.folder.root, () => seenIn(this.folder, table)));
    this.seen.set(table.name, seen);
    const fresh = unseen(work, seen);
    await this.write(fresh);
    return { written: fresh.result().records };
  }

  async clean(
    streams: readonly string[] | null,
    planned: readonly PlannedStream[],
  ): Promise<{ readonly records: number }> {
    return onDisk(this.folder.root, async () => {
      if (this.marked !== null) throw production(this.label, this.marked);
      const stock = await this.takeStock(planned);
      if (stock.book.production) throw production(this.label, 'its own ledger');
      const chosen = (stream: string): boolean => streams?.includes(stream) ?? true;
      const concerned = planned.filter(({ id }) => chosen(id));
      await checkStrangers(this.folder, stock, concerned);
      const parts = stock.parts.filter(({ group }) => chosen(group.stream));
      await this.lock?.assertHeld();
      if (parts.length > 0)
        await removeParts(
          this.folder,
          parts.map(({ file }) => file.path),
        );
      const left = await readBook(this.folder.disk, this.folder.root, this.folder.scenario);
      this.book = typeof left === 'string' ? emptyBook(this.folder.scenario) : left;
      return { records: parts.reduce((sum, { entry }) => sum + entry.records, 0) };
    });
  }

  /** Of the files that lie there now: those that other scenarios vouch for are theirs. */
  async verification(planned: readonly PlannedStream[]): Promise<Verification> {
    const stock = await onDisk(this.folder.root, () => this.takeStock(planned));
    return verificationOfFolder(this.folder, stock, this.context);
  }

  async finish(): Promise<{ readonly bytes: number | null }> {
    const { disk, root, encoder } = this.folder;
    const files = await onDisk(root, () => takeInventory(disk, root, encoder.extension));
    const parts = this.book?.parts ?? {};
    return { bytes: files.reduce((sum, { path, size }) => sum + (path in parts ? size : 0), 0) };
  }

  async close(): Promise<void> {
    await onDisk(this.folder.root, async () => {
      await this.folder.encoder.close();
      await this.lock?.release();
    });
  }

  private async takeStock(planned: readonly PlannedStream[] | null): Promise<Stock> {
    const leaving = this.folder.readOnly ? await unfinishedClean(this.folder) : null;
    const stock = await takeStock(this.folder, planned, new Set(leaving));
    this.book = stock.book;
    return stock;
  }

  private finished(draft: string, work: GroupWork, group: HeldGroup, written: Written): FinishedPart {
    const { encoder, scenario } = this.folder;
    const { stream, range, series } = work.group;
    const hash = groupHash(scenario, stream.id, stream.table.name, series);
    const name = partName(
      encoder.front?.(work.group) ?? stream.id,
      { range, hash, ...work.result() },
      encoder.extension,
    );
    const path = `${safeName(stream.table.name)}/${name}`;
    return { draft, path, table: stream.table, hash, group, written };
  }

  /** Parts become visible, after the book knows them. */
  private async publish(finished: readonly FinishedPart[]): Promise<void> {
    const { disk, root } = this.folder;
    const known = this.book ?? (await this.takeStock(null)).book;
    const book: Book = {
      ...known,
      production: known.production || this.marked !== null,
      groups: { ...known.groups, ...Object.fromEntries(finished.map(({ hash, group }) => [hash, group])) },
      layouts: { ...known.layouts, ...Object.fromEntries(finished.map(({ table }) => [table.name, layoutOf(table)])) },
      parts: { ...known.parts, ...Object.fromEntries(finished.map(({ path, written }) => [path, written])) },
    };
    await this.lock?.assertHeld();
    await writeBook(disk, root, book);
    this.book = book;
    for (const { draft, path } of finished) await disk.rename(draft, join(root, path));
    for (const folder of new Set(finished.map(({ table }) => safeName(table.name)))) {
      await disk.syncFolder(join(root, folder));
    }
  }

  /** A new temporary file, which no glob of a table reads. */
  private draft(table: string): string {
    return join(this.folder.root, table, `${draftPrefix(this.folder.scenario)}${this.run}-${this.drafts++}.tmp`);
  }
}
