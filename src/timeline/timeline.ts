/** All occurrences that touch an asset, and what it inherits through its dependencies. */
import type { State } from '../model/condition.ts';
import type { Asset } from '../model/plan.ts';
import type { DependencyLag, Episode, Layer, Scenario } from '../model/scenario.ts';
import { type AssetId, DAY, type Duration, type Instant } from '../model/units.ts';
import { boundsOf, compileDraw } from '../random/draw.ts';
import { derive, type Key } from '../random/key.ts';
import type { Intervals, RateSignal } from './arrivals.ts';
import { compileCondition, type ConditionSubject } from './condition.ts';
import { clip, complement, subtract, union, unionOf } from './interval.ts';
import type { Causes } from './after.ts';
import { type CompiledEpisode, compileEpisode, type Occurrence, type Setting, touches } from './occurrence.ts';
import { selects } from './select.ts';
import { asNumber, resolveOfAsset, scopeKey } from './site.ts';
import { zone } from './zone.ts';

/** An occurrence as it acts on one asset: its own, or inherited from one that it depends on. */
export interface Incident {
  readonly asset: AssetId;
  readonly occurrence: Occurrence;
  readonly start: Instant;
  readonly end: Instant;
  /** The nearest asset that it comes from; the asset itself for its own. */
  readonly cause: AssetId;
}

export interface AssetTimeline {
  /** Of its patterns in their order, then of the scenario. */
  readonly episodes: readonly CompiledEpisode[];
  /** Of one of `episodes`, touching [from, to), by start. */
  occurrences(episode: CompiledEpisode, from: Instant, to: Instant): readonly Occurrence[];
  /** Episodes with a state or a label, own and inherited, touching [from, to), by start. */
  incidents(from: Instant, to: Instant): readonly Incident[];
  /** Whether it is ever anything but up: an episode of its own, or of what it depends on, touches its state. */
  changes(): boolean;
  /** Where the worst of all incidents is this state. */
  readonly state: (state: State) => Intervals;
  readonly subject: ConditionSubject;
}

/** What timelines ask of the signals. */
export interface Signals {
  /** Where a metric lies in (above, below). */
  metric(asset: Asset, metric: string, above: number | null, below: number | null): Intervals;
  /** The sum of layers, as the rate of an episode. */
  rate(asset: Asset, episode: string, layers: readonly Layer[]): RateSignal;
}

/** Timelines are made for whole windows of this length and kept, since neighbouring cells ask for the same. */
const WINDOW: Duration = 16 * DAY;
const KEPT = 500;

/** Timelines of all assets, made when they are asked for. */
export function createTimelines(
  scenario: Scenario,
  root: Key,
  find: (id: AssetId) => Asset | undefined,
  signals: Signals,
): (asset: Asset) => AssetTimeline {
  const known = new Map<AssetId, AssetTimeline>();
  const timelineOf = (asset: Asset): AssetTimeline => {
    let timeline = known.get(asset.id);
    if (timeline === undefined) {
      if (known.size >= KEPT) known.delete(known.keys().next().value!);
      timeline = compile(asset);
      known.set(asset.id, timeline);
    }
    return timeline;
  };

  /** Occurrences of an episode on an asset, by its id; none where it does not happen there. */
  const causes: Causes = (asset, id, from, to) => {
    const timeline = timelineOf(asset);
    return timeline.episodes
      .filter(({ episode }) => episode.id === id)
      .flatMap((episode) => timeline.occurrences(episode, from, to));
  };

  function compile(asset: Asset): AssetTimeline {
    const subject = subjectOf(asset);
    const setting: Setting = { root, asset, find };
    const episodes = episodesOf(scenario, asset, find).map((episode) =>
      compileEpisode(
        episode,
        setting,
        {
          zone: subject.zone,
          birth: asset.from,
          intervals: (condition) => compileCondition(condition, subject),
          signal: (layers) => signals.rate(asset, episode.id, layers),
        },
        causes,
      ),
    );
    const windows = new Map(episodes.map((episode) => [episode, inWindows(episode.occurrences)]));
    const occurrences: AssetTimeline['occurrences'] = (episode, from, to) =>
      windows.get(episode)!(from, to).filter((occurrence) => touches(occurrence, from, to));
    const lag = lagOf(scenario, asset, root, find);
    const sources = asset.dependsOn.map((id) => find(id)).filter((source) => source !== undefined);
    const all = inWindows((from, to): readonly Incident[] =>
      [
        ...episodes
          .filter(({ episode }) => episode.state !== null || episode.label !== null)
          .flatMap((episode) => occurrences(episode, from, to))
          .map((occurrence) => incidentOf(asset.id, occurrence)),
        ...inherited(
          asset,
          sources.flatMap((source) => timelineOf(source).incidents(from - lag.longest, to)),
          lag,
          from,
          to,
        ),
      ].sort(byStart),
    );
    const states = inWindows((from, to) => statesOf(all(from, to)));
    return {
      episodes,
      occurrences,
      incidents: (from, to) => all(from, to).filter((incident) => touches(incident, from, to)),
      changes: () =>
        episodes.some(({ episode }) => episode.state !== null) ||
        sources.some((source) => timelineOf(source).changes()),
      state: (state) => (from, to) => {
        const { down, degraded } = states(from, to);
        if (state === 'down') return clip(down, from, to);
        if (state === 'degraded') return clip(degraded, from, to);
        return complement(clip(union(down, degraded), from, to), from, to);
      },
      subject,
    };
  }

  function subjectOf(asset: Asset): ConditionSubject {
    return {
      asset,
      zone: zone(asset.zone),
      state: (state, of) => {
        const id = of === 'self' ? asset.id : of === 'parent' ? asset.parent : of.asset;
        return (from, to) => {
          const other = id === null ? undefined : find(id);
          // An asset without a parent has nobody to be down.
          if (other === undefined) return state === 'up' ? Float64Array.of(from, to) : new Float64Array(0);
          return timelineOf(other).state(state)(from, to);
        };
      },
      episode: (id) => (from, to) => {
        return clip(windowsOf(causes(asset, id, from, to)), from, to);
      },
      metric: (metric, above, below) => signals.metric(asset, metric, above, below),
    };
  }
  return timelineOf;
}

/**
 * Episodes that happen to an asset: those of its patterns in the list's order, then the scenario's. Of two rules of
 * reliability for one asset the later wins; other episodes add up.
 */
export function episodesOf(
  scenario: Scenario,
  asset: Asset,
  find: (id: AssetId) => Asset | undefined,
): readonly Episode[] {
  const own = asset.patterns.flatMap((name) => scenario.patterns[name]?.episodes ?? []);
  const selected = scenario.episodes.filter((episode) => selects(episode.select, asset, find));
  const rule = (episode: Episode) => episode.schedule.timing.kind === 'uptime';
  const holds = (episode: Episode, i: number) => !rule(episode) || !selected.slice(i + 1).some(rule);
  return [...own, ...selected.filter(holds)];
}

/** What happens to an asset of its own. */
export function incidentOf(asset: AssetId, occurrence: Occurrence): Incident {
  const { start, end } = occurrence;
  return { asset, occurrence, start, end, cause: asset };
}

function byStart(a: { readonly start: Instant }, b: { readonly start: Instant }): number {
  return a.start - b.start;
}

/** Answers ranges from a kept answer for whole windows around them; callers cut what they get. */
function inWindows<T>(make: (from: Instant, to: Instant) => T): (from: Instant, to: Instant) => T {
  let [low, high]: [Instant, Instant] = [0, 0];
  let kept: T | null = null;
  return (from, to) => {
    if (kept === null || from < low || to > high) {
      low = Math.floor(from / WINDOW) * WINDOW;
      high = Math.ceil(to / WINDOW) * WINDOW;
      kept = make(low, high);
    }
    return kept;
  };
}

interface Lag {
  readonly down: (incident: Incident) => Duration;
  readonly up: (incident: Incident) => Duration;
  readonly longest: Duration;
}

/** Those of one name; none where it does not happen there. */
export function episodesNamed(
  scenario: Scenario,
  asset: Asset,
  id: string,
  find: (id: AssetId) => Asset | undefined,
): readonly Episode[] {
  return episodesOf(scenario, asset, find).filter((episode) => episode.id === id);
}

/** The rule of what an asset inherits: the last that selects it. */
export function lagRuleOf(
  scenario: Scenario,
  asset: Asset,
  find: (id: AssetId) => Asset | undefined,
): DependencyLag | undefined {
  return scenario.dependencies.findLast(({ select }) => selects(select, asset, find));
}

/** The delays that an asset adds to what it inherits; none where no rule selects it. */
function lagOf(scenario: Scenario, asset: Asset, root: Key, find: (id: AssetId) => Asset | undefined): Lag {
  const rule = lagRuleOf(scenario, asset, find);
  if (rule === undefined) return { down: () => 0, up: () => 0, longest: 0 };
  const key = derive(scopeKey(root, asset, 'asset'), 'dependency');
  const draw = (which: 'downAfter' | 'upAfter') => {
    const sampler = compileDraw(rule[which]);
    return ({ occurrence }: Incident): Duration =>
      Math.floor(
        asNumber(
          sampler({
            key: () => derive(key, which, occurrence.asset, occurrence.episode.id, occurrence.id),
            resolve: (reference) => resolveOfAsset(reference, asset, find),
          }),
        ),
      );
  };
  return { down: draw('downAfter'), up: draw('upAfter'), longest: longestLag(rule) };
}

/** The longest that an inherited incident can outlast its cause. */
export function longestLag(rule: DependencyLag): Duration {
  return Math.max(0, boundsOf(rule.upAfter)?.max ?? 0);
}

/** A cause [s, e) becomes [s + down, e + up), nothing where that is empty; what arrives by two ways is one incident. */
function inherited(asset: Asset, causes: readonly Incident[], lag: Lag, from: Instant, to: Instant): Incident[] {
  const incidents = new Map<string, Incident>();
  for (const cause of causes) {
    if (cause.occurrence.state === null) continue;
    const [start, end] = [cause.start + lag.down(cause), cause.end + lag.up(cause)];
    if (start >= end || !touches({ start, end }, from, to)) continue;
    const { occurrence } = cause;
    const id = [occurrence.asset, occurrence.episode.id, occurrence.id].join('\n');
    const other = incidents.get(id);
    const incident: Incident = { asset: asset.id, occurrence, start, end, cause: cause.asset };
    incidents.set(id, other === undefined ? incident : joined(other, incident));
  }
  return [...incidents.values()];
}

/** The earlier start gives the cause shown, then the id. */
function joined(a: Incident, b: Incident): Incident {
  const first = a.start < b.start || (a.start === b.start && a.cause < b.cause) ? a : b;
  return { ...first, end: Math.max(a.end, b.end) };
}

function statesOf(incidents: readonly Incident[]): { readonly down: Float64Array; readonly degraded: Float64Array } {
  const of = (state: State) => windowsOf(incidents.filter((incident) => incident.occurrence.state === state));
  const down = of('down');
  return { down, degraded: subtract(of('degraded'), down) };
}

/** Where any of these is, as intervals. */
export function windowsOf(windows: readonly { readonly start: Instant; readonly end: Instant }[]): Float64Array {
  return unionOf(windows.map(({ start, end }) => [start, end]));
}
