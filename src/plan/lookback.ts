/** How far into the past a value looks: a static number, which adds up along references. */
import type { Asset } from '../model/plan.ts';
import type { Episode, Scenario } from '../model/scenario.ts';
import type { AssetId, Duration, MetricName } from '../model/units.ts';
import { boundsOf } from '../random/draw.ts';
import { kindOf } from '../simulate/layers.ts';
import { metricOf } from '../simulate/signal.ts';
import { selects } from '../timeline/select.ts';
import { episodesOf, longestLag } from '../timeline/timeline.ts';

/** A lookback with the definitions that need it, the nearest first. */
export interface Lookback {
  readonly duration: Duration;
  readonly chain: readonly string[];
}

const NONE: Lookback = { duration: 0, chain: [] };

/** The largest lookback of all metrics and states of these assets. */
export function largestLookback(
  scenario: Scenario,
  assets: readonly Asset[],
  find: (id: AssetId) => Asset | undefined,
): Lookback {
  const states = new Map<AssetId, Lookback>();
  const state = (asset: Asset): Lookback => {
    const known = states.get(asset.id);
    if (known !== undefined) return known;
    const own = episodesOf(scenario, asset, find)
      .filter((episode) => episode.state !== null || episode.label !== null)
      .map((episode) => ({ duration: longest(episode), chain: [`${asset.id}: ${episode.id}`] }));
    const lag = scenario.dependencies.findLast((rule) => selects(rule.select, asset, find));
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
    const layers = definition.layers.flatMap((layer) => {
      const kind = kindOf(layer);
      const own = kind.lookback?.(layer.values) ?? 0;
      const read = (kind.reads?.(layer.values as never) ?? []).map((source) => metric(asset, source));
      return [
        own === 0 ? NONE : { duration: own, chain: [] },
        ...read.map((source) => ({ ...source, duration: source.duration + own })),
      ]
        .filter((part) => part.duration > 0)
        .map((part) => after(`${here}: ${layer.key}`, layer.fall, part));
    });
    const effects = episodesOf(scenario, asset, find)
      .filter((episode) => name in episode.metrics)
      .map((episode) => {
        const fall = Math.max(...episode.metrics[name]!.map((layer) => layer.fall));
        return { duration: longest(episode) + fall, chain: [`${here}: ${episode.id}`] };
      });
    return largest([...layers, ...effects]);
  };

  return largest(
    assets.flatMap((asset) => [
      state(asset),
      ...asset.patterns.flatMap((name) =>
        Object.keys(scenario.patterns[name]?.metrics ?? {}).map((m) => metric(asset, m)),
      ),
    ]),
  );
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
