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

/** Draws and expands all assets, in the order of the file. */
export function expandAssets(scenario: Scenario, seed: number): Asset[] {
  const byId = new Map<AssetId, Asset>();
  const find = (id: AssetId): Asset | undefined => byId.get(id);
  const definitions = new Map<AssetId, number>();
  const expanded = scenario.assets.map((): Asset[] => []);
  const add = (index: number, id: AssetId, parent: AssetId | null): void => {
    const asset = drawAsset(scenario, scenario.assets[index]!, id, parent, seed, find);
    byId.set(id, asset);
    definitions.set(id, index);
    expanded[index]!.push(asset);
  };
  const standsOn = (asset: Asset | undefined, index: number): boolean =>
    asset !== undefined && (definitions.get(asset.id) === index || standsOn(find(asset.parent ?? ''), index));
  // Parents first, wherever they stand in the file: what is drawn may read what its parent holds.
  let waiting: readonly Member[] = scenario.assets.flatMap((definition, index) =>
    membersOf(definition).map((member) => ({ ...member, index })),
  );
  const ids = new Set(waiting.map(({ id }) => id));
  const addReady = (isReady: (parent: AssetId) => boolean): void => {
    for (let before = Infinity; waiting.length < before;) {
      before = waiting.length;
      waiting = waiting.filter(({ index, id, parent }) => {
        if (parent !== null && !byId.has(parent) && !isReady(parent)) return true;
        add(index, id, parent);
        return false;
      });
    }
  };
  addReady(() => false);
  // Fleets stand over whatever exists, members of other fleets included, in any order; none over its own.
  for (let before = -1; before < byId.size;) {
    before = byId.size;
    for (const [index, definition] of scenario.assets.entries()) {
      const over = definition.expand?.over ?? null;
      if (over === null) continue;
      for (const asset of [...byId.values()]) {
        if (!selects(over, asset, find) || standsOn(asset, index)) continue;
        for (const id of idsOf(definition, asset.id)) if (!byId.has(id)) add(index, id, asset.id);
      }
    }
  }
  addReady((parent) => !ids.has(parent));
  return expanded.flat();
}

interface Member {
  /** Of its definition. */
  readonly index: number;
  readonly id: AssetId;
  readonly parent: AssetId | null;
}

/** The assets of a definition that stands over no others: one, or a fleet. */
function membersOf(definition: AssetDefinition): Omit<Member, 'index'>[] {
  const { id, parent, expand } = definition;
  if (expand === null) return [{ id, parent }];
  return expand.over === null ? idsOf(definition, parent).map((member) => ({ id: member, parent })) : [];
}

function idsOf({ id, expand }: AssetDefinition, parent: AssetId | null): AssetId[] {
  return Array.from({ length: expand!.count }, (_, i) => memberId(id, expand!.from + i, parent));
}

type Draft = { -readonly [K in keyof Asset]: Asset[K] };

function drawAsset(
  scenario: Scenario,
  definition: AssetDefinition,
  id: AssetId,
  parent: AssetId | null,
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
    dependsOn: dependencies(definition, parent),
  };
  const draw = (what: string, name: string, value: Draw): Json =>
    compileDraw(value)(assetSite(root, asset, [what, name], find));
  const drawAll = <T extends Json>(what: string, draws: { readonly [name: string]: Draw }): { [name: string]: T } =>
    Object.fromEntries(Object.entries(draws).map(([name, value]) => [name, draw(what, name, value) as T]));
  if (definition.zone !== null) asset.zone = text(draw('asset', 'timezone', definition.zone));
  // In this order, so that traits may be shared by a tag, and fields and data may speak of traits.
  for (const [name, value] of Object.entries(definition.tags)) {
    asset.tags = { ...asset.tags, [name]: text(draw('tag', name, value)) };
  }
  asset.traits = drawAll('trait', { ...scenario.traits, ...definition.traits });
  asset.fields = drawAll('field', definition.fields);
  for (const [name, value] of Object.entries(definition.data)) {
    asset.data = { ...asset.data, [name]: dataOf(value, name, (place, inner) => draw('data', place, inner)) };
  }
  return asset;
}

function dependencies({ dependsOn }: AssetDefinition, parent: AssetId | null): AssetId[] {
  if (dependsOn === null) return parent === null ? [] : [parent];
  return dependsOn.all.flatMap((id) => (id !== '$parent' ? [id] : parent === null ? [] : [parent]));
}

function dataOf(value: DataValue, place: string, draw: (place: string, value: Draw) => Json): Json {
  switch (value.kind) {
    case 'value':
      return draw(place, value.draw);
    case 'json':
      return value.value;
    case 'list':
      return value.items.map((item, i) => dataOf(item, `${place}.${i}`, draw));
    case 'object':
      return Object.fromEntries(
        Object.entries(value.entries).map(([name, item]) => [name, dataOf(item, `${place}.${name}`, draw)]),
      );
  }
}
