/** What a scenario holds in a folder: the parts that are there, read by a book that is mended where it must be. */
import { join } from 'node:path';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { PlannedStream } from '../../model/plan.ts';
import {
  bookPath,
  emptyBook,
  foreignHashes,
  layoutsOf,
  readBook,
  writeBook,
  type Book,
  type HeldGroup,
  type Written,
} from './book.ts';
import type { Folder } from './folder.ts';
import { takeInventory, type FoundFile } from './inventory.ts';
import { safeName, type PartName } from './names.ts';
import { countRows, firstShared, recoverGroup } from './recovery.ts';
import { changedParts, unknownParts } from './refusals.ts';

export interface Stock {
  readonly book: Book;
  readonly parts: readonly HeldPart[];
  /** Parts that are not as long as when they were written; only who reads gets to see them. */
  readonly changed: readonly FoundFile[];
  /** Files that the tables' globs read and nobody vouches for. */
  readonly strangers: readonly FoundFile[];
}

export interface HeldPart {
  readonly file: FoundFile;
  readonly written: Written;
  readonly hash: string;
  readonly group: HeldGroup;
  readonly entry: LedgerEntry;
}

/**
 * Reads the book and the folder, and mends the book by the parts. What vanished is not vouched for; what is there
 * and was lost from the book is found again. `leaving`: paths of parts that a clean is about to remove.
 *
 * @throws SeedctlError (exit 4) where a part has changed, or cannot be known again
 */
export async function takeStock(
  folder: Folder,
  planned: readonly PlannedStream[] | null,
  leaving: ReadonlySet<string>,
): Promise<Stock> {
  const { disk, root, scenario, log, readOnly } = folder;
  // Before the books: a part that another run finishes meanwhile is in its book already.
  const files = await takeInventory(disk, root, folder.encoder.extension);
  const read = await readBook(disk, root, scenario);
  const known = typeof read === 'string' ? emptyBook(scenario) : read;
  const foreign = await foreignHashes(disk, root, scenario);
  const parts: HeldPart[] = [];
  const changed: FoundFile[] = [];
  const strangers: FoundFile[] = [];
  for (const file of files) {
    if (leaving.has(file.path) || foreign.has(file.part?.hash ?? '')) continue;
    const group = file.part === null ? 'unknown' : await judge(file, file.part, known, folder, planned);
    if (group === 'changed') changed.push(file);
    else if (group === 'unknown' || file.part === null) strangers.push(file);
    else {
      const written = known.parts[file.path] ?? { bytes: file.size, sha256: null };
      parts.push({ file, written, hash: file.part.hash, group, entry: entryOf(folder, file.part, group) });
    }
  }
  if (changed.length > 0 && !readOnly) throw changedParts(root, changed);
  const lost = strangers.filter((file) => file.part !== null && concerns(file, planned));
  if (typeof read === 'string') await refuseLost(folder, lost, planned, read);
  for (const file of [...changed, ...lost]) log.warn(`${join(root, file.path)}: no ledger knows it; it is left alone`);

  const held = contents(parts);
  const book = { ...known, ...held, layouts: layoutsOf(known, held.groups) };
  const found = parts.some(({ file }) => !(file.path in known.parts));
  if (found || read === 'damaged') {
    log.warn(
      `${bookPath(root, scenario)} was ${typeof read === 'string' ? read : 'incomplete'}: made again from the parts`,
    );
    if (!readOnly) await writeBook(disk, root, book);
  }
  return { book, parts, changed, strangers };
}

const concerns = (file: FoundFile, planned: readonly PlannedStream[] | null): boolean =>
  planned === null || planned.some(({ table }) => safeName(table.name) === file.folder);

/**
 * Without a book, parts that cannot be known may be our own, of another definition: to write beside them would
 * double rows. Where there never was a book, only those that hold rows of the plan's series can be.
 */
async function refuseLost(
  folder: Folder,
  lost: readonly FoundFile[],
  planned: readonly PlannedStream[] | null,
  state: 'missing' | 'damaged',
): Promise<void> {
  const ours: FoundFile[] = [];
  for (const file of lost) {
    const shared = planned?.filter(({ table }) => safeName(table.name) === file.folder) ?? [];
    const keys = await Promise.all(shared.map((stream) => firstShared(file, stream, folder)));
    if (state === 'damaged' || planned === null || keys.some((key) => key !== null)) ours.push(file);
  }
  if (ours.length > 0) throw unknownParts(folder, ours, state);
}

/** What the book has to say of these parts. */
function contents(parts: readonly HeldPart[]): Pick<Book, 'groups' | 'parts'> {
  return {
    groups: Object.fromEntries(parts.map(({ hash, group }) => [hash, group])),
    parts: Object.fromEntries(parts.map(({ file, written }) => [file.path, written])),
  };
}

async function judge(
  file: FoundFile,
  part: PartName,
  known: Book,
  folder: Folder,
  planned: readonly PlannedStream[] | null,
): Promise<HeldGroup | 'changed' | 'unknown'> {
  const group = known.groups[part.hash];
  if (group === undefined) return (await recoverGroup(file, { ...folder, planned: planned ?? [] })) ?? 'unknown';
  const listed = known.parts[file.path];
  const whole =
    listed === undefined
      ? (await countRows(folder.encoder, join(folder.root, file.path))) === part.records
      : listed.bytes === file.size;
  return whole ? group : 'changed';
}

function entryOf({ scenario }: Folder, part: PartName, group: HeldGroup): LedgerEntry {
  const { stream, table, seed, engine } = group;
  const { range, records, fingerprint } = part;
  const series = group.series.map(([id, digest]) => ({ id, digest }));
  return { scenario, stream, table, seed, engine, range, series, records, fingerprint, writtenAt: null };
}
