/** How far into the past a value looks: a static number, which adds up along references. */
import type { Condition } from '../model/condition.ts';
import type { Asset } from '../model/plan.ts';
import type { Episode, Layer, Metric, Scenario } from '../model/scenario.ts';
import { type AssetId, DAY, type Duration, HOUR, type MetricName } from '../model/units.ts';
import { boundsOf } from '../random/draw.ts';
import { touchesMetric } from '../simulate/clock.ts';
import { kindOf, layersWithin } from '../simulate/layers.ts';
import { metricOf } from '../simulate/signal.ts';
import { longestLagOf, MEMORY } from '../timeline/after.ts';
import { isRandom } from '../timeline/arrivals.ts';
import { seenFrom } from '../timeline/select.ts';
import { episodesNamed, episodesOf, lagRuleOf, longestLag } from '../timeline/timeline.ts';

/** A lookback with the definitions that need it, the nearest first. */
export interface Lookback {
  readonly duration: Duration;
  readonly chain: readonly string[];
}

/** The age since something random is known this far back, where a layer says no less. */
const LONGEST_AGE: Duration = 365 * DAY;

const NONE: Lookback = { duration: 0, chain: [] };

/** The largest lookback of all metrics and states of these assets. */
export function largestLookback(
  scenario: Scenario,
  assets: readonly Asset[],
  find: (id: AssetId) => Asset | undefined,
): Lookback {
  const states = new Map<AssetId, Lookback>();

  /** How long an episode may have begun before it is felt. */
  const happening = (asset: Asset, episode: Episode): Lookback => {
    const { timing, during } = episode.schedule;
    const here = `${asset.id}: ${episode.id}`;
    // What decides whether it starts is asked for where it does.
    const rate = timing.kind === 'signal' ? timing.layers.map((layer) => ofLayer(asset, here, null, layer)) : [];
    const own = after(here, longest(episode), largest([...rate, asked(asset, null, during) ?? NONE]));
    if (timing.kind !== 'after') return own;
    const causes = largest(timing.causes.map(({ episode: id }) => named(asset, id)));
    const memory = timing.all ? MEMORY : 0;
    return largest([own, after(here, longest(episode) + longestLagOf(timing) + memory, causes)]);
  };
  const named = (asset: Asset, id: string): Lookback =>
    largest(episodesNamed(scenario, asset, id, find).map((episode) => happening(asset, episode)));

  const state = (asset: Asset): Lookback => {
    const known = states.get(asset.id);
    if (known !== undefined) return known;
    const own = episodesOf(scenario, asset, find)
      .filter((episode) => episode.state !== null || episode.label !== null)
      .map((episode) => happening(asset, episode));
    const lag = lagRuleOf(scenario, asset, find);
    const inherited = asset.dependsOn
      .map((id) => find(id))
      .filter((source) => source !== undefined)
      .map((source) =>
        after(`${asset.id} depends on ${source.id}`, lag === undefined ? 0 : longestLag(lag), state(source)),
      );
    const found = largest([...own, ...inherited]);
    states.set(asset.id, found);
    return found;
  };

  const metric = (asset: Asset, name: MetricName): Lookback => {
    const definition = metricOf(scenario, asset, name);
    if (definition === undefined) return NONE;
    const here = `${asset.id}/${name}`;
    const effects = episodesOf(scenario, asset, find)
      .filter((episode) => acts(episode, name))
      .map((episode) => {
        const fall = Math.max(0, ...(episode.metrics[name] ?? []).map((layer) => layer.fall));
        const back = episode.clock?.kind === 'shift' ? Math.max(0, -episode.clock.by) : 0;
        return after(here, fall + back, happening(asset, episode));
      });
    const emitted = asked(asset, definition, definition.when) ?? NONE;
    return largest([
      ...definition.layers.map((layer) => ofLayer(asset, here, definition, layer)),
      ...effects,
      after(here, 0, emitted),
    ]);
  };

  /** What a condition looks at; null for one that time or tags alone decide. */
  const asked = (asset: Asset, reader: Metric | null, condition: Condition | null): Lookback | null => {
    switch (condition?.kind) {
      case undefined:
      case 'calendar':
      case 'tags':
        return null;
      case 'state': {
        const whose = seenFrom(asset, typeof condition.of === 'string' ? condition.of : condition.of.asset, find);
        return whose === undefined ? null : state(whose);
      }
      case 'episode':
        return named(asset, condition.episode);
      case 'metric':
        return followed(asset, condition.metric, reader);
      case 'not':
        return asked(asset, reader, condition.of);
      case 'all':
      case 'any': {
        const found = condition.of.map((one) => asked(asset, reader, one)).filter((one) => one !== null);
        return found.length === 0 ? null : largest(found);
      }
    }
  };

  const isCountedFar = (asset: Asset, id: string): boolean =>
    episodesNamed(scenario, asset, id, find).some(({ schedule }) => isRandom(schedule.timing));

  /** What a metric is followed for: its latest value, which is as old as its grid is coarse. */
  const followed = (asset: Asset, name: MetricName, reader: Metric | null): Lookback => {
    const source = metricOf(scenario, asset, name);
    const gap = source === undefined || sameGrid(source, reader) ? 0 : gapOf(source.every);
    const back = metric(asset, name);
    return gap === 0 ? back : after(`${asset.id}/${name}: every`, gap, back);
  };

  const ofLayer = (asset: Asset, here: string, reader: Metric | null, layer: Layer): Lookback =>
    largest(
      layersWithin(layer).map((one) => {
        const kind = kindOf(one);
        const own = kind.lookback?.(one.values) ?? 0;
        const read = (kind.reads?.(one.values) ?? []).map((source) => {
          const whose = seenFrom(asset, source.of, find);
          if (whose === undefined) return NONE;
          // Its own, at this very tick, is no older than the tick.
          return followed(whose, source.metric, whose === asset && own === 0 ? reader : null);
        });
        const counted = (kind.follows?.(one.values) ?? []).map((id) => {
          const age = own === 0 && isCountedFar(asset, id) ? LONGEST_AGE : 0;
          return after(`age since ${id}`, age, named(asset, id));
        });
        const name = `${here}: ${one.key}`;
        const when = asked(asset, reader, one.when);
        return largest([
          after(name, own + one.fall, largest([...read, ...counted])),
          // How far it has risen or fallen follows from when that began.
          when === null ? NONE : after(name, Math.max(one.rise, one.fall), when),
        ]);
      }),
    );

  return largest(
    representatives(scenario, assets, find).flatMap((asset) => [
      state(asset),
      ...asset.patterns.flatMap((name) =>
        Object.keys(scenario.patterns[name]?.metrics ?? {}).map((m) => metric(asset, m)),
      ),
    ]),
  );
}

/** The first of all assets with the same definitions and neighbours: what a fleet looks back at is that of one. */
function representatives(
  scenario: Scenario,
  assets: readonly Asset[],
  find: (id: AssetId) => Asset | undefined,
): readonly Asset[] {
  const indexOf = new Map(scenario.episodes.map((episode, i) => [episode, i]));
  const first = new Map<string, Asset>();
  for (const asset of assets) {
    const { patterns, parent, dependsOn } = asset;
    const episodes = episodesOf(scenario, asset, find).map((episode) => indexOf.get(episode) ?? episode.id);
    const rule = lagRuleOf(scenario, asset, find);
    const lag = rule === undefined ? -1 : scenario.dependencies.indexOf(rule);
    const alike = JSON.stringify([patterns, parent, dependsOn, episodes, lag]);
    if (!first.has(alike)) first.set(alike, asset);
  }
  return [...first.values()];
}

const sameGrid = ({ every }: Metric, reader: Metric | null): boolean =>
  reader !== null && JSON.stringify(every) === JSON.stringify(reader.every);

/** The longest time between two ticks; at the scenario's step a value is of its own instant. */
function gapOf(every: Metric['every']): Duration {
  if (every === null) return 0;
  if (every.kind === 'period') return every.period;
  switch (every.unit) {
    case 'hour':
      return HOUR;
    case 'day':
      return DAY + SEASON;
    case 'week':
      return 7 * DAY + SEASON;
    case 'month':
      // A month that lacks the day is left out, and the one beside it may be as long.
      return (Math.abs(every.day ?? 1) > SHORTEST_MONTH ? 62 : 31) * DAY + SEASON;
  }
}

/** Local days are this much longer where summer time ends. */
const SEASON: Duration = HOUR;

/** Days of a February. */
const SHORTEST_MONTH = 28;

/** Whether a record of a metric depends on an episode: on its layers, its clock, or what it does to records. */
function acts({ metrics, records, clock, only }: Episode, name: MetricName): boolean {
  return name in metrics || ((records !== null || clock !== null) && touchesMetric(only, name));
}

function longest(episode: Episode): Duration {
  return boundsOf(episode.length)?.max ?? 0;
}

function after(name: string, delay: Duration, { duration, chain }: Lookback): Lookback {
  return duration + delay === 0 ? NONE : { duration: duration + delay, chain: [name, ...chain] };
}

function largest(found: readonly Lookback[]): Lookback {
  return found.reduce((most, one) => (one.duration > most.duration ? one : most), NONE);
}
