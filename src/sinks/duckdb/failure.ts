/** What DuckDB says, as something that a person can act on. */
import { Exit, SeedctlError, type Failure } from '../../model/errors.ts';

const whole = 'every group of records that was committed is in the file, each with its ledger entry; nothing else is';
const again = 'run the same command again: it goes on where this one ended';

/** DuckDB's errors are told apart by their text alone; the first that matches holds. */
const known: readonly (readonly [RegExp, (match: RegExpExecArray) => Omit<Failure, 'place'>])[] = [
  [
    /Conflicting lock is held in ([^\n]*?\(PID \d+\)[^.\n]*)/,
    ([, holder]) => ({
      code: 'locked',
      exit: Exit.locked,
      message: `the database is open in another process: ${holder!}`,
      safe: 'nothing was changed by this run',
      next: 'close it there, or wait until it is done, and run the same command again',
    }),
  ],
  [
    /Could not set lock|being used by another process/i,
    () => ({
      code: 'locked',
      exit: Exit.locked,
      message: 'the database is open in another process',
      safe: 'nothing was changed by this run',
      next: 'close it there, or wait until it is done, and run the same command again',
    }),
  ],
  [
    /No space left on device|File too large|disk quota exceeded|max_temp_directory_size|not enough disk space/i,
    () => ({
      code: 'disk-full',
      exit: Exit.target,
      message: 'the disk is full, or a limit for files is reached',
      safe: whole,
      next: `make room, and ${again}`,
    }),
  ],
  [
    /Permission denied|Operation not permitted|Read-only file system/i,
    ([reason]) => ({
      code: 'not-writable',
      exit: Exit.target,
      message: `the database cannot be opened for writing: ${reason}`,
      safe: whole,
      next: 'allow writing to the file and its folder, or choose another path',
    }),
  ],
  [
    /not a valid DuckDB database file|Is a directory|Not a directory|File name too long/i,
    ([reason]) => ({
      code: 'not-a-database',
      exit: Exit.target,
      message: `this is no DuckDB database: ${reason}`,
      safe: 'it was not touched',
      next: 'move it away, or choose another path',
    }),
  ],
  [
    /newer version of DuckDB|older version of DuckDB|trying to read a database file with version/i,
    ([reason]) => ({
      code: 'other-version',
      exit: Exit.target,
      message: `the file was written by another version of DuckDB: ${reason}`,
      safe: 'it was not touched',
      next: 'choose another path, or export it with the DuckDB that wrote it and import it again',
    }),
  ],
  [
    /Corrupt|checksum|Serialization Error|failed to deserialize|No magic bytes|Invalid Input Error|replaying WAL|Failed to load metadata pointer/i,
    () => ({
      code: 'damaged',
      exit: Exit.target,
      message: 'the database is damaged',
      safe: 'it is left as it is; what can be read of it still can',
      next: 'restore it from a copy, or move it away and run the same command again: it makes the same data anew',
    }),
  ],
  [
    /Out of Memory/i,
    () => ({
      code: 'out-of-memory',
      exit: Exit.target,
      message: 'DuckDB needs more memory than it may take',
      safe: whole,
      next: `run with fewer --workers: ${again}`,
    }),
  ],
  [
    /^(?:IO|FATAL|TransactionContext|INTERNAL) Error|fsync|has been invalidated/i,
    () => ({
      code: 'disk-error',
      exit: Exit.target,
      message: 'writing failed',
      safe: whole,
      next: `check the disk, and ${again}`,
    }),
  ],
  [
    /^(?:Constraint|Catalog|Binder|Dependency|Conversion) Error/,
    () => ({
      code: 'schema',
      exit: Exit.target,
      message: 'the tables of the database do not take these records',
      safe: whole,
      next: 'choose another path, or take out of the database what stands in the way',
    }),
  ],
];

/** An error of DuckDB as a `SeedctlError` that names `place`; anything else, a bug of ours among it, as it is. */
export function asDuckDBError(error: unknown, place: string): unknown {
  if (error instanceof SeedctlError || !(error instanceof Error)) return error;
  const text = error.message;
  for (const [pattern, describe] of known) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const failure = describe(match);
    const [said = ''] = text.split('\n');
    const message = failure.message.includes('PID') ? failure.message : `${failure.message} (${said})`;
    return new SeedctlError({ ...failure, message, place }, { cause: error });
  }
  return error;
}
