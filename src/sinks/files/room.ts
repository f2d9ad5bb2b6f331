/** Whether something can be made at a path, and how much room there is, asked without making anything. */
import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asDiskError } from './errors.ts';

export interface Room {
  /** The path itself, else the nearest folder above it that is there. */
  readonly folder: string;
  readonly exists: boolean;
  readonly freeBytes: number;
}

/**
 * The room for a folder at `path`, which may have to be made.
 *
 * @throws SeedctlError (exit 8) where it could not be made or written to, or where nothing is free
 */
export async function roomAt(path: string): Promise<Room> {
  try {
    const folder = await nearest(path);
    // What a folder that is a file says to whom makes one below it.
    if (!(await stat(folder)).isDirectory()) throw systemError('ENOTDIR', 'mkdir', folder);
    await access(folder, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(folder);
    const freeBytes = bavail * bsize;
    if (freeBytes === 0) throw systemError('ENOSPC', 'statfs', folder);
    return { folder, exists: folder === path, freeBytes };
  } catch (error) {
    throw asDiskError(error, path);
  }
}

async function nearest(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const parent = dirname(path);
    if (parent === path || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return nearest(parent);
  }
}

/** As Node throws them. */
const systemError = (code: string, syscall: string, path: string): Error =>
  Object.assign(new Error(`${code}, ${syscall} '${path}'`), { code, syscall, path });
