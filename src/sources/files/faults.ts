/** What makes a whole file unreadable. */
import { Exit, SeedctlError } from '../../model/errors.ts';

export function unreadable(code: string, path: string, message: string, next: string, cause?: unknown): SeedctlError {
  return new SeedctlError(
    {
      code,
      exit: Exit.invalid,
      message,
      place: path,
      safe: 'what was read before it is in the target and is not written twice',
      next,
    },
    cause === undefined ? {} : { cause },
  );
}

export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** The file cannot be read on from here. */
export function broken(path: string, { offset, line, column }: Position, what: string): SeedctlError {
  return unreadable(
    'broken-file',
    `${path}:${line}:${column}`,
    `${what}, at byte ${offset} of ${path}`,
    'mend the file, or read others, and run the same command again',
  );
}
