import type { Draw } from '../../model/draw.ts';
import { DAY, type Duration } from '../../model/units.ts';
import type { At } from '../normalise/at.ts';
import { drawBounds, writtenMax } from './draw-bounds.ts';
import { placedEpisodes, placedLayers, type PlacedEpisode } from './places.ts';
import type { Context, Rule } from './rule.ts';

/** What a value may look back at most; the plan adds up whole chains, here are those of one place and of `after`. */
const FARTHEST: Duration = 400 * DAY;

/** No value needs to know what happened more than 400 days ago. */
export const lookback: Rule = {
  whole: true,
  check(context) {
    const all = placedEpisodes(context);
    for (const placed of all) {
      const { length } = placed.episode;
      const own = writtenMax(length) <= FARTHEST ? 0 : longest(length);
      if (own > FARTHEST) tooLong(own, [placed.episode.id], placed.at.below(placed.lengthKey));
      else chained(placed, all);
    }
    for (const { layer, at } of placedLayers(context)) {
      for (const key of ['lag', 'window', 'max', 'for'] as const) {
        const value = layer.values[key];
        // `max` is an age for a ramp alone; a spike's is a value.
        if (value === null || value === undefined || (key === 'max' && layer.kind !== 'ramp')) continue;
        const reach = typeof value === 'number' ? value : longest(value as Draw);
        if (reach > FARTHEST) tooLong(reach, [layer.kind], at.below(key));
      }
    }
    delays(context);
  },
};

function delays({ dependencies }: Context): void {
  for (const { value, written } of dependencies) {
    const delay = longest(value.upAfter);
    if (delay > FARTHEST) tooLong(delay, ['up_after'], written.at.below('up_after'));
  }
}

function chained({ episode, at }: PlacedEpisode, all: readonly PlacedEpisode[]): void {
  if (episode.schedule.timing.kind !== 'after') return;
  const { reach, way } = reachOf(episode, all, new Set());
  if (reach > FARTHEST) tooLong(reach, way, at.below('after'));
}

function reachOf(
  { id, length, schedule: { timing } }: PlacedEpisode['episode'],
  all: readonly PlacedEpisode[],
  on: ReadonlySet<string>,
): { reach: Duration; way: string[] } {
  // A circle is reported as one.
  if (timing.kind !== 'after' || on.has(id)) return { reach: longest(length), way: [id] };
  const causes = all
    .filter(({ episode }) => timing.causes.some((cause) => cause.episode === episode.id))
    .map(({ episode }) => reachOf(episode, all, new Set([...on, id])));
  const far = causes.reduce((most, one) => (one.reach > most.reach ? one : most), { reach: 0, way: [] as string[] });
  return { reach: longest(length) + longest(timing.lag) + far.reach, way: [id, ...far.way] };
}

function longest(draw: Draw): Duration {
  const max = drawBounds(draw)?.max ?? 0;
  // What has no end is reported as such.
  return max === Infinity ? 0 : max;
}

function tooLong(reach: Duration, way: readonly string[], at: At): void {
  const days = String(Math.ceil(reach / DAY));
  at.error(
    'lookback-too-long',
    `A value would look ${days} days into the past; 400 is the most: ${way.join(' → ')}`,
    'Shorten it, or limit a draw with `max`',
  );
}
