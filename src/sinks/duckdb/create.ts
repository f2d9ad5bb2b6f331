/**
 * A new database file appears under its name only when it is whole: a run that is killed while DuckDB
 * writes the first blocks would otherwise leave a file that nothing can open any more.
 */
import { DuckDBInstance } from '@duckdb/node-api';
import { existsSync } from 'node:fs';
import { link, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asDiskError } from '../files/errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { asDuckDBError } from './failure.ts';

/** Makes the file and its folder where they do not exist. */
export async function createDatabase(path: string): Promise<void> {
  if (existsSync(path)) return;
  const folder = dirname(path);
  const draft = `${path}.new-${process.pid}`;
  try {
    await makeFolder(folder);
    await removeDrafts(path);
    (await DuckDBInstance.create(draft)).closeSync();
    await link(draft, path).catch((error: unknown) => {
      // Another run was faster: its lock will be met. A file system without links: DuckDB makes the file in place.
      if (existsSync(path) || isMissingLinks(error)) return;
      throw error;
    });
    await rm(draft, { force: true });
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw asDuckDBError(asDiskError(error, path), path);
  }
}

/** What runs left that were killed just here. */
async function removeDrafts(path: string): Promise<void> {
  const prefix = `${basename(path)}.new-`;
  for (const name of await readdir(dirname(path))) {
    const process = /^(\d+)(?:\.wal)?$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '')?.[1];
    if (process !== undefined && !isRunning(Number(process))) await rm(join(dirname(path), name), { force: true });
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isMissingLinks(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** The new name is on the medium afterwards. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
