/** Where a scenario may read: below its own folder. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { Exit, SeedctlError } from '../model/errors.ts';

/** @throws SeedctlError (exit 4) for a path, or the beginning of a glob, that leads outside of `root` */
export function checkInside(root: string, pattern: string, place: string): void {
  // What stands before the first wildcard exists, or leads nowhere.
  const fixed = pattern.replace(/[*?[{(!].*$/s, '');
  const target = real(resolve(root, fixed === pattern ? fixed : dirname(`${fixed}x`)));
  const way = relative(real(root), target);
  if (!pattern.split('/').includes('..') && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return;
  throw new SeedctlError({
    code: 'outside-scenario',
    exit: Exit.refused,
    message: `a scenario reads files below its own folder, and ${pattern} leads outside of it`,
    place,
    safe: 'nothing was read or written',
    next: 'make the path a parameter, and give it with --param: then it may lie anywhere',
  });
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : resolve(real(parent), relative(parent, path));
  }
}

/** @throws SeedctlError (exit 4) where a scenario would write outside of the working directory */
export function checkWritable(path: string, place: string): void {
  const way = relative(real(process.cwd()), real(resolve(path)));
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return;
  throw new SeedctlError({
    code: 'outside-working-directory',
    exit: Exit.refused,
    message: `a scenario writes below the working directory, and ${path} leads outside of it`,
    place,
    safe: 'nothing was read or written',
    next: 'write a path below the working directory in `rejects`',
  });
}
