import type { Draw } from '../../model/draw.ts';
import type { At } from '../normalise/at.ts';
import { drawBounds, writtenMax } from './draw-bounds.ts';
import { placedEpisodes, placedLayers } from './places.ts';
import type { Rule } from './rule.ts';

/** What happened is felt for a time that is known: lengths and lags have an end, or every value would need all history. */
export const bounded: Rule = {
  whole: true,
  check(context) {
    for (const { episode, at, lengthKey } of placedEpisodes(context)) {
      length(episode.length, at.below(lengthKey), 'An occurrence');
      const { timing } = episode.schedule;
      if (timing.kind === 'after') limited(timing.lag, at.below('lag'), 'The lag');
      if (episode.records?.kind === 'late' && episode.records.spread !== null)
        limited(episode.records.spread, at.below('records', 'late'), 'The delay');
    }
    for (const { layer, at } of placedLayers(context)) {
      const burst = layer.kind === 'spike' ? (layer.values['for'] as Draw | null) : null;
      if (burst !== null) length(burst, at.below('for'), 'A burst');
    }
    for (const { value, written } of context.dependencies)
      limited(value.upAfter, written.at.below('up_after'), 'The delay');
  },
};

/** A trait is drawn once, so its length is known; what is told by anything else is not. */
function length(draw: Draw, at: At, what: string): void {
  if (draw.kind === 'reference' && draw.of === 'trait') return;
  limited(draw, at, what);
}

function limited(draw: Draw, at: At, what: string): void {
  if (writtenMax(draw) < Infinity) return;
  const bounds = drawBounds(draw);
  if (bounds === undefined) return;
  if (bounds === null) {
    at.error('unbounded', `${what} has no limit that is known from the file`, 'Write a duration, or a draw with `max`');
  } else if (bounds.max === Infinity) {
    at.error(
      'unbounded',
      `${what} could last for ever: this ${draw.kind === 'one_of' || draw.kind === 'case' ? '' : `${draw.kind} `}draw has no upper end`,
      'Write its `max`, for example `max: 2h`',
      'key',
    );
  }
}
