import { Exit, SeedctlError } from '../model/errors.ts';

/** Of a write that was aborted by nobody who says why. @param safe what is there nevertheless */
export function interrupted(safe: string, cause: unknown): SeedctlError {
  return new SeedctlError(
    {
      code: 'interrupted',
      exit: Exit.interrupted,
      message: 'the run was interrupted',
      safe,
      next: 'run the same command again: it goes on where this one ended',
    },
    { cause },
  );
}

/** Of a target where a group is one transaction. */
export const TAKEN_BACK =
  'every group that was committed is in the database; the one that was being written was taken back';
