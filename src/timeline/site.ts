/** An asset as a place where draws are made: its keys, and what `$names` mean there. */
import type { Draw, Reference, Scope } from '../model/draw.ts';
import type { Asset } from '../model/plan.ts';
import type { Json } from '../model/units.ts';
import { compileDraw, type Site } from '../random/draw.ts';
import { derive, type Key } from '../random/key.ts';

/** The key of whoever shares a draw with this asset. */
export function scopeKey(root: Key, asset: Asset, scope: Scope): Key {
  switch (scope) {
    case 'place':
    case 'asset':
    case 'day':
      // Who shares a draw of a day is the asset; the day itself is added where the draw is made.
      return derive(root, 'asset', asset.id);
    case 'parent':
      return derive(root, 'parent', asset.parent ?? '');
    case 'type':
      return derive(root, 'type', asset.type);
    case 'all':
      return derive(root, 'all');
    default:
      return derive(root, scope, asset.tags[scope.slice('tags.'.length)] ?? '');
  }
}

/** What a reference means for an asset alone: a trait, or a variable of the asset. */
export function resolveOfAsset(reference: Reference, asset: Asset, find: (id: string) => Asset | undefined): Json {
  if (reference.of === 'trait') return asset.traits[reference.name] ?? null;
  const [head, ...rest] = reference.name.split('.');
  switch (head) {
    case 'asset':
      return asset.id;
    case 'type':
      return asset.type;
    case 'tags':
      return rest.length === 0 ? asset.tags : (asset.tags[rest.join('.')] ?? null);
    case 'fields':
      return asset.fields[rest.join('.')] ?? null;
    case 'data':
      return at(asset.data, rest);
    case 'parent': {
      if (rest.length === 0) return asset.parent;
      const parent = asset.parent === null ? undefined : find(asset.parent);
      return parent === undefined ? null : resolveOfAsset({ ...reference, name: rest.join('.') }, parent, find);
    }
    default:
      return null;
  }
}

function at(value: Json, path: readonly string[]): Json {
  let here: Json | undefined = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null) return null;
    here = (here as { readonly [key: string]: Json })[name];
  }
  return here ?? null;
}

/** The site of a draw made once for an asset at a named place, such as a layer's value. */
export function assetSite(
  root: Key,
  asset: Asset,
  path: readonly string[],
  find: (id: string) => Asset | undefined,
): Site {
  return {
    key: (scope) => derive(scopeKey(root, asset, scope), ...path),
    resolve: (reference) => resolveOfAsset(reference, asset, find),
  };
}

/** A draw that must give a number. */
export function numberOf(draw: Draw, site: Site): number {
  return asNumber(compileDraw(draw)(site));
}

/** The language checks what it can; what a reference holds is known only here. */
export function asNumber(value: Json): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new Error(`a number was expected, not ${JSON.stringify(value)}`);
}
