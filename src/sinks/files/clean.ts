/** Removes what a scenario holds in a folder, and nothing else; a clean that was killed is finished by the next run. */
import { join } from 'node:path';
import type { PlannedStream } from '../../model/plan.ts';
import { bookPath, layoutsOf, readBook, writeBook, type Book } from './book.ts';
import type { Folder } from './folder.ts';
import type { FoundFile } from './inventory.ts';
import { parsePartName, safeName, STATE_FOLDER } from './names.ts';
import { firstShared } from './recovery.ts';
import { notVouchedFor } from './refusals.ts';
import { readSealed, writeSealed } from './sealed.ts';
import type { Stock } from './stock.ts';

const journalPath = (folder: Folder): string => join(folder.root, STATE_FOLDER, `${safeName(folder.scenario)}.clean`);

/**
 * Refuses where a file that nobody vouches for carries a key of the plan's series, and where there is
 * no ledger at all but rows: then they may be anybody's.
 */
export async function checkStrangers(folder: Folder, stock: Stock, planned: readonly PlannedStream[]): Promise<void> {
  for (const file of stock.strangers) {
    const streams = planned.filter(({ table }) => safeName(table.name) === file.folder);
    if (streams.length === 0) continue;
    if (stock.parts.length === 0 && (await hasRows(folder, file))) {
      throw notVouchedFor(folder.root, file, 'the table has rows, and no ledger vouches for them');
    }
    for (const stream of streams) {
      const key = await firstShared(file, stream, folder);
      if (key !== null) throw notVouchedFor(folder.root, file, `it has rows of ${key}`);
    }
  }
}

async function hasRows(folder: Folder, file: FoundFile): Promise<boolean> {
  for await (const row of folder.encoder.readRows(join(folder.root, file.path), [])) return row.length === 0;
  return false;
}

/** Writes down what goes, then removes it. From the first line on, the next run would finish it. */
export async function removeParts(folder: Folder, paths: readonly string[]): Promise<void> {
  await writeSealed(folder.disk, journalPath(folder), { paths });
  await finishClean(folder);
}

/** Paths of an unfinished clean; none where there is none. */
export async function unfinishedClean(folder: Folder): Promise<readonly string[] | null> {
  const sealed = await readSealed(folder.disk, journalPath(folder));
  if (sealed === 'missing') return null;
  const paths = sealed === 'damaged' ? [] : (sealed.content as { paths: readonly string[] }).paths;
  return paths.filter((path) => isPart(path, folder.encoder.extension));
}

/** Finishes what the journal says, if there is one. */
export async function finishClean(folder: Folder): Promise<void> {
  const paths = await unfinishedClean(folder);
  if (paths === null) return;
  const { disk, root, scenario } = folder;
  for (const path of paths) await disk.remove(join(root, path));
  for (const table of new Set(paths.map((path) => path.slice(0, path.indexOf('/'))))) {
    // The folder may be gone already, by another hand.
    if ((await disk.stat(join(root, table))) !== null) await disk.syncFolder(join(root, table));
  }
  const book = await readBook(disk, root, scenario);
  if (typeof book !== 'string') await shorten(folder, book, new Set(paths));
  await disk.remove(journalPath(folder));
  await disk.syncFolder(join(root, STATE_FOLDER));
}

/** Takes parts off the book; with the last one goes the book. */
async function shorten({ disk, root, scenario }: Folder, book: Book, gone: ReadonlySet<string>): Promise<void> {
  const parts = Object.fromEntries(Object.entries(book.parts).filter(([path]) => !gone.has(path)));
  const hashes = new Set(Object.keys(parts).map((path) => path.split('.').at(-3)));
  const groups = Object.fromEntries(Object.entries(book.groups).filter(([hash]) => hashes.has(hash)));
  if (Object.keys(parts).length > 0 || book.production) {
    await writeBook(disk, root, { ...book, parts, groups, layouts: layoutsOf(book, groups) });
  } else await disk.remove(bookPath(root, scenario));
}

/** A journal names parts in tables' folders, whatever somebody has written into it. */
function isPart(path: string, extension: string): boolean {
  const [table = '', file = '', ...deeper] = path.split('/');
  return (
    deeper.length === 0 && !table.startsWith('.') && !path.includes('\\') && parsePartName(file, extension) !== null
  );
}
