/** Whatever was thrown, as what a user is told. */
import { Exit, SeedctlError, type ExitCode, type Failure } from '../model/errors.ts';

/** oclif's errors of the command line carry the exit code that they ask for. */
interface UsageError extends Error {
  readonly oclif?: { readonly exit?: number | false };
}

export function asFailure(error: unknown, command: string | undefined): Failure {
  if (error instanceof SeedctlError) return error.toJSON();
  const known = error as UsageError;
  if (known.oclif !== undefined) {
    return {
      code: 'usage',
      exit: Exit.usage,
      message: known.message
        .replace(/^Parsing (--\S+) \n\t/, '$1: ')
        .replace(/\n?See more help with --help$/, '')
        .trimEnd(),
      next: `seedctl ${command === undefined ? '' : `${command} `}--help`,
    };
  }
  return systemFailure(error) ?? bug(error);
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
