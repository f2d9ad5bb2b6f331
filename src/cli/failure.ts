/** Whatever was thrown, as what a user is told. */
import { Exit, SeedctlError, type ExitCode, type Failure } from '../model/errors.ts';
import { type OclifError, usageFailure } from './usage-error.ts';

/** Every error says what to do next: where nothing better is known, where help is. */
export function asFailure(error: unknown, command: string | undefined): Failure {
  if (error instanceof SeedctlError) {
    const failure = error.toJSON();
    const help = failure.exit === Exit.usage && command !== undefined ? `seedctl ${command} --help` : undefined;
    return { ...failure, next: failure.next ?? help };
  }
  const known = error as OclifError;
  if ((known.oclif as unknown) !== undefined) return usageFailure(known, command);
  return systemFailure(error) ?? bug(error);
}

/** For programs: all keys, always, and null where there is nothing to say. */
export function failureData({ code, message, place, safe, next, exit }: Failure): { readonly error: object } {
  return { error: { code, message, place: place ?? null, safe: safe ?? null, next: next ?? null, exit } };
}

/** Errors of the operating system name what they could not touch; they are the machine's, not ours. */
function systemFailure(error: unknown): Failure | null {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const exits: { readonly [code: string]: ExitCode } = {
    ENOENT: Exit.usage,
    EISDIR: Exit.usage,
    EACCES: Exit.target,
    EPERM: Exit.target,
    EROFS: Exit.target,
    ENOSPC: Exit.target,
    EDQUOT: Exit.target,
    EIO: Exit.target,
    EMFILE: Exit.target,
  };
  const exit = code === undefined ? undefined : exits[code];
  if (exit === undefined) return null;
  return { code: 'system', exit, message, place: path, next: 'Mend the cause and run the same command again.' };
}

function bug(error: unknown): Failure {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'bug',
    exit: Exit.bug,
    message: `This is a bug of seedctl. ${message}`,
    safe: 'What was written so far is whole; the same command resumes it.',
    next: 'Please report it with the command line and this text.',
  };
}
