/** Which files a source reads: globs, resolved and checked, and the hash of each content. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { SourceInput } from '../../model/plan.ts';
import { checkInside } from '../inside.ts';
import type { SourceContext } from '../reader.ts';
import type { FilesOptions } from './definition.ts';

/** Sorted by path, each once. */
export function findFiles({ source, options }: SourceContext): readonly SourceInput[] {
  const { paths } = options as unknown as FilesOptions;
  const found = new Set<string>();
  paths.forEach((pattern, i) => {
    const given = source.given.includes('paths') || source.given.includes(`paths/${i}`);
    const root = given ? process.cwd() : dirname(resolve(source.file));
    if (!given) checkInside(root, pattern, source.place);
    const files = matches(root, pattern);
    if (files.length === 0) throw nothing(pattern, root, source.place);
    for (const file of files) found.add(file);
  });
  return [...found].sort().map(inputOf);
}

/** A name that exists is that file, whatever characters it is made of. */
function matches(root: string, pattern: string): readonly string[] {
  const path = resolve(root, pattern);
  if (statSync(path, { throwIfNoEntry: false }) !== undefined || !isDynamicPattern(pattern)) return [path];
  return globSync(pattern, { cwd: root, absolute: true, onlyFiles: false, expandDirectories: false })
    .filter((found) => !found.endsWith('/'))
    .map((found) => resolve(found));
}

function inputOf(path: string): SourceInput {
  const name = relative('', path) || '.';
  const next = 'give files, or a glob that matches files alone';
  const state = statSync(path, { throwIfNoEntry: false });
  if (state === undefined) throw refused('missing-file', name, `there is no file ${name}`, next);
  if (state.isDirectory()) throw refused('not-a-file', name, `${name} is a directory`, next);
  // Who would open a pipe might wait for ever, and could not read it a second time.
  if (!state.isFile()) throw refused('not-a-file', name, `${name} is no regular file`, next);
  if (state.size === 0) {
    throw refused('empty-file', name, `${name} is empty: it ends at byte 0`, 'remove it, or write it anew');
  }
  try {
    return { name, bytes: state.size, hash: hashOf(path) };
  } catch (error) {
    throw refused('unreadable-file', name, `${name} cannot be read: ${(error as Error).message}`, next, error);
  }
}

/** Nothing was begun yet. */
const refused = (code: string, place: string, message: string, next: string, cause?: unknown): SeedctlError =>
  new SeedctlError({ code, exit: Exit.invalid, message, place, safe: 'nothing was written', next }, { cause });

function hashOf(path: string): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 20);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const bytes = readSync(file, buffer, 0, buffer.length, null);
      if (bytes === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
}

function nothing(pattern: string, root: string, place: string): SeedctlError {
  return new SeedctlError({
    code: 'no-files',
    exit: Exit.invalid,
    message: `no file matches ${pattern}`,
    place,
    safe: 'nothing was written',
    next: `looked in ${root}; a path of the scenario is relative to its file, one of --param to the working directory`,
  });
}
