/** Where a folder is not touched, and what a person can do about it (all exit 4). */
import { join } from 'node:path';
import { Exit, SeedctlError } from '../../model/errors.ts';
import { bookPath } from './book.ts';
import type { Folder } from './folder.ts';
import type { FoundFile } from './inventory.ts';

const untouched = 'nothing was created, changed or removed';

export const changedParts = (root: string, files: readonly FoundFile[]): SeedctlError =>
  new SeedctlError({
    code: 'part-changed',
    exit: Exit.refused,
    message: `${count(files, 'part is', 'parts are')} not as long as when we wrote ${files.length === 1 ? 'it' : 'them'}: ${names(files)}`,
    place: join(root, files[0]!.path),
    safe: untouched,
    next: 'restore the file, or remove it and run the same command again: then it is written anew',
  });

export const unknownParts = (folder: Folder, files: readonly FoundFile[], state: string): SeedctlError =>
  new SeedctlError({
    code: 'parts-unknown',
    exit: Exit.refused,
    message: `the ledger is ${state}, and ${count(files, 'part', 'parts')} cannot be told from this scenario as it is now: ${names(files)}`,
    place: bookPath(folder.root, folder.scenario),
    safe: untouched,
    next: 'restore the ledger, or the scenario as it was when they were written; or remove these parts; or write to another folder',
  });

export const production = (label: string, why: string): SeedctlError =>
  new SeedctlError({
    code: 'production',
    exit: Exit.refused,
    message: `${label} is marked as production by ${why}, and is never cleaned`,
    place: label,
    safe: untouched,
    next: 'name another target; if this one is no production, take the mark away',
  });

export const notVouchedFor = (root: string, file: FoundFile, why: string): SeedctlError =>
  new SeedctlError({
    code: 'rows-not-ours',
    exit: Exit.refused,
    message: `--clean would leave rows that look like ours and are not: ${why}`,
    place: join(root, file.path),
    safe: untouched,
    next: 'move the file away if it is not needed, or write to another folder',
  });

const count = (files: readonly FoundFile[], one: string, more: string): string =>
  `${files.length} ${files.length === 1 ? one : more}`;

/** The first three. */
function names(files: readonly FoundFile[]): string {
  const rest = files.length - 3;
  const shown = files.slice(0, 3).map(({ path }) => path);
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
