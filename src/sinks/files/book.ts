/** The book of a scenario in a folder: which series the hashes in its parts' names stand for. */
import { join } from 'node:path';
import type { PlannedStream, Series } from '../../model/plan.ts';
import type { Disk } from './disk.ts';
import type { Layout } from './layout.ts';
import { groupHash, safeName, STATE_FOLDER } from './names.ts';
import { readSealed, writeSealed } from './sealed.ts';

export interface HeldGroup {
  readonly stream: string;
  readonly table: string;
  readonly seed: number;
  readonly engine: number;
  /** [id, digest] of each. */
  readonly series: readonly (readonly [string, string])[];
}

/** A part as it was written. */
export interface Written {
  readonly bytes: number;
  /** Of all of them, in hex; null where it was not taken. */
  readonly sha256: string | null;
}

export interface Book {
  readonly format: 2;
  readonly scenario: string;
  /** Once marked as production, never cleaned. */
  readonly production: boolean;
  /** By the hash in the names of parts. */
  readonly groups: { readonly [hash: string]: HeldGroup };
  /** Columns of the tables that have parts, as they were written; none for parts that a lost book had listed. */
  readonly layouts: { readonly [table: string]: Layout };
  /** By `table/file`. A part that is listed and not there was never finished, or was taken away. */
  readonly parts: { readonly [path: string]: Written };
}

export const emptyBook = (scenario: string): Book => ({
  format: 2,
  scenario,
  production: false,
  groups: {},
  layouts: {},
  parts: {},
});

export const bookPath = (root: string, scenario: string): string =>
  join(root, STATE_FOLDER, `${safeName(scenario)}.json`);

export async function readBook(disk: Disk, root: string, scenario: string): Promise<Book | 'missing' | 'damaged'> {
  const sealed = await readSealed(disk, bookPath(root, scenario));
  if (typeof sealed === 'string') return sealed;
  return isBook(sealed.content) && sealed.content.scenario === scenario ? sealed.content : 'damaged';
}

export const writeBook = (disk: Disk, root: string, book: Book): Promise<void> =>
  writeSealed(disk, bookPath(root, book.scenario), book);

/** The hashes that the other scenarios of the folder vouch for; a damaged book of theirs vouches for nothing. */
export async function foreignHashes(disk: Disk, root: string, scenario: string): Promise<ReadonlySet<string>> {
  const own = `${safeName(scenario)}.json`;
  const hashes = new Set<string>();
  for (const file of await disk.list(join(root, STATE_FOLDER))) {
    if (!file.endsWith('.json') || file === own) continue;
    const sealed = await readSealed(disk, join(root, STATE_FOLDER, file));
    if (typeof sealed === 'string' || !isBook(sealed.content)) continue;
    for (const hash of Object.keys(sealed.content.groups)) hashes.add(hash);
  }
  return hashes;
}

/** A checksum tells damage; this tells a book that another version has written, and one that was made up. */
function isBook(content: unknown): content is Book {
  try {
    const book = content as Book;
    return (
      (book.format as number) === 2 &&
      typeof book.parts === 'object' &&
      Object.values(book.layouts).every((layout) => Array.isArray(layout)) &&
      Object.entries(book.groups).every(([hash, group]) => hash === heldHash(book.scenario, group))
    );
  } catch {
    return false;
  }
}

/** The layouts of the tables that these groups are in. */
export function layoutsOf(book: Book, groups: Book['groups']): Book['layouts'] {
  const tables = new Set(Object.values(groups).map(({ table }) => table));
  return Object.fromEntries(Object.entries(book.layouts).filter(([table]) => tables.has(table)));
}

export function heldGroup(
  stream: PlannedStream,
  series: readonly Series[],
  { seed, engine }: { readonly seed: number; readonly engine: number },
): HeldGroup {
  const pairs = series.map(({ id, digest }) => [id, digest] as const);
  return { stream: stream.id, table: stream.table.name, seed, engine, series: pairs };
}

/** The hash in the names of the parts of a group. */
export const heldHash = (scenario: string, { stream, table, series }: HeldGroup): string =>
  groupHash(
    scenario,
    stream,
    table,
    series.map(([id, digest]) => ({ id, digest })),
  );
