/** How often each episode is to be expected, by its declared rate, and how often it happens. */
import type { Plan } from '../model/plan.ts';
import type { Episode } from '../model/scenario.ts';
import type { Duration, EpisodeId } from '../model/units.ts';
import { boundsOf } from '../random/draw.ts';
import type { Engine } from './engine.ts';
import { randomLaw } from './expected.ts';

export interface EpisodeStatistic {
  readonly episode: EpisodeId;
  /** It makes faults of a declared uptime. */
  readonly reliability: boolean;
  /** Assets that it may happen to. */
  readonly assets: number;
  /** Over all of them; null for one that has its dates, or follows another. */
  readonly expected: number | null;
  /** One standard deviation of the number around the expected one: that of a Poisson process. */
  readonly spread: number | null;
  /** Occurrences that start in the period. */
  readonly happened: number;
  /** Mean length as declared; null where it has no bounds, such as a trait of the asset. */
  readonly length: Duration | null;
  /** Mean length of those that happened; null of none. */
  readonly lasted: Duration | null;
}

/** In the order in which assets have them; several rules of reliability, which share an id, are several. */
export function episodeStatistics(engine: Engine, plan: Plan): readonly EpisodeStatistic[] {
  const { from, to } = plan.period;
  const found = new Map<
    Episode,
    { -readonly [K in keyof EpisodeStatistic]: EpisodeStatistic[K] } & { total: Duration }
  >();
  for (const asset of plan.assets) {
    const timeline = engine.timeline(asset);
    for (const compiled of timeline.episodes) {
      const { episode } = compiled;
      let known = found.get(episode);
      if (known === undefined) {
        const length = boundsOf(episode.length)?.mean ?? null;
        known = {
          episode: episode.id,
          reliability: episode.schedule.timing.kind === 'uptime',
          assets: 0,
          expected: null,
          spread: null,
          happened: 0,
          length,
          lasted: null,
          total: 0,
        };
        found.set(episode, known);
      }
      known.assets += 1;
      const law = randomLaw(engine, asset, episode, plan.period);
      // Of rates that follow a signal nothing is known beforehand.
      if (law !== null) known.expected = (known.expected ?? 0) + law.rate * law.running * (to - from);
      for (const { start, end } of timeline.occurrences(compiled, from, to)) {
        if (start < from || start >= to) continue;
        known.happened += 1;
        known.total += end - start;
      }
    }
  }
  return [...found.values()].map(({ total, ...one }) => ({
    ...one,
    spread: one.expected === null ? null : Math.sqrt(one.expected),
    lasted: one.happened === 0 ? null : total / one.happened,
  }));
}
