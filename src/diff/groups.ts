/** Series that change alike, put together and measured on both sides. */
import type { Plan } from '../model/plan.ts';
import type { Range } from '../model/units.ts';
import type { Room } from '../simulate/blocks-of-series.ts';
import type { Engine } from '../simulate/engine.ts';
import type { Fingerprint } from '../simulate/fingerprint.ts';
import { metricOf } from '../simulate/signal.ts';
import { decimalsOf } from '../simulate/finish.ts';
import { Measuring } from './measure.ts';
import type { Both, Group, SeriesPair } from './model.ts';

/** Groups of this many series or fewer are told one by one. */
const FEW = 4;
/** Of a larger group, so many series stand for all. */
const SAMPLE = 48;
/** Groups that are measured, the largest first. */
const MOST = 120;

/** What is compared with what. */
export interface Compared {
  readonly plans: Both<Plan>;
  readonly periods: Both<Range>;
  readonly engines: Both<Engine>;
  /** For one series at a time. */
  readonly room: Room;
}

export interface Grouped {
  readonly groups: readonly Group[];
  readonly unmeasured: number;
  /** Whose values are the same in the period. */
  readonly equal: ReadonlySet<SeriesPair>;
}

/**
 * @param pairs of metrics alone
 * @param causes of a pair, as indices into the edits
 */
export function groupsOf(
  pairs: readonly SeriesPair[],
  compared: Compared,
  causes: (pair: SeriesPair) => readonly number[],
): Grouped {
  const { engines } = compared;
  const equal = new Set<SeriesPair>();
  const found = new Map<string, SeriesPair[]>();
  for (const pair of pairs) {
    const key = JSON.stringify([pair.stream, pair.metric, engines.new.find(pair.asset.new)?.type, causes(pair)]);
    const group = found.get(key);
    if (group === undefined) found.set(key, [pair]);
    else group.push(pair);
  }
  const split = [...found.values()].flatMap((group) => (group.length <= FEW ? group.map((pair) => [pair]) : [group]));
  const chosen = [...split].sort((a, b) => b.length - a.length).slice(0, MOST);
  const measured = new Set(chosen);
  return {
    groups: split.filter((group) => measured.has(group)).map((group) => measureGroup(group, compared, causes, equal)),
    unmeasured: split.length - chosen.length,
    equal,
  };
}

function measureGroup(
  pairs: readonly SeriesPair[],
  { plans, periods, engines, room }: Compared,
  causes: (pair: SeriesPair) => readonly number[],
  equal: Set<SeriesPair>,
): Group {
  const first = pairs[0]!;
  const asset = engines.new.find(first.asset.new)!;
  const metric = { old: first.metric.old!, new: first.metric.new! };
  const written = metricOf(plans.new.scenario, asset, metric.new)!;
  const [old, now] = [new Measuring(room), new Measuring(room)];
  const chosen = evenly(pairs, SAMPLE);
  for (const pair of chosen) {
    // Fingerprints are sums: what one series adds to both tells whether it is the same.
    const [before, after] = [{ ...old.fingerprint }, { ...now.fingerprint }];
    old.add(engines.old, engines.old.find(pair.asset.old)!, pair.metric.old!, periods.old);
    now.add(engines.new, engines.new.find(pair.asset.new)!, pair.metric.new!, periods.new);
    const added = (sum: Fingerprint, earlier: Fingerprint) => `${(sum.a - earlier.a) | 0} ${(sum.b - earlier.b) | 0}`;
    if (added(old.fingerprint, before) === added(now.fingerprint, after)) equal.add(pair);
  }
  const same = chosen.every((pair) => equal.has(pair));
  // What a sample says of a group, it says of all of it.
  if (same) for (const pair of pairs) equal.add(pair);
  return {
    stream: first.stream.new,
    metric,
    assetType: asset.type,
    assets: pairs.map((pair) => pair.asset.new),
    measured: chosen.length,
    causes: causes(first),
    unit: written.unit,
    decimals: decimalsOf(written),
    same,
    measure: { old: old.result(), new: now.result() },
  };
}

/** So many of them, spread over all. */
export function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!);
}
