/** Assets, one by one or as fleets, with everything that is drawn once. */
import type { Draw } from '../model/draw.ts';
import { perObject } from '../model/per-object.ts';
import type { Asset } from '../model/plan.ts';
import type { AssetDefinition, DataValue, Scenario } from '../model/scenario.ts';
import type { AssetId, Json } from '../model/units.ts';
import { compileDraw, type Sampler, text } from '../random/draw.ts';
import { type Key, rootKey } from '../random/key.ts';
import { memberId, membersNamed } from './member.ts';
import { selects } from './select.ts';
import { assetSite } from './site.ts';
import { instantOf, zone as zoneNamed } from './zone.ts';

/** The assets of a scenario; each is drawn when it is first asked for, and kept. */
export interface Assets {
  find(id: AssetId): Asset | undefined;
  /** All of them, in the order of the file. */
  all(): Asset[];
}

/** Where an asset comes from. */
interface Place {
  readonly index: number;
  readonly id: AssetId;
  readonly parent: AssetId | null;
  readonly n: number;
}

/** Lays out all assets, and draws none. */
export function createAssets(scenario: Scenario, seed: number): Assets {
  const root = rootKey(seed);
  const definitions = scenario.assets;
  const drawn = new Map<AssetId, Asset>();
  const lists = new Map<number, Map<AssetId, Place>>();
  /** Fleets over others that are being laid out: they do not stand over themselves. */
  const laying = new Set<number>();
  /** Each draw of a definition is made ready once, however many members it has. */
  const samplerOf = perObject(compileDraw);

  const draw = (place: Place): Asset => {
    let asset = drawn.get(place.id);
    if (asset === undefined) {
      asset = drawAsset(scenario, definitions[place.index]!, place, root, samplerOf, find);
      drawn.set(place.id, asset);
    }
    return asset;
  };

  function find(id: AssetId): Asset | undefined {
    const known = drawn.get(id);
    if (known !== undefined) return known;
    const place = placeOf(id, new Set());
    return place === undefined ? undefined : draw(place);
  }

  /** The place of an id; of fleets that stand over others, those in `above` are none that they may stand over. */
  function placeOf(id: AssetId, above: ReadonlySet<number>): Place | undefined {
    for (const [index, definition] of definitions.entries()) {
      const over = definition.expand?.over ?? null;
      if (over !== null && above.has(index)) continue;
      const place = isReadable(definition) ? readBack(id, index, above) : listed(index).get(id);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  /** Without laying out the fleet: the id itself tells who the member is. */
  function readBack(id: AssetId, index: number, above: ReadonlySet<number>): Place | undefined {
    const { id: template, parent: stated, expand } = definitions[index]!;
    if (expand === null) return template === id ? { index, id, parent: stated, n: 0 } : undefined;
    const { from, count, over } = expand;
    for (const { n, parent } of membersNamed(id, template, over === null ? stated : undefined)) {
      if (n < from || n >= from + count) continue;
      if (over !== null) {
        const below = parent === null ? undefined : placeOf(parent, new Set([...above, index]));
        if (below === undefined || !selects(over, draw(below), find)) continue;
      }
      return { index, id, parent, n };
    }
    return undefined;
  }

  /** The members of one definition, by their ids. */
  function listed(index: number): ReadonlyMap<AssetId, Place> {
    const known = lists.get(index);
    if (known !== undefined) return known;
    const places = new Map<AssetId, Place>();
    for (const parent of parentsOf(index)) {
      for (const place of fleet(index, definitions[index]!, parent)) places.set(place.id, place);
    }
    // While a fleet above is laid out, one below does not see it: only what was asked for alone is whole.
    if (laying.size === 0 || (definitions[index]!.expand?.over ?? null) === null) lists.set(index, places);
    return places;
  }

  /** Fleets stand over whatever exists, members of other fleets included, in any order; none over its own. */
  function parentsOf(index: number): readonly (AssetId | null)[] {
    const { parent, expand } = definitions[index]!;
    const over = expand?.over ?? null;
    if (over === null) return [parent];
    laying.add(index);
    const parents = [...definitions.keys()]
      .filter((other) => !laying.has(other))
      .flatMap((other) => [...listed(other).values()])
      .filter((place) => selects(over, draw(place), find))
      .map(({ id }) => id);
    laying.delete(index);
    return parents;
  }

  return { find, all: () => definitions.flatMap((_, index) => [...listed(index).values()].map(draw)) };
}

/** Whether ids say which member they are of. */
function isReadable({ id, expand }: AssetDefinition): boolean {
  return expand === null || (/\{n(:\d+)?\}/.test(id) && (expand.over === null || id.includes('{parent}')));
}

/** The members of a definition that have this parent. */
function* fleet(index: number, { id, expand }: AssetDefinition, parent: AssetId | null): Generator<Place, void, void> {
  if (expand === null) {
    yield { index, id, parent, n: 0 };
    return;
  }
  for (let n = expand.from; n < expand.from + expand.count; n++) {
    yield { index, id: memberId(id, n, parent), parent, n };
  }
}

type Draft = { -readonly [K in keyof Asset]: Asset[K] };

function drawAsset(
  scenario: Scenario,
  definition: AssetDefinition,
  { id, parent, n }: Place,
  root: Key,
  samplerOf: (draw: Draw) => Sampler,
  find: (id: AssetId) => Asset | undefined,
): Asset {
  const asset: Draft = {
    id,
    type: definition.type,
    parent,
    zone: scenario.zone,
    patterns: definition.patterns,
    fields: {},
    tags: {},
    data: {},
    traits: {},
    from: null,
    to: null,
    dependsOn: dependencies(definition, parent),
  };
  // What a fleet writes in tags, fields and data is filled for each member, as its id is.
  const inMember = (value: Json): Json =>
    typeof value === 'string' && definition.expand !== null ? memberId(value, n, parent) : value;
  const draw = (what: string, name: string, value: Draw): Json =>
    inMember(samplerOf(value)(assetSite(root, asset, [what, name], find)));
  const drawAll = <T extends Json>(what: string, draws: { readonly [name: string]: Draw }): { [name: string]: T } =>
    Object.fromEntries(Object.entries(draws).map(([name, value]) => [name, draw(what, name, value) as T]));
  if (definition.zone !== null) asset.zone = text(draw('asset', 'timezone', definition.zone));
  const zone = zoneNamed(asset.zone);
  if (definition.from !== null) asset.from = instantOf(definition.from, zone);
  if (definition.to !== null) asset.to = instantOf(definition.to, zone);
  // In this order, so that traits may be shared by a tag, and fields and data may speak of traits.
  for (const [name, value] of Object.entries(definition.tags)) {
    asset.tags = { ...asset.tags, [name]: text(draw('tag', name, value)) };
  }
  asset.traits = drawAll('trait', { ...scenario.traits, ...definition.traits });
  asset.fields = drawAll('field', definition.fields);
  for (const [name, value] of Object.entries(definition.data)) {
    asset.data = { ...asset.data, [name]: dataOf(value, name, (place, inner) => draw('data', place, inner), inMember) };
  }
  return asset;
}

function dependencies({ dependsOn }: AssetDefinition, parent: AssetId | null): AssetId[] {
  if (dependsOn === null) return parent === null ? [] : [parent];
  return dependsOn.all.flatMap((id) => (id !== '$parent' ? [id] : parent === null ? [] : [parent]));
}

function dataOf(
  value: DataValue,
  place: string,
  draw: (place: string, value: Draw) => Json,
  fill: (value: Json) => Json,
): Json {
  const below = (item: DataValue, name: string | number): Json => dataOf(item, `${place}.${name}`, draw, fill);
  switch (value.kind) {
    case 'value':
      return draw(place, value.draw);
    case 'json':
      return filled(value.value, fill);
    case 'list':
      return value.items.map(below);
    case 'object':
      return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, below(item, name)]));
  }
}

function filled(value: Json, fill: (value: Json) => Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => filled(item, fill));
  if (typeof value !== 'object' || value === null) return fill(value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, fill)]));
}
