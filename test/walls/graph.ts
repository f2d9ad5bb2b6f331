/** The files of src/ and what they import of each other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { scan, type Import, type Scan } from './scan.ts';

/** Files by their path below src/, such as `layers/noise.ts`. */
export type Sources = ReadonlyMap<string, Scan>;

const SRC = join(import.meta.dirname, '../../src');

export function readSources(): Sources {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort();
  return new Map(files.map((path) => [path, scan(path, readFileSync(join(SRC, path), 'utf8'))]));
}

export function sourcesOf(files: { readonly [path: string]: string }): Sources {
  return new Map(Object.entries(files).map(([path, text]) => [path, scan(path, text)]));
}

/** The file of src/ that an import means; null for a package, or what is not TypeScript. */
export function targetOf(from: string, { specifier }: Import): string | null {
  if (!specifier.startsWith('.') || !specifier.endsWith('.ts')) return null;
  return posix.join(posix.dirname(from), specifier);
}

/** `node:fs` as it is; of a path into a package its name. Null for a file of ours. */
export function packageOf({ specifier }: Import): string | null {
  if (specifier.startsWith('.')) return null;
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The folder below src/. */
export const roomOf = (path: string): string => path.slice(0, Math.max(0, path.indexOf('/')));

/** Files that run, with each other, as soon as one of these is loaded: nothing lazy, no types. */
export function loadedWith(sources: Sources, roots: Iterable<string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const pending = [...roots];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const item of sources.get(path)?.imports ?? []) {
      const target = targetOf(path, item);
      if (target !== null && item.kind === 'values') pending.push(target);
    }
  }
  return seen;
}

/** A way from a file back to itself along imports of values; null where there is none. */
export function findCircle(sources: Sources): readonly string[] | null {
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): readonly string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const item of sources.get(path)?.imports ?? []) {
      const target = targetOf(path, item);
      const circle = target === null || item.kind === 'types' ? null : visit(target, [...way, path]);
      if (circle !== null) return circle;
    }
    done.add(path);
    return null;
  };
  for (const path of sources.keys()) {
    const circle = visit(path, []);
    if (circle !== null) return circle;
  }
  return null;
}
