/** Which assets and metrics a preview shows: those that were asked for, else some that stand for the others. */
import { didYouMean } from '../../language/diagnostics/words.ts';
import type { Asset } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { MetricName } from '../../model/units.ts';
import { createAssets } from '../../timeline/assets.ts';
import { matches } from '../../timeline/select.ts';
import { usage } from '../options.ts';

export interface Wanted {
  /** Ids, in which `*` stands for any text; null: any. */
  readonly assets: readonly string[] | null;
  readonly metrics: readonly MetricName[] | null;
}

export interface Chosen {
  readonly assets: readonly Asset[];
  /** All that fit what was asked for. */
  readonly total: number;
}

/**
 * @param most assets that are shown
 * @throws SeedctlError (exit 2) for an asset or a metric that is not there
 */
export function chooseAssets(scenario: Scenario, seed: number, wanted: Wanted, most: number): Chosen {
  const { all, find } = createAssets(scenario, seed);
  const exact = wanted.assets !== null && !wanted.assets.some((id) => id.includes('*'));
  if (exact) {
    // Of a fleet only these are drawn.
    const assets = wanted.assets.map((id) => find(id) ?? unknownAsset(id, all()));
    checkMetrics(scenario, assets, wanted.metrics, true);
    return { assets: assets.slice(0, most), total: assets.length };
  }
  const fitting = all().filter((asset) => wanted.assets?.some((id) => matches(id, asset.id)) ?? true);
  if (fitting.length === 0) unknownAsset(wanted.assets?.join(', ') ?? '', all());
  checkMetrics(scenario, fitting, wanted.metrics, false);
  const having =
    wanted.metrics === null
      ? fitting
      : fitting.filter((asset) => wanted.metrics!.some((name) => metricNames(scenario, asset).has(name)));
  return { assets: some(having, most), total: having.length };
}

/** As many as there may be: of each kind of asset in turn, in the order of the file. */
function some(assets: readonly Asset[], most: number): readonly Asset[] {
  if (assets.length <= most) return assets;
  const kinds = new Map<string, Asset[]>();
  for (const asset of assets) {
    const kind = JSON.stringify([asset.type, asset.patterns]);
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [asset]);
    else known.push(asset);
  }
  const chosen = new Set<Asset>();
  // Evenly over each kind: neighbours of a fleet are more alike than those far apart.
  const each = Math.max(1, Math.floor(most / kinds.size));
  for (const members of kinds.values()) {
    const share = Math.min(members.length, each);
    for (let i = 0; i < share && chosen.size < most; i++)
      chosen.add(members[Math.floor((i * members.length) / share)]!);
  }
  for (const asset of assets) if (chosen.size < most) chosen.add(asset);
  return assets.filter((asset) => chosen.has(asset));
}

/** Of all its patterns, helpers too. */
const metricNames = (scenario: Scenario, { patterns }: Asset): ReadonlySet<MetricName> =>
  new Set(patterns.flatMap((name) => Object.keys(scenario.patterns[name]?.metrics ?? {})));

/** @param each every asset must have one of them, since each was asked for by its name */
function checkMetrics(
  scenario: Scenario,
  assets: readonly Asset[],
  wanted: readonly MetricName[] | null,
  each: boolean,
): void {
  const known = new Set(assets.flatMap((asset) => [...metricNames(scenario, asset)]));
  for (const name of wanted ?? []) {
    const without = each ? assets.find((asset) => !metricNames(scenario, asset).has(name)) : undefined;
    if (known.has(name) && without === undefined) continue;
    const names = without === undefined ? known : metricNames(scenario, without);
    throw usage(
      without === undefined ? `no asset has a metric ${name}` : `the asset ${without.id} has no metric ${name}`,
      didYouMean(name, names, 'metrics') ?? undefined,
    );
  }
}

function unknownAsset(id: string, all: readonly Asset[]): never {
  if (all.length === 0)
    throw usage('the scenario has no assets: nothing of it is simulated', 'seedctl plan shows what it reads');
  const ids = all.slice(0, 5000).map((asset) => asset.id);
  throw usage(
    `the scenario has no asset ${id}`,
    didYouMean(id, ids, 'assets') ?? `it has ${ids.slice(0, 5).join(', ')}`,
  );
}
