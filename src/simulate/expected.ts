/** The uptime that is to be expected: own faults, planned downtime, and what is inherited. */
import type { Asset } from '../model/plan.ts';
import type { Episode } from '../model/scenario.ts';
import { MEAN_UNIT } from '../model/timing.ts';
import type { Duration, Range } from '../model/units.ts';
import { boundsOf } from '../random/draw.ts';
import { varianceOf } from '../random/distribution.ts';
import { exp } from '../random/math.ts';
import { uptimeRate } from '../timeline/arrivals.ts';
import { measure, clip } from '../timeline/interval.ts';
import { windowsOf } from '../timeline/timeline.ts';
import type { Engine } from './engine.ts';

/**
 * Over assets, the mean of: share without planned or dated episodes × the product of the idle shares of all random
 * ones, own and inherited. A random episode is an M/G/∞ process: idle for exp(−λ E[D]) of the time in which it runs.
 * The variance of the time lost in a time T is that of a compound Poisson sum, λ T E[D²]; a host's fault counts once
 * for each asset that shares it.
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
        const law = randomLaw(engine, source, episode, period);
        if (law === null) {
          dated.push(...occurrences(period.from, period.to));
          continue;
        }
        // Outside of `during` nothing starts; what lasts beyond it makes up for what has only begun within.
        idle *= 1 - law.running * (1 - exp(-law.rate * law.mean));
        const key = `${source.id}\n${episode.id}`;
        const before = shared.get(key) ?? { variance: (law.running * law.rate * law.meanSquare) / span, assets: 0 };
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

const INTENSITIES = new Set(['s', 'm', 'h']);

export interface Law {
  /** Share of the period in which it may start. */
  readonly running: number;
  /** Starts per ms meanwhile. */
  readonly rate: number;
  readonly mean: Duration;
  readonly meanSquare: number;
}

/** A random episode as a Poisson process with its lengths' moments; null for one that has its dates. */
export function randomLaw(engine: Engine, asset: Asset, episode: Episode, period: Range): Law | null {
  const { timing, during } = episode.schedule;
  if (timing.kind !== 'uptime' && timing.kind !== 'rate') return null;
  const mean = boundsOf(episode.length)?.mean ?? 0;
  const { length } = episode;
  const variance = length.kind === 'constant' || !('per' in length) || !isNumber(length) ? 0 : varianceOf(length);
  const meanSquare = variance + mean * mean;
  const holds = during === null ? null : engine.condition(asset, during)(period.from, period.to);
  const running = holds === null ? 1 : measure(holds) / (period.to - period.from);
  if (running === 0) return { running, rate: 0, mean, meanSquare };
  if (timing.kind === 'uptime') return { running, rate: uptimeRate(timing.share, mean), mean, meanSquare };
  const rate = timing.amount / MEAN_UNIT[timing.unit];
  // Of s, m and h it is an intensity; of longer units a number, crowded into the part where it may start.
  return { running, rate: INTENSITIES.has(timing.unit) ? rate : rate / running, mean, meanSquare };
}

function isNumber(draw: Episode['length']): draw is Parameters<typeof varianceOf>[0] & Episode['length'] {
  return ['uniform', 'normal', 'lognormal', 'exponential'].includes(draw.kind);
}
