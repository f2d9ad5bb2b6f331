import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadScenario, type Loaded } from '../../src/language/load.ts';

const folder = join(import.meta.dirname, '../../scenarios');

export const shippedText = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** A scenario that ships; texts given by path take the place of its files. */
export function loadShipped(path: string, instead: { readonly [path: string]: string } = {}): Loaded {
  return loadScenario(path, {
    read: (file) => Buffer.from(instead[file] ?? shippedText(file)),
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    resolve: (from, to) => join(dirname(from), to),
    parameters: {},
  });
}
