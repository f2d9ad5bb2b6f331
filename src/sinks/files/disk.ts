/** The few things that sinks do with a disk, so that a test can stand between. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, link, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { makeFolder } from './make-folder.ts';

/** A file that is being written. */
export interface DiskFile {
  /** Takes all bytes before it resolves. */
  write(bytes: Uint8Array): Promise<void>;
  /** What was written is on the medium afterwards. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Errors are those of the operating system. */
export interface Disk {
  /** A new file; EEXIST where there is one. */
  create(path: string): Promise<DiskFile>;
  /** The names in a folder are on the medium afterwards. */
  syncFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for a file; EEXIST where it is taken. */
  link(from: string, to: string): Promise<void>;
  /** A file that is not there is no error. */
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Names in a folder; none where it does not exist. */
  list(path: string): Promise<readonly string[]>;
  /** Null where it does not exist. */
  read(path: string): Promise<string | null>;
  /** SHA-256 of a file, in hex. */
  hash(path: string): Promise<string>;
  /** Null where it does not exist; times in epoch milliseconds. */
  stat(path: string): Promise<{ readonly size: number; readonly modified: number; readonly file: boolean } | null>;
  touch(path: string): Promise<void>;
}

export const nodeDisk: Disk = {
  async create(path) {
    const file = await open(path, 'wx');
    return {
      async write(bytes) {
        for (let from = 0; from < bytes.length;) from += (await file.write(bytes, from)).bytesWritten;
      },
      sync: () => file.sync(),
      close: () => file.close(),
    };
  },
  async syncFolder(path) {
    // Windows opens no folders; its file systems keep the order of renames themselves.
    if (process.platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  rename,
  link,
  remove: (path) => rm(path, { force: true }),
  makeFolder,
  list: (path) => absent(readdir(path), []),
  read: (path) => absent(readFile(path, 'utf8'), null),
  async hash(path) {
    const hash = createHash('sha256');
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(bytes as Uint8Array);
    return hash.digest('hex');
  },
  async stat(path) {
    const found = await absent(stat(path), null);
    return found && { size: found.size, modified: found.mtimeMs, file: found.isFile() };
  },
  async touch(path) {
    const now = Date.now() / 1000;
    await utimes(path, now, now);
  },
};

/**
 * A new file that `fill` writes; its bytes are on the medium afterwards.
 *
 * @returns what `fill` returns, and how many bytes there are
 */
export async function writeDurably<T>(
  disk: Disk,
  path: string,
  fill: (write: DiskFile['write']) => Promise<T>,
): Promise<{ readonly filled: T; readonly bytes: number }> {
  const file = await disk.create(path);
  let bytes = 0;
  try {
    const filled = await fill((more) => {
      bytes += more.length;
      return file.write(more);
    });
    await file.sync();
    return { filled, bytes };
  } finally {
    await file.close();
  }
}

/** `otherwise` where there is no such file or folder. */
async function absent<T, O>(found: Promise<T>, otherwise: O): Promise<T | O> {
  try {
    return await found;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return otherwise;
    throw error;
  }
}
