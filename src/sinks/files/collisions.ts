import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Table } from '../../model/table.ts';
import { safeName } from './names.ts';

/** Two tables must not share a folder on a file system that takes upper and lower case for the same. */
export function checkFolders(tables: readonly Table[]): void {
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
