import { listed, quote } from '../diagnostics/words.ts';
import type { Rule } from './rule.ts';

/** Of the patterns of an asset only one defines a metric. */
export const patterns: Rule = {
  whole: false,
  check({ assets, pattern }) {
    for (const { value, written } of assets) {
      const owners = new Map<string, string>();
      for (const [i, name] of value.patterns.entries()) {
        const clashes = Object.keys(pattern(name)?.value.metrics ?? {}).filter((metric) => owners.has(metric));
        if (clashes.length > 0) {
          const other = owners.get(clashes[0]!)!;
          const at = value.patterns.length === 1 ? written.at.below('pattern') : written.at.below('pattern', i);
          at.error(
            'metric-twice',
            `The patterns ${quote(other)} and ${quote(name)} both define ${listed(clashes, 'and')}`,
            'Remove one of the patterns',
          );
        }
        for (const metric of Object.keys(pattern(name)?.value.metrics ?? {}))
          if (!owners.has(metric)) owners.set(metric, name);
      }
    }
  },
};
