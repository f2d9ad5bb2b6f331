import { Exit, SeedctlError } from '../model/errors.ts';

/** A file of the user's that a command was to write, and could not. */
export function cannotWrite(path: string, error: unknown, next: string): SeedctlError {
  return new SeedctlError({
    code: 'cannot-write',
    exit: Exit.target,
    message: `${path} cannot be written: ${(error as Error).message}`,
    place: path,
    safe: 'nothing was written',
    next,
  });
}
