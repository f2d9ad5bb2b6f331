/** The uptime that is to be expected: own faults, planned downtime, and what is inherited. */
import type { Asset } from '../model/plan.ts';
import type { Episode } from '../model/scenario.ts';
import { DAY, type Duration, HOUR, MINUTE, type Range, SECOND } from '../model/units.ts';
import { boundsOf } from '../random/draw.ts';
import { varianceOf } from '../random/distribution.ts';
import { exp } from '../random/math.ts';
import { uptimeRate } from '../timeline/arrivals.ts';
import { measure, clip } from '../timeline/interval.ts';
import { windowsOf } from '../timeline/timeline.ts';
import type { Engine } from './engine.ts';

/**
 * Over assets, the mean of: share without planned or dated episodes × the product of the idle shares of all random
 * ones, own and inherited. A random episode is an M/G/∞ process: idle for exp(−λ E[D]) of the time. The variance of
 * the time lost in a period T is that of a compound Poisson sum, λ T E[D²]; a host's fault counts once for each
 * asset that shares it.
 */
export function expectedUptime(
  engine: Engine,
  assets: readonly Asset[],
  period: Range,
): { readonly declared: number | null; readonly expected: number; readonly spread: number } {
  const span = period.to - period.from;
  const declared = assets.map((asset) => declaredOf(engine, asset)).filter((share) => share !== null);
  const shared = new Map<string, { variance: number; assets: number }>();
  let expected = 0;
  for (const asset of assets) {
    let idle = 1;
    const dated: { start: number; end: number }[] = [];
    for (const source of sourcesOf(engine, asset)) {
      for (const { episode, occurrences } of engine.timeline(source).episodes) {
        if (episode.state === null) continue;
        const law = randomLaw(episode);
        if (law === null) {
          dated.push(...occurrences(period.from, period.to));
          continue;
        }
        idle *= exp(-law.rate * law.mean);
        const key = `${source.id}\n${episode.id}`;
        const before = shared.get(key) ?? { variance: (law.rate * law.meanSquare) / span, assets: 0 };
        shared.set(key, { ...before, assets: before.assets + 1 });
      }
    }
    expected += idle * (1 - measure(clip(windowsOf(dated), period.from, period.to)) / span);
  }
  let variance = 0;
  for (const source of shared.values()) variance += source.variance * source.assets * source.assets;
  return {
    declared: declared.length === 0 ? null : declared.reduce((a, b) => a + b, 0) / declared.length,
    expected: expected / assets.length,
    spread: Math.sqrt(variance) / assets.length,
  };
}

/** The asset and all that it depends on, each once. */
function sourcesOf(engine: Engine, asset: Asset): ReadonlySet<Asset> {
  const found = new Set<Asset>([asset]);
  for (const source of found) {
    for (const id of source.dependsOn) {
      const next = engine.find(id);
      if (next !== undefined) found.add(next);
    }
  }
  return found;
}

function declaredOf(engine: Engine, asset: Asset): number | null {
  const shares = engine
    .timeline(asset)
    .episodes.map(({ episode }) => episode.schedule.timing)
    .flatMap((timing) => (timing.kind === 'uptime' ? [timing.share] : []));
  return shares.length === 0 ? null : shares.reduce((a, b) => a * b, 1);
}

const UNITS: { readonly [unit: string]: Duration } = {
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  day: DAY,
  week: 7 * DAY,
  month: 30.4375 * DAY,
  year: 365.25 * DAY,
};

/** Starts per ms and the moments of the length of a random episode; null for one that has its dates. */
function randomLaw(episode: Episode): { rate: number; mean: Duration; meanSquare: number } | null {
  const { timing } = episode.schedule;
  if (timing.kind !== 'uptime' && timing.kind !== 'rate') return null;
  const mean = boundsOf(episode.length)?.mean ?? 0;
  const { length } = episode;
  const variance = length.kind === 'constant' || !('per' in length) || !isNumber(length) ? 0 : varianceOf(length);
  const rate = timing.kind === 'uptime' ? uptimeRate(timing.share, mean) : timing.amount / UNITS[timing.unit]!;
  return { rate, mean, meanSquare: variance + mean * mean };
}

function isNumber(draw: Episode['length']): draw is Parameters<typeof varianceOf>[0] & Episode['length'] {
  return ['uniform', 'normal', 'lognormal', 'exponential'].includes(draw.kind);
}
