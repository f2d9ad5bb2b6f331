/** Assets that come, go, are called otherwise, or whose records say something else. */
import { changesIn } from '../language/edits/changes.ts';
import { inLine } from '../language/diagnostics/words.ts';
import type { Asset } from '../model/plan.ts';
import type { Json } from '../model/units.ts';
import { recordOf } from '../simulate/event-records.ts';
import type { Engine } from '../simulate/engine.ts';
import { onlyIn } from './series.ts';
import type { AssetChanges, Both, SeriesPair, Side } from './model.ts';
import type { Renamed } from './renamed.ts';

/** @param pairs of streams of assets */
export function assetChanges(
  { old, new: now }: Both<Side>,
  renamed: Renamed,
  pairs: readonly SeriesPair[],
  engines: Both<Engine>,
): AssetChanges {
  const from = new Set(renamed.assets.map((one) => one.old));
  const to = new Set(renamed.assets.map((one) => one.new));
  const told = new Map<string, { key: string; old: string | null; new: string | null; assets: string[] }>();
  for (const { asset } of pairs) {
    for (const { path, old: before, new: after } of differences(
      engines.old.find(asset.old)!,
      engines.new.find(asset.new)!,
    )) {
      const shown = (value: Json | undefined) => (value === undefined || value === null ? null : inLine(value));
      const one = { key: path.join('.'), old: shown(before), new: shown(after) };
      if (one.key === 'id') continue;
      const key = JSON.stringify(one);
      const known = told.get(key);
      if (known === undefined) told.set(key, { ...one, assets: [asset.new] });
      else if (!known.assets.includes(asset.new)) known.assets.push(asset.new);
    }
  }
  return {
    added: onlyIn(now.plan, old.plan, (id) => to.has(id)),
    removed: onlyIn(old.plan, now.plan, (id) => from.has(id)),
    renamed: renamed.assets,
    told: [...told.values()],
  };
}

const differences = (old: Asset, now: Asset) => changesIn(recordOf(old), recordOf(now));
