/** An episode on one asset: its occurrences in any range, each made alone. */
import type { Reference } from '../model/draw.ts';
import type { Asset } from '../model/plan.ts';
import type { Episode } from '../model/scenario.ts';
import type { AssetId, Duration, Instant, Json } from '../model/units.ts';
import { boundsOf, compileDraw, type Site } from '../random/draw.ts';
import { derive, type Key } from '../random/key.ts';
import { compileArrivals, type Owner } from './arrivals.ts';
import { asNumber, assetSite, resolveOfAsset, scopeKey } from './site.ts';

/** One happening of an episode on one asset. */
export interface Occurrence {
  readonly episode: Episode;
  readonly asset: AssetId;
  /** `$key`: unique for episode and asset, sorts by time. */
  readonly id: string;
  /** For draws whose scope is this occurrence. */
  readonly key: Key;
  readonly start: Instant;
  readonly end: Instant;
  readonly state: 'degraded' | 'down' | null;
}

/** Occurrences that touch [from, to), by start. */
export type Occurrences = (from: Instant, to: Instant) => readonly Occurrence[];

export interface CompiledEpisode {
  readonly episode: Episode;
  readonly occurrences: Occurrences;
  /** The longest that one can last. */
  readonly longest: Duration;
}

/** Whether [start, end), or the event at start, has an instant in [from, to). */
export function touches(
  window: { readonly start: Instant; readonly end: Instant },
  from: Instant,
  to: Instant,
): boolean {
  return window.start < to && (window.end > from || (window.start === window.end && window.start >= from));
}

/** Compiles an episode for an asset that it happens to. */
export function compileEpisode(
  episode: Episode,
  asset: Asset,
  root: Key,
  owner: Omit<Owner, 'key' | 'number'>,
  find: (id: AssetId) => Asset | undefined,
): CompiledEpisode {
  const key = derive(scopeKey(root, asset, episode.per), 'episode', episode.id);
  const number: Owner['number'] = (draw) =>
    asNumber(compileDraw(draw)(assetSite(root, asset, ['episode', episode.id, 'at'], find)));
  const length = lengthOf(episode, asset, root, find);
  const state = episode.state === null ? () => null : compileDraw(episode.state);
  const arrivals = compileArrivals(episode.schedule, { ...owner, key, number }, length.mean);
  const happen = (start: Instant, id: string, occurrence: Key): Occurrence => {
    const site = (place: string): Site => ({
      key: () => derive(occurrence, place),
      resolve: (reference) => resolveOfAsset(reference, asset, find),
    });
    return {
      episode,
      asset: asset.id,
      id,
      key: occurrence,
      start,
      end: start + Math.max(0, Math.floor(length.of(site('length')))),
      state: state(site('state')) as Occurrence['state'],
    };
  };
  return {
    episode,
    longest: length.max,
    occurrences: (from, to) =>
      arrivals(from - length.max, to)
        .map((arrival) => happen(arrival.start, arrival.id, arrival.key))
        .filter((occurrence) => touches(occurrence, from, to)),
  };
}

function lengthOf(
  episode: Episode,
  asset: Asset,
  root: Key,
  find: (id: AssetId) => Asset | undefined,
): { readonly of: (site: Site) => number; readonly mean: Duration; readonly max: Duration } {
  const bounds = boundsOf(episode.length);
  const sampler = compileDraw(episode.length);
  if (bounds !== null) return { of: (site) => asNumber(sampler(site)), mean: bounds.mean, max: bounds.max };
  // A length that is a trait of the asset is the same for all its occurrences.
  const fixed = asNumber(sampler(assetSite(root, asset, ['episode', episode.id, 'length'], find)));
  return { of: () => fixed, mean: fixed, max: fixed };
}

/** Drawn fields of an occurrence, in the order of the file: later ones may refer to earlier ones. */
export function drawFields(
  occurrence: Occurrence,
  variables: (name: string) => Json | undefined,
  trait: (reference: Reference) => Json,
  probability: Site['probability'],
): { readonly [name: string]: Json } {
  const fields: { [name: string]: Json } = {};
  for (const [name, draw] of Object.entries(occurrence.episode.fields)) {
    fields[name] = compileDraw(draw)({
      key: () => derive(occurrence.key, 'field', name),
      resolve: (reference) =>
        reference.of === 'field'
          ? (fields[reference.name] ?? null)
          : reference.of === 'variable'
            ? (variables(reference.name) ?? trait(reference))
            : trait(reference),
      ...(probability === undefined ? {} : { probability }),
    });
  }
  return fields;
}
