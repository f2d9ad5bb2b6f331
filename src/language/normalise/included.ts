/** Blocks of includes: each is read once for all scenarios that include it, where they are alike in what it asks of them. */
import { perObject } from '../../model/per-object.ts';
import type { At } from './at.ts';
import type { Written } from './definitions.ts';
import type { Answer, Reader } from './reader.ts';
import type { Findings } from './reading.ts';
import { isMapping, type Mapping } from './text.ts';

interface Before {
  readonly value: unknown;
  /** What it asked of the scenario around it. */
  readonly asked: readonly Answer[];
  readonly found: readonly Below[];
}

/** Something that was found, and the way to it from the block; null where its place does not matter. */
interface Below {
  readonly list: keyof Findings;
  readonly item: object;
  readonly steps: At['path'] | null;
}

/** By what it was read as. */
const readBefore = perObject((_: Mapping) => new Map<string, Before>());

/**
 * What `read` gives of a block of an include. What is broken is read again by each scenario, and reported to it.
 * @param as tells apart what one block may be read as
 */
export function readIncluded<T>(as: string, { written, at }: Written, reader: Reader, read: () => T): T {
  if (!isMapping(written)) return read();
  const known = readBefore(written);
  const before = known.get(as);
  if (before?.asked.every((isSame) => isSame(reader)) === true) {
    for (const { list, item, steps } of before.found)
      (reader.found[list] as object[]).push(steps === null ? item : { ...item, at: at.below(...steps) });
    reader.asked.push(...before.asked);
    return before.value as T;
  }
  const asked = reader.asked.length;
  const counts = LISTS.map((list) => reader.found[list].length);
  const value = read();
  const found = LISTS.flatMap((list, i) => reader.found[list].slice(counts[i]).map((item) => below(list, item, at)));
  known.set(as, { value, asked: reader.asked.slice(asked), found });
  return value;
}

const LISTS: readonly (keyof Findings)[] = [
  'uses',
  'draws',
  'conditions',
  'selections',
  'schedules',
  'zones',
  'references',
  'traits',
];

function below(list: keyof Findings, item: object & { readonly at?: At }, block: At): Below {
  const { at, ...rest } = item;
  return { list, item: rest, steps: at === undefined ? null : at.path.slice(block.path.length) };
}
