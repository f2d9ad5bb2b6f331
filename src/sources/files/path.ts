/** Where a field lies in a record: `at.start`, or `^.user.id` in what encloses it. */
import type { Json } from '../../model/units.ts';

export interface Path {
  /** How many levels up. */
  readonly up: number;
  readonly keys: readonly string[];
}

export function pathOf(text: string): Path {
  const keys = text.split('.');
  const up = keys.findIndex((key) => key !== '^');
  return { up: up < 0 ? keys.length : up, keys: up < 0 ? [] : keys.slice(up) };
}

/** What lies there; undefined where nothing does. */
export function at(value: Json | undefined, { keys }: Path): Json | undefined {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as { readonly [key: string]: Json })[key];
  }
  return found;
}

export interface Step {
  readonly key: string;
  /** Its elements, one after the other. */
  readonly each: boolean;
}

/** `data.dataset[]`, or `[].levels.data[]` of a file that is a list: its step has no key. */
export const stepsOf = (items: string): readonly Step[] =>
  items.split('.').map((key) => ({ key: key.replace(/\[\]$/, ''), each: key.endsWith('[]') }));
