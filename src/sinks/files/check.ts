/** Looks whether a run could write into a folder; nothing in it is touched, and its lock is not taken. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckRequest } from '../check.ts';
import { targetPath } from '../paths.ts';
import type { SinkContext } from '../sink.ts';
import { readBook } from './book.ts';
import { checkFolders } from './collisions.ts';
import { nodeDisk } from './disk.ts';
import { onDisk } from './errors.ts';
import { checkLayout } from './layout.ts';
import { Lock } from './lock.ts';
import { safeName, STATE_FOLDER } from './names.ts';
import { roomAt } from './room.ts';

export async function checkFolder(
  options: { readonly path: string },
  context: SinkContext,
  { tables, tell }: CheckRequest,
): Promise<void> {
  const root = targetPath(options.path, context);
  const { folder, exists, freeBytes } = await roomAt(root);
  const folders = tables.map(({ name }) => join(root, safeName(name)));
  const state = join(root, STATE_FOLDER);
  const there = folders.filter((path) => existsSync(path));
  for (const path of [...there, ...(existsSync(state) ? [state] : [])]) await roomAt(path);
  tell({ freeBytes, rights: [folder, ...there].map((path) => `write to ${path}`) });
  await onDisk(root, async () => {
    if (exists) await Lock.assertFree(nodeDisk, state, safeName(context.scenario));
    checkFolders(tables);
    const book = await readBook(nodeDisk, root, context.scenario);
    if (typeof book === 'string') return;
    if (book.production) tell({ more: { production: 'marked in its ledger: never cleaned' } });
    for (const table of tables) checkLayout(root, table, book.layouts[table.name]);
  });
  const missing = [...(exists ? [] : [root]), ...folders.filter((path) => !there.includes(path))];
  tell({ changes: missing.map((object) => ({ object, change: 'make the folder' })) });
}
