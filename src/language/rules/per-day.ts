import type { Draw } from '../../model/draw.ts';
import { placedEpisodes, placedLayers } from './places.ts';
import type { Rule } from './rule.ts';

/** `per: day` makes a draw anew each local day: the value of a constant, and what an occurrence draws. Else there is no day. */
export const perDay: Rule = {
  whole: true,
  check(context) {
    const daily = context.found.draws.filter(({ value }) => isDaily(value));
    const legal = new Set<unknown>();
    const allow = (draw: unknown): void => {
      if (typeof draw !== 'object' || draw === null || legal.has(draw)) return;
      legal.add(draw);
      Object.values(draw).forEach(allow);
    };
    if (daily.length > 0)
      for (const { layer } of placedLayers(context)) if (layer.kind === 'constant') allow(layer.values['value']);
    for (const { episode, at } of placedEpisodes(context)) {
      if (daily.length > 0)
        for (const draw of [episode.length, episode.state, episode.fields, episode.tags]) allow(draw);
      if (episode.per === 'day') at.below('per').error('per-day', ...SHARED);
    }
    for (const { layer, at } of placedLayers(context))
      if (layer.values['per'] === 'day') at.below('per').error('per-day', ...SHARED);
    for (const { value, at } of daily)
      if (!legal.has(value)) {
        at.below('per').error(
          'per-day',
          'What is drawn here is drawn once, not each day',
          '`per: day` goes with the `value` of a constant layer, and with what an episode draws for each occurrence',
        );
      }
  },
};

const SHARED = [
  'A day is nobody who shares occurrences or noise',
  'Write asset, parent, type, all or tags.<name>',
] as const;

const isDaily = (draw: Draw): boolean => 'per' in draw && draw.per === 'day';
