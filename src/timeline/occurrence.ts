/** An episode on one asset: its occurrences in any range, each made alone. */
import type { Draw, Reference } from '../model/draw.ts';
import { perObject } from '../model/per-object.ts';
import type { Asset } from '../model/plan.ts';
import type { Episode } from '../model/scenario.ts';
import { type AssetId, DAY, type Duration, type Instant, type Json } from '../model/units.ts';
import { boundsOf, compileDraw, type Site } from '../random/draw.ts';
import { derive, type Key } from '../random/key.ts';
import { type Arrivals, compileArrivals, type Owner } from './arrivals.ts';
import { causedArrivals, type Causes } from './after.ts';
import { asNumber, assetSite, resolveOfAsset, scopeKey } from './site.ts';
import { zone as zoneNamed } from './zone.ts';

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
  /** What it follows, where its timing is `after`. */
  readonly cause: Occurrence | null;
}

/** Occurrences that touch [from, to), by start. */
export type Occurrences = (from: Instant, to: Instant) => readonly Occurrence[];

export interface CompiledEpisode {
  readonly episode: Episode;
  readonly occurrences: Occurrences;
  /** The longest that one can last. */
  readonly longest: Duration;
}

/** The asset that something happens to, among all. */
export interface Setting {
  readonly root: Key;
  readonly asset: Asset;
  find(id: AssetId): Asset | undefined;
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
  setting: Setting,
  owner: Omit<Owner, 'key' | 'number'>,
  causes: Causes,
): CompiledEpisode {
  const { root, asset, find } = setting;
  const { timing } = episode.schedule;
  const key = derive(scopeKey(root, asset, episode.per), 'episode', episode.id);
  const number = (draw: Draw): number =>
    asNumber(compileDraw(draw)(assetSite(root, asset, ['episode', episode.id, 'at'], find)));
  const length = lengthOf(episode, setting);
  const state = episode.state === null ? () => null : compileDraw(episode.state);
  const arrivals: Arrivals =
    timing.kind === 'after'
      ? causedArrivals(episode, timing, key, { ...owner, key, number }, setting, causes)
      : compileArrivals(episode.schedule, { ...owner, key, number }, length.mean);
  return {
    episode,
    longest: length.max,
    occurrences: (from, to) =>
      arrivals(from - length.max, to)
        .map(({ start, id, key: drawn, cause = null }): Occurrence => {
          const happening = { episode, asset: asset.id, id, key: drawn, start, end: start, state: null, cause };
          const lasts = Math.max(0, Math.floor(length.of(occurrenceSite(happening, ['length'], setting))));
          return {
            ...happening,
            end: start + lasts,
            state: state(occurrenceSite(happening, ['state'], setting)) as Occurrence['state'],
          };
        })
        .filter((occurrence) => touches(occurrence, from, to)),
  };
}

/** Where a draw of an occurrence stands: its own by default, shared where it says so. */
export function occurrenceSite(occurrence: Occurrence, place: readonly string[], { root, asset, find }: Setting): Site {
  return {
    key: (scope) => {
      if (scope === 'place') return derive(occurrence.key, ...place);
      const shared = derive(scopeKey(root, asset, scope), 'episode', occurrence.episode.id);
      return scope === 'day' ? derive(shared, ...place, localDate(asset, occurrence.start)) : derive(shared, ...place);
    },
    resolve: (reference) => resolveOfAsset(reference, asset, find),
  };
}

/** The number of the local day of an instant: what draws `per: day` are keyed by. */
function localDate(asset: Asset, t: Instant): string {
  return String(Math.floor((t + zoneNamed(asset.zone).offsetAt(t).offset) / DAY));
}

function lengthOf(
  { id, length }: Episode,
  { root, asset, find }: Setting,
): { readonly of: (site: Site) => number; readonly mean: Duration; readonly max: Duration } {
  const bounds = boundsOf(length);
  const sampler = compileDraw(length);
  if (bounds !== null) return { of: (site) => asNumber(sampler(site)), mean: bounds.mean, max: bounds.max };
  // A length that is a trait of the asset is the same for all its occurrences.
  const fixed = asNumber(sampler(assetSite(root, asset, ['episode', id, 'length'], find)));
  return { of: () => fixed, mean: fixed, max: fixed };
}

/** Only spares compiling a draw for each occurrence: what it means never changes. */
const samplersOf = perObject(({ fields }: Episode) =>
  Object.entries(fields).map(([name, draw]) => [name, compileDraw(draw)] as const),
);

/**
 * Drawn fields of an occurrence, in the order of the file: later ones may refer to earlier ones, and all to those
 * of what it follows.
 */
export function drawFields(
  occurrence: Occurrence,
  setting: Setting,
  variables: (name: string) => Json | undefined,
  probability: Site['probability'],
): { readonly [name: string]: Json } {
  const fields: { [name: string]: Json } =
    occurrence.cause === null ? {} : { ...drawFields(occurrence.cause, setting, variables, probability) };
  const resolve = (reference: Reference): Json => {
    if (reference.of === 'field') return fields[reference.name] ?? null;
    const known = reference.of === 'variable' ? variables(reference.name) : undefined;
    return known === undefined ? resolveOfAsset(reference, setting.asset, setting.find) : known;
  };
  for (const [name, sampler] of samplersOf(occurrence.episode)) {
    const site = occurrenceSite(occurrence, ['field', name], setting);
    fields[name] = sampler({ ...site, resolve, ...(probability === undefined ? {} : { probability }) });
  }
  return fields;
}
