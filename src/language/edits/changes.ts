/** What is written otherwise within one definition, key by key. */
import { canonical } from '../../model/canonical.ts';
import type { Json } from '../../model/units.ts';
import { isMapping } from '../normalise/text.ts';

/** One key; undefined where it is not written. */
export interface Change {
  /** Keys from the definition on, layers by what they are called: `layer spike`, `add`. */
  readonly path: readonly string[];
  readonly old: Json | undefined;
  readonly new: Json | undefined;
  /** Keys and positions, on either side, of what is there. */
  readonly at: { readonly old: readonly (string | number)[]; readonly new: readonly (string | number)[] };
}

type At = Change['at'];

export function changesIn(
  old: Json | undefined,
  now: Json | undefined,
  path: readonly string[] = [],
  at: At = { old: [], new: [] },
): readonly Change[] {
  if (old !== undefined && now !== undefined && canonical(old) === canonical(now)) return [];
  const below = (key: string | number): At => ({ old: [...at.old, key], new: [...at.new, key] });
  if (isMapping(old) && isMapping(now)) {
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) => {
      const [before, after] = [old[key], now[key]];
      return canonical(before) === canonical(after) && (before === undefined) === (after === undefined)
        ? []
        : changesIn(before, after, [...path, key], below(key));
    });
  }
  if (isLayers(old) && isLayers(now)) {
    const [before, after] = [labelled(old), labelled(now)];
    const found = [...new Set([...before.keys(), ...after.keys()])].flatMap((label) => {
      const [a, b] = [before.get(label), after.get(label)];
      const inner = [...path.slice(0, -1), `layer ${label}`];
      return changesIn(a?.value, b?.value, inner, {
        old: [...at.old, a?.at ?? 0],
        new: [...at.new, b?.at ?? 0],
      });
    });
    const order = (labels: Map<string, unknown>, others: Map<string, unknown>): string[] =>
      [...labels.keys()].filter((label) => others.has(label));
    const [was, is] = [order(before, after), order(after, before)];
    if (was.join('\n') === is.join('\n')) return found;
    return [...found, { path: [...path.slice(0, -1), 'order of layers'], old: was, new: is, at }];
  }
  return [{ path, old, new: now, at }];
}

/** A list of layers, told by their kinds. */
const isLayers = (value: unknown): value is readonly { readonly [key: string]: Json }[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  (value as unknown[]).every((item) => isMapping(item) && typeof item['kind'] === 'string');

/** As the language calls them: by `id`, else by kind and ordinal. */
function labelled(layers: readonly { readonly [key: string]: Json }[]): Map<string, { value: Json; at: number }> {
  const counts = new Map<unknown, number>();
  return new Map(
    layers.map((layer, at) => {
      if (typeof layer['id'] === 'string') return [layer['id'], { value: layer, at }];
      const kind = layer['kind'] as string;
      const ordinal = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, ordinal);
      return [ordinal === 1 ? kind : `${kind}.${String(ordinal)}`, { value: layer, at }];
    }),
  );
}
