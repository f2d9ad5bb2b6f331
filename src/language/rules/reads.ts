import type { Layer } from '../../model/scenario.ts';
import { listed, quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import { allReadsOf, kindsOf } from './kinds.ts';
import type { Rule } from './rule.ts';

/** What a metric reads is there on every asset that has the metric; what an episode changes of a pattern's layer, too. */
export const reads: Rule = {
  whole: true,
  check(context) {
    const reported = new Set<string>();
    const once = (at: At, message: string, hint: string): void => {
      const identity = JSON.stringify([at.source.file, at.path]);
      if (!reported.has(identity)) at.error('metric-missing', message, hint);
      reported.add(identity);
    };
    for (const { patterns, metrics } of kindsOf(context)) {
      const check = (layers: readonly Layer[], place: () => At): void => {
        for (const [i, layer] of layers.entries()) {
          const absent = allReadsOf(layer).find((name) => context.names.metric.has(name) && !metrics.has(name));
          if (absent === undefined) continue;
          const key = layer.values['metric'] === absent ? 'metric' : 'when';
          const used = patterns.map(({ value }) => value.name);
          once(
            place().below(i, key),
            `Assets with ${listed(used, 'and')} have no metric ${quote(absent)} to read`,
            `They have ${listed(metrics, 'and')}`,
          );
        }
      };
      for (const { value, written } of patterns) {
        for (const [name, { layers }] of Object.entries(value.metrics))
          check(layers, () => written.at.below('metrics', name, 'layers'));
        for (const [i, { metrics: changed }] of value.episodes.entries()) {
          for (const [name, layers] of Object.entries(changed))
            check(layers, () => written.at.below('episodes', i, 'metrics', name));
        }
      }
    }
  },
};
