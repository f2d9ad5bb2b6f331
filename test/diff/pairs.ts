/** Pairs of scenarios: `base.yaml`, and what one person changed in it. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Diff } from '../../src/diff/model.ts';
import { compare, type DiffFlags } from '../../src/run/diff.ts';

const FOLDER = join(import.meta.dirname);

const now = '2025-02-09T00:00:00Z';

/** Paths as a person gives them, from the folder of the repository. */
const path = (name: string): string => relative('', join(FOLDER, `${name}.yaml`));

export const cases: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml') && file !== 'base.yaml')
  .map((file) => file.replace('.yaml', ''))
  .sort();

export function diffOfCase(name: string, flags: DiffFlags = {}): Diff {
  return compare(path('base'), path(name), { now, ...flags }, 0).diff;
}
