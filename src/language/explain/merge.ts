/** One piece of a scenario over another. */
import type { Written } from './topic.ts';

export const isMap = (value: unknown): value is Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listIn = (block: Written, key: string): readonly Written[] => {
  const list = block[key];
  return Array.isArray(list) ? list.filter(isMap) : [];
};

/** Definitions are added by name; what both have is the fragment's. */
export function over(under: Written, fragment: Written): Written {
  const merged: { [key: string]: unknown } = { ...merge(under, fragment) };
  for (const key of ['time', 'streams', 'include']) if (fragment[key] !== undefined) merged[key] = fragment[key];
  return merged;
}

export function merge(under: Written, top: Written): Written {
  const merged: { [key: string]: unknown } = { ...under };
  for (const [key, value] of Object.entries(top)) merged[key] = joined(under[key], value);
  return merged;
}

function joined(under: unknown, top: unknown): unknown {
  if (Array.isArray(under) && Array.isArray(top)) return lists(under, top);
  return isMap(under) && isMap(top) ? merge(under, top) : top;
}

/** Items with an id are known by it; of others the longer list is the richer. */
function lists(under: readonly unknown[], top: readonly unknown[]): readonly unknown[] {
  if (under.length === 0 || under.some((item) => idOf(item) === undefined)) return top;
  const places = new Map<unknown, unknown>(under.map((item) => [idOf(item), item]));
  for (const item of top) places.set(idOf(item) ?? item, joined(places.get(idOf(item)) ?? {}, item));
  return [...places.values()];
}

const idOf = (item: unknown): unknown => (typeof item === 'object' && item !== null ? (item as Written)['id'] : item);
