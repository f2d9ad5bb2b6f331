/** Arrivals that follow what happened before: `after: deploy`, with a lag and a chance. */
import type { Asset } from '../model/plan.ts';
import type { Episode } from '../model/scenario.ts';
import type { Timing } from '../model/timing.ts';
import { type AssetId, DAY, type Duration, type Instant } from '../model/units.ts';
import { boundsOf, compileDraw } from '../random/draw.ts';
import { derive, type Key, uniform } from '../random/key.ts';
import { type Arrival, type Arrivals, inside, type Owner } from './arrivals.ts';
import type { Occurrence, Setting } from './occurrence.ts';
import { asNumber, resolveOfAsset } from './site.ts';

/** Occurrences of an episode on an asset that touch [from, to). */
export type Causes = (asset: Asset, episode: string, from: Instant, to: Instant) => readonly Occurrence[];

type After = Extract<Timing, { kind: 'after' }>;

/** One edge of a cause. */
interface Edge {
  readonly at: Instant;
  readonly occurrence: Occurrence;
  /** Which of the causes it is an edge of. */
  readonly of: number;
}

/**
 * `all: [a, b]` remembers which have happened since its last time. The memory begins empty with each window of this
 * length since the epoch, so that it can be rebuilt alone.
 */
export const MEMORY: Duration = 64 * DAY;

/** The longest lag, in ms; an error where it has no end. */
export function longestLagOf({ lag }: After): Duration {
  return boundsOf(lag)?.max ?? 0;
}

/** Compiles `after` for the asset that the effect happens to. */
export function causedArrivals(
  episode: Episode,
  timing: After,
  key: Key,
  owner: Owner,
  setting: Setting,
  causes: Causes,
): Arrivals {
  const sources = episode.select === null ? [setting.asset] : [setting.asset, ...ancestors(setting)];
  const lag = compileDraw(timing.lag);
  const longest = longestLagOf(timing);
  const during = episode.schedule.during === null ? null : owner.intervals(episode.schedule.during);

  const edges = (from: Instant, to: Instant): Edge[] =>
    timing.causes
      .flatMap(({ episode: id, edge }, of) =>
        sources.flatMap((source) =>
          // An occurrence that ends at `from` touches the millisecond before.
          causes(source, id, from - 1, to).map((occurrence) => ({ at: occurrence[edge], occurrence, of })),
        ),
      )
      .filter(({ at }) => at >= from && at < to)
      .sort((a, b) => a.at - b.at || a.of - b.of);

  const triggers = (from: Instant, to: Instant): Edge[] => {
    if (!timing.all) return edges(from, to);
    const origin = Math.floor(from / MEMORY) * MEMORY;
    return complete(edges(origin, to), timing.causes.length).filter(({ at }) => at >= from);
  };

  const arrivalOf = ({ at, occurrence }: Edge): Arrival => {
    const own = occurrence.asset === setting.asset.id;
    const id = own ? occurrence.id : `${occurrence.id}@${occurrence.asset}`;
    const drawn = derive(key, id);
    const delay = lag({
      key: () => derive(drawn, 'lag'),
      resolve: (reference) => resolveOfAsset(reference, setting.asset, setting.find),
    });
    return { start: at + Math.floor(asNumber(delay)), id, key: drawn, cause: occurrence };
  };

  return (from, to) => {
    const found = triggers(from - longest, to)
      .map(arrivalOf)
      .filter(({ start, key: drawn }) => {
        const happens = timing.chance === 1 || uniform(derive(drawn, 'chance')) < timing.chance;
        return happens && start >= from && start < to;
      })
      .sort((a, b) => a.start - b.start);
    return during === null ? found : inside(found, during);
  };
}

/** The edges at which the last missing one of `count` causes comes. */
function complete(edges: readonly Edge[], count: number): Edge[] {
  const found: Edge[] = [];
  const since = new Set<number>();
  let window = -Infinity;
  for (const edge of edges) {
    const here = Math.floor(edge.at / MEMORY);
    if (here !== window) since.clear();
    window = here;
    since.add(edge.of);
    if (since.size < count) continue;
    found.push(edge);
    since.clear();
  }
  return found;
}

function ancestors({ asset, find }: Setting): Asset[] {
  const found: Asset[] = [];
  for (let id: AssetId | null = asset.parent; id !== null;) {
    const parent = find(id);
    if (parent === undefined) break;
    found.push(parent);
    id = parent.parent;
  }
  return found;
}
