import type { Episode } from '../../model/scenario.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import type { Context, Rule } from './rule.ts';

/** `layer: jitter` names a layer of the metric that the episode changes. */
export const layerTargets: Rule = {
  whole: true,
  check(context) {
    for (const { value, written } of context.patterns) {
      for (const [i, episode] of value.episodes.entries()) check(episode, written.at.below('episodes', i), context);
    }
    for (const { value, written } of context.episodes) check(value, written.at, context);
  },
};

function check({ metrics }: Episode, at: At, { patterns }: Context): void {
  for (const [metric, layers] of Object.entries(metrics)) {
    if (layers.every(({ target }) => target === null)) continue;
    const keys = new Set(patterns.flatMap(({ value }) => (value.metrics[metric]?.layers ?? []).map(({ key }) => key)));
    for (const [i, { target }] of layers.entries()) {
      if (target === null || keys.has(target)) continue;
      const place = at.below('metrics', metric, i, 'layer');
      place.error(
        'unknown-layer',
        `${quote(metric)} has no layer ${quote(target)}`,
        didYouMean(target, keys, 'Layers'),
      );
    }
  }
}
