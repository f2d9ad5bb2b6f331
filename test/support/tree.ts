/** Everything below a path, to see that nothing has changed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Paths with hashes of what the files hold; a folder has none. */
export function treeOf(path: string): readonly (readonly [path: string, hash: string])[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [[path, createHash('sha256').update(readFileSync(path)).digest('hex')]];
  const inside = readdirSync(path)
    .sort()
    .flatMap((name) => treeOf(join(path, name)));
  return [[path, ''], ...inside];
}
