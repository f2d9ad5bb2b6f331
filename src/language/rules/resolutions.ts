import { isMapping } from '../normalise/text.ts';
import type { Written } from '../normalise/definitions.ts';
import type { Rule } from './rule.ts';

/** A metric is rounded to `decimals` or to a `resolution`. */
export const resolutions: Rule = {
  whole: false,
  check({ definitions, shaped }) {
    if (!shaped) return;
    const check = ({ written, at }: Written): void => {
      if (!isMapping(written) || !Object.hasOwn(written, 'decimals') || !Object.hasOwn(written, 'resolution')) return;
      at.below('resolution').error(
        'exclusive-keys',
        '`decimals` and `resolution` both say how values are rounded',
        'Keep one of them',
        'key',
      );
    };
    for (const entry of definitions.metrics.values()) check(entry);
    for (const { written, at } of definitions.patterns.values()) {
      const metrics = isMapping(written) ? written['metrics'] : null;
      if (!isMapping(metrics)) continue;
      for (const [name, metric] of Object.entries(metrics)) check({ written: metric, at: at.below('metrics', name) });
    }
  },
};
