import { DAY, HOUR, type Duration } from '../../model/units.ts';
import { quote } from '../diagnostics/words.ts';
import { drawBounds } from './draw-bounds.ts';
import { placedEpisodes, type PlacedEpisode } from './places.ts';
import type { Context, Rule } from './rule.ts';

/** Draws and episodes that are legal, and surely not meant: they have one outcome, never happen, or never end. */
export const unlikely: Rule = {
  whole: true,
  check(context) {
    choices(context);
    for (const placed of placedEpisodes(context)) {
      happens(placed);
      ends(placed);
    }
  },
};

function choices({ found }: Context): void {
  for (const { value, at } of found.draws) {
    if (value.kind !== 'one_of' || value.choices.length < 2) continue;
    const likely = value.choices.filter(({ weight }) => weight > 0);
    if (likely.length !== 1) continue;
    const message = `All weights but one are 0: this is always ${quote(likely[0]!.key)}`;
    at.below('one_of').warning('one-outcome', message, 'Weights are relative: {a: 3, b: 7}', 'key');
  }
}

function happens({ episode: { id, schedule }, at }: PlacedEpisode): void {
  const { timing } = schedule;
  if (timing.kind === 'after' && timing.chance === 0)
    at.below('chance').warning('never-happens', `With a chance of 0 % ${quote(id)} never happens`);
  if (timing.kind === 'rate' && timing.amount === 0)
    at.below('rate').warning('never-happens', `At a rate of 0 ${quote(id)} never happens`);
  if (timing.kind === 'at' && timing.times.length === 0)
    at.below('at').warning('never-happens', `Without an instant ${quote(id)} never happens`);
}

const UNIT: { readonly [unit: string]: Duration } = { hour: HOUR, day: DAY, week: 7 * DAY, month: 31 * DAY };

/** What lasts until it comes again is there at all times. */
function ends({ episode, at, lengthKey }: PlacedEpisode): void {
  const { timing, during } = episode.schedule;
  if (during !== null || (timing.kind !== 'calendar' && timing.kind !== 'period')) return;
  const gap = timing.kind === 'period' ? timing.period : UNIT[timing.unit]!;
  const shortest = drawBounds(episode.length)?.min ?? 0;
  if (shortest < gap) return;
  at.below(lengthKey).warning(
    'never-ends',
    `${quote(episode.id)} lasts until it comes again: it is there at all times`,
    'Shorten it, or let it come less often',
  );
}
