/** Assets, one by one or as fleets, with everything that is drawn once. */
import type { Draw } from '../model/draw.ts';
import type { Asset } from '../model/plan.ts';
import type { AssetDefinition, DataValue, Scenario } from '../model/scenario.ts';
import type { AssetId, Json } from '../model/units.ts';
import { compileDraw, text } from '../random/draw.ts';
import { rootKey } from '../random/key.ts';
import { memberId } from '../timeline/member.ts';
import { selects } from '../timeline/select.ts';
import { assetSite } from '../timeline/site.ts';
import { instantOf, zone as zoneNamed } from '../timeline/zone.ts';

/** Draws and expands all assets, in the order of the file. */
export function expandAssets(scenario: Scenario, seed: number): Asset[] {
  const byId = new Map<AssetId, Asset>();
  const expanded = scenario.assets.map((): Asset[] => []);
  const add = (index: number, id: AssetId, parent: AssetId | null, n = 0): void => {
    const find = (other: AssetId) => byId.get(other);
    const asset = drawAsset(scenario, scenario.assets[index]!, { id, parent, n }, seed, find);
    byId.set(id, asset);
    expanded[index]!.push(asset);
  };
  // Fleets stand over assets that exist: first those that stand over none, then the others as they come.
  for (const [index, definition] of scenario.assets.entries()) {
    if (definition.expand === null) add(index, definition.id, definition.parent);
    else if (definition.expand.over === null)
      fleet(definition, definition.parent, (...member) => add(index, ...member));
  }
  for (const [index, definition] of scenario.assets.entries()) {
    const over = definition.expand?.over ?? null;
    if (over === null) continue;
    for (const asset of [...byId.values()].filter((other) => selects(over, other, (id) => byId.get(id)))) {
      fleet(definition, asset.id, (...member) => add(index, ...member));
    }
  }
  return expanded.flat();
}

function fleet(
  { id, expand }: AssetDefinition,
  parent: AssetId | null,
  add: (id: AssetId, parent: AssetId | null, n: number) => void,
): void {
  for (let n = expand!.from; n < expand!.from + expand!.count; n++) add(memberId(id, n, parent), parent, n);
}

type Draft = { -readonly [K in keyof Asset]: Asset[K] };

function drawAsset(
  scenario: Scenario,
  definition: AssetDefinition,
  { id, parent, n }: { readonly id: AssetId; readonly parent: AssetId | null; readonly n: number },
  seed: number,
  find: (id: AssetId) => Asset | undefined,
): Asset {
  const root = rootKey(seed);
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
    inMember(compileDraw(value)(assetSite(root, asset, [what, name], find)));
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
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item as Json, fill)]));
}
