import type { Selection } from '../model/scenario.ts';
import type { Asset } from '../model/plan.ts';

/** What a selection asks of an asset. */
export type Selectable = Pick<Asset, 'id' | 'type' | 'parent' | 'tags'>;

/** Whether a selection holds for an asset: keys AND, list values OR, `*` in ids; null selects all. */
export function selects(
  selection: Selection | null,
  asset: Selectable,
  find: (id: string) => Selectable | undefined,
): boolean {
  if (selection === null) return true;
  const { ids, types, tags, parents, within } = selection;
  return (
    (ids === null || ids.some((id) => matches(id, asset.id))) &&
    (types === null || types.includes(asset.type)) &&
    (tags === null || Object.entries(tags).every(([name, values]) => values.includes(asset.tags[name] ?? ''))) &&
    (parents === null || (asset.parent !== null && parents.includes(asset.parent))) &&
    (within === null || isWithin(asset, within, find))
  );
}

function isWithin(asset: Selectable, roots: readonly string[], find: (id: string) => Selectable | undefined): boolean {
  for (let here: Selectable | undefined = asset; here !== undefined;) {
    if (roots.includes(here.id)) return true;
    here = here.parent === null ? undefined : find(here.parent);
  }
  return false;
}

/** `*` stands for any text. */
export function matches(pattern: string, id: string): boolean {
  if (!pattern.includes('*')) return pattern === id;
  const parts = pattern.split('*');
  const [first, last] = [parts[0]!, parts[parts.length - 1]!];
  if (!id.startsWith(first) || !id.endsWith(last) || id.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = id.indexOf(part, at);
    if (found < 0 || found + part.length > id.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

/** The asset that is meant, seen from another: `self`, its `parent`, or one by its id. */
export function seenFrom<A extends { readonly parent: string | null }>(
  asset: A,
  of: string,
  find: (id: string) => A | undefined,
): A | undefined {
  if (of === 'self') return asset;
  return find(of === 'parent' ? (asset.parent ?? '') : of);
}
