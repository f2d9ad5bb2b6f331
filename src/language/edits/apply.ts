/** The old text with one change of the new one: what it alone would do. */
import type { Json } from '../../model/units.ts';
import type { Path, Source } from '../source.ts';
import type { Edit, Step } from './edits.ts';
import { LISTS } from './unit.ts';

type Node = { [key: string]: Json } | Json[];

/**
 * @param old includes first, the scenario last
 * @returns sources whose places are those of the old text
 */
export function withEdits(old: readonly Source[], edits: readonly Edit[]): readonly Source[] {
  const values = old.map(({ value }) => structuredCopy(value) as { [key: string]: Json });
  const gone: { list: Json[]; item: Json }[] = [];
  const steps = edits.flatMap((edit) => edit.steps);
  // Items of lists are found where they were: they go last.
  for (const step of steps) if (step.kind === 'put') put(old, values, step, gone);
  for (const step of steps) if (step.kind === 'order') order(old, values, step);
  for (const { list, item } of gone) list.splice(list.indexOf(item), 1);
  return old.map((source, i) => ({ ...source, value: values[i]! }));
}

function put(
  sources: readonly Source[],
  values: readonly { [key: string]: Json }[],
  { old, new: now, value }: Extract<Step, { kind: 'put' }>,
  gone: { list: Json[]; item: Json }[],
): void {
  const root = old === null ? values.at(-1)! : values[sources.indexOf(old.source)]!;
  if (old !== null) {
    const holder = below(root, old.path.slice(0, -1));
    const key = old.path.at(-1)!;
    const stays = now !== null && old.path.length === now.path.length;
    if (Array.isArray(holder)) {
      if (stays) holder[key as number] = value;
      else gone.push({ list: holder, item: holder[key as number]! });
    } else if (holder !== null) {
      const renamed = stays && now.path.at(-1) !== key && !Array.isArray(holder);
      if (renamed || !stays) Reflect.deleteProperty(holder, key);
      if (stays) holder[String(now.path.at(-1))] = value;
    }
    if (stays) return;
  }
  if (now === null) return;
  const holder = below(root, now.path.slice(0, -1), LISTS.has(now.section) || typeof now.path.at(-1) === 'number');
  if (Array.isArray(holder)) holder.push(value);
  else if (holder !== null) holder[String(now.path.at(-1))] = value;
}

function order(
  sources: readonly Source[],
  values: readonly { [key: string]: Json }[],
  { old }: Extract<Step, { kind: 'order' }>,
): void {
  const list = below(values[sources.indexOf(old[0]!.source)]!, [old[0]!.section]) as Json[];
  const items = old.map(({ path }) => list[path[1] as number]!);
  const places = old.map(({ path }) => path[1] as number).sort((a, b) => a - b);
  for (const [i, place] of places.entries()) list[place] = items[i]!;
}

/** The block or list at a path; one that is not there is made. */
function below(root: Node, path: Path, asList = false): Node | null {
  let node: Node = root;
  for (const [i, key] of path.entries()) {
    let next = (node as { [key: string]: Json })[key] as Node | undefined;
    if (next === undefined) {
      next = asList && i === path.length - 1 ? [] : (Object.create(null) as Node);
      (node as { [key: string]: Json })[key] = next;
    }
    if (typeof next !== 'object') return null;
    node = next;
  }
  return node;
}

/** Objects without a prototype, as the reader makes them; what aliases share is no longer shared. */
function structuredCopy(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(structuredCopy);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as { [key: string]: Json };
  for (const [key, item] of Object.entries(value)) copy[key] = structuredCopy(item);
  return copy;
}
