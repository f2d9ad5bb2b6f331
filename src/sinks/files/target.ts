/**
 * A folder of parts as a target. A group is written to a temporary file, synced, entered into the book, and moved
 * into place, in this order: at any moment a part with a final name is whole, and the book knows its series.
 */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { PlannedStream } from '../../model/plan.ts';
import type { Table } from '../../model/table.ts';
import { MINUTE } from '../../model/units.ts';
import { checkInside } from '../paths.ts';
import type { GroupWork, SinkContext, Target } from '../sink.ts';
import { emptyBook, readBook, writeBook, type Book, type HeldGroup } from './book.ts';
import { checkStrangers, finishClean, removeParts, unfinishedClean } from './clean.ts';
import { nodeDisk, type Disk } from './disk.ts';
import type { OpenEncoder } from './encoder.ts';
import { asDiskError, onDisk } from './errors.ts';
import type { Folder } from './folder.ts';
import { takeInventory } from './inventory.ts';
import { Lock } from './lock.ts';
import { groupHash, partName, safeName, sha256, STATE_FOLDER } from './names.ts';
import { noteOf } from './recovery.ts';
import { production } from './refusals.ts';
import { takeStock, type Stock } from './stock.ts';

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
  const root = context.fromUrl ? resolve(options.path) : checkInside(process.cwd(), options.path);
  const { scenario, seed, engine, log, readOnly } = context;
  return onDisk(root, async () => {
    const lock = readOnly ? null : await lockFolder(disk, root, scenario);
    try {
      const encoder = await openEncoder(options, context, disk);
      const folder: Folder = { root, scenario, seed, engine, disk, encoder, log, readOnly };
      const target = new FolderTarget(label, folder, lock, productionMark(options, context));
      if (!readOnly) await target.tidy();
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

/** Who says that this is production; null: nobody. */
function productionMark(options: FolderOptions, context: SinkContext): string | null {
  if (options.production) return 'its sink';
  return context.environment?.toLowerCase() === 'production' ? 'ENVIRONMENT' : null;
}

class FolderTarget implements Target {
  readonly label: string;
  private readonly folder: Folder;
  private readonly lock: Lock | null;
  private readonly marked: string | null;
  /** Temporary files of this scenario begin so, those of this run go on with a number of its own. */
  private readonly prefix: string;
  private readonly run = randomBytes(4).toString('hex');
  private drafts = 0;
  private book: Book;
  /** Publishing is one at a time: the book is written as a whole. */
  private publishing: Promise<unknown> = Promise.resolve();

  constructor(label: string, folder: Folder, lock: Lock | null, marked: string | null) {
    this.label = label;
    this.folder = folder;
    this.lock = lock;
    this.marked = marked;
    this.prefix = `.seedctl-${sha256(folder.scenario).slice(0, 12)}-`;
    this.book = emptyBook(folder.scenario);
  }

  /** Removes what a killed run has left half done. */
  async tidy(): Promise<void> {
    const { disk, root } = this.folder;
    await finishClean(this.folder);
    for (const name of await disk.list(root)) {
      for (const file of await disk.list(join(root, name))) {
        if (file.startsWith(this.prefix)) await disk.remove(join(root, name, file));
      }
    }
    const state = join(root, STATE_FOLDER);
    for (const file of await disk.list(state)) {
      if (!file.startsWith(`${safeName(this.folder.scenario)}.`) || !file.endsWith('.tmp')) continue;
      // One that is young may belong to a run that is about to ask for the lock.
      const written = await disk.stat(join(state, file));
      if (written !== null && Date.now() - written.modified > MINUTE) await disk.remove(join(state, file));
    }
  }

  async ledger(planned?: readonly PlannedStream[]): Promise<readonly LedgerEntry[]> {
    const { parts } = await onDisk(this.folder.root, () => this.takeStock(planned ?? null));
    return parts.map(({ entry }) => entry);
  }

  async setUp(tables: readonly Table[]): Promise<void> {
    const { disk, root } = this.folder;
    checkNames(tables);
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
    const group = heldGroup(work, this.folder);
    try {
      await encoder.write(draft, { table: stream.table, batches: work.batches(), note: () => noteOf(group) });
      await disk.sync(draft);
      const publish = this.publishing.then(() => this.publish(draft, work, group));
      this.publishing = publish.catch(() => undefined);
      await publish;
    } catch (error) {
      // What cannot be removed now is removed by the next run.
      await disk.remove(draft).catch(() => undefined);
      throw asDiskError(error, draft);
    }
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

  async finish(): Promise<{ readonly bytes: number | null }> {
    const { disk, root, encoder } = this.folder;
    const files = await onDisk(root, () => takeInventory(disk, root, encoder.extension));
    return { bytes: files.reduce((sum, { path, size }) => sum + (path in this.book.parts ? size : 0), 0) };
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

  /** The part becomes visible, after the book knows it. */
  private async publish(draft: string, work: GroupWork, group: HeldGroup): Promise<void> {
    const { disk, root, encoder, scenario } = this.folder;
    const { stream, range, series } = work.group;
    const hash = groupHash(scenario, stream.id, stream.table.name, series);
    const name = partName(stream.id, { range, hash, ...work.result() }, encoder.extension);
    const table = safeName(stream.table.name);
    const size = (await disk.stat(draft))?.size ?? 0;
    const book: Book = {
      ...this.book,
      production: this.book.production || this.marked !== null,
      groups: { ...this.book.groups, [hash]: group },
      parts: { ...this.book.parts, [`${table}/${name}`]: size },
    };
    await this.lock?.assertHeld();
    await writeBook(disk, root, book);
    this.book = book;
    await disk.rename(draft, join(root, table, name));
    await disk.syncFolder(join(root, table));
  }

  /** A new temporary file, which no glob of a table reads. */
  private draft(table: string): string {
    return join(this.folder.root, table, `${this.prefix}${this.run}-${this.drafts++}.tmp`);
  }
}

function heldGroup({ group: { stream, series } }: GroupWork, { seed, engine }: Folder): HeldGroup {
  const pairs = series.map(({ id, digest }) => [id, digest] as const);
  return { stream: stream.id, table: stream.table.name, seed, engine, series: pairs };
}

/** Two tables must not share a folder on a file system that takes upper and lower case for the same. */
function checkNames(tables: readonly Table[]): void {
  const folders = new Map<string, string>();
  for (const { name } of tables) {
    const folder = safeName(name).toLowerCase();
    const other = folders.get(folder);
    if (other !== undefined && other !== name) {
      throw new SeedctlError({
        code: 'tables-collide',
        exit: Exit.invalid,
        message: `the tables ${other} and ${name} differ in upper and lower case alone, and would share a folder`,
        place: name,
        safe: 'nothing was written',
        next: 'rename one of them (`to:` of its stream)',
      });
    }
    folders.set(folder, name);
  }
}
