import type { Since } from '../../model/field.ts';
import type { Schedule } from '../../model/timing.ts';
import { itemOf } from './births.ts';
import { placedLayers } from './places.ts';
import type { Rule } from './rule.ts';

/** What a layer counts from is known where it stands: only an episode has a start, and only an episode follows another. */
export const layerTimings: Rule = {
  whole: true,
  check(context) {
    for (const { layer, at, where } of placedLayers(context)) {
      const timing = (layer.values['schedule'] as Schedule | null | undefined)?.timing;
      if (timing?.kind === 'after')
        at.below('after').error(
          'layer-timing',
          'Only an episode follows another episode',
          'Write an episode with `after`, and this layer in its `metrics`',
          'key',
        );
      if (timing?.kind === 'signal')
        at.below('rate').error(
          'layer-timing',
          'The rate of a layer is a number',
          'Write an episode with this `rate`, and the layer in its `metrics`',
          'key',
        );
      if (timing?.kind === 'at' && layer.kind === 'ramp')
        at.below('at').error(
          'layer-timing',
          'A ramp that starts anew does so for ever, and not at some instants',
          'Count from them: `since` with an instant or a list, or write an `every`',
          'key',
        );
      const since = layer.values['since'];
      const start = Array.isArray(since) ? (since as Since[]).findIndex(({ kind }) => kind === 'start') : -1;
      if (start >= 0 && where !== 'episode')
        itemOf(at.below('since'), start).error(
          'layer-timing',
          '`start` is that of the episode that the layer stands in, and this one stands in none',
          'Write an instant, birth, up or the name of an episode',
        );
    }
  },
};
