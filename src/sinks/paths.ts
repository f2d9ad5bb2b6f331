/** Where a sink may write: a path that a scenario names stays below the working directory. */
import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Exit, SeedctlError } from '../model/errors.ts';
import type { SinkContext } from './sink.ts';

/**
 * The absolute path of a target: what the command line gives may lie anywhere.
 *
 * @throws SeedctlError (exit 4) where a scenario's path leads outside the working directory
 */
export function targetPath(path: string, { fromUrl }: SinkContext): string {
  return fromUrl ? resolve(path) : checkInside(process.cwd(), path);
}

/**
 * The absolute path of `path`, which was written in a scenario.
 * Symbolic links are followed in the part that exists, so that a linked parent is no way out.
 *
 * @throws SeedctlError (exit 4) where it leads outside `root`; nothing is created either way
 */
export function checkInside(root: string, path: string): string {
  const target = resolve(root, path);
  const way = relative(real(root), real(target));
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
    throw new SeedctlError({
      code: 'outside-working-directory',
      exit: Exit.refused,
      message: `a sink of a scenario writes below the working directory, and ${path} leads outside of it`,
      place: target,
      safe: 'nothing was created or changed',
      next: 'write a path below the working directory, or give it on the command line with --to',
    });
  }
  return target;
}

/** Follows symbolic links as far as the path exists; what is still to be made stands as written. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const parent = dirname(path);
    const circular = (error as NodeJS.ErrnoException).code === 'ELOOP';
    if (parent === path || circular) return path;
    const target = linkTarget(path);
    return target === null ? join(real(parent), basename(path)) : real(resolve(real(parent), target));
  }
}

/** Where a link leads whose end does not exist: opening it for writing would create that end. */
function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
