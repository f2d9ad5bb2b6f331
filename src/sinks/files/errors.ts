/** What the operating system says, as something that a person can act on. */
import { Exit, SeedctlError } from '../../model/errors.ts';

interface Advice {
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

const again = 'and run the same command again: it goes on where this one stopped';

const advice: { readonly [code: string]: Advice } = {
  ENOSPC: { code: 'disk-full', message: 'the disk is full', next: `make room, ${again}` },
  EDQUOT: { code: 'disk-full', message: 'the quota of the disk is used up', next: `make room, ${again}` },
  EFBIG: { code: 'disk-full', message: 'the file would be larger than is allowed', next: `raise the limit, ${again}` },
  EIO: { code: 'disk-error', message: 'the disk reported an error', next: `check the disk, ${again}` },
  EROFS: { code: 'not-writable', message: 'the file system is read-only', next: `choose another folder, ${again}` },
  EACCES: { code: 'not-writable', message: 'permission was denied', next: `allow writing there, ${again}` },
  EPERM: { code: 'not-writable', message: 'the operation is not permitted', next: `allow writing there, ${again}` },
  EEXIST: { code: 'not-a-folder', message: 'a file stands where a folder must be', next: `move it away, ${again}` },
  ENOTDIR: { code: 'not-a-folder', message: 'a file stands where a folder must be', next: `move it away, ${again}` },
  ENAMETOOLONG: { code: 'name-too-long', message: 'the name is too long', next: `choose a shorter path, ${again}` },
  EMFILE: { code: 'too-many-files', message: 'too many files are open', next: `raise the limit (ulimit -n), ${again}` },
};

/** An error of a disk as a `SeedctlError` (exit 8); anything else as it is. `place`: where the error names none. */
export function asDiskError(error: unknown, place: string): unknown {
  if (error instanceof SeedctlError || !(error instanceof Error)) return error;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  const known = advice[code] ?? { code: 'disk', message: `${syscall} failed with ${code}`, next: `mend it, ${again}` };
  return new SeedctlError(
    {
      code: known.code,
      exit: Exit.target,
      message: `${known.message} (${code} in ${syscall})`,
      place: path ?? place,
      safe: 'every part that has its final name is whole and stays; nothing unfinished has one',
      next: known.next,
    },
    { cause: error },
  );
}

/** Runs what touches the disk and lets only errors out that name a place and a way on. */
export async function onDisk<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asDiskError(error, place);
  }
}
