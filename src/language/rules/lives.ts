import { instantOf, isZone, zone } from '../../timeline/zone.ts';
import { quote } from '../diagnostics/words.ts';
import type { Rule } from './rule.ts';

/** An asset is born before it ends. */
export const lives: Rule = {
  whole: false,
  check({ assets, file }) {
    const own = file.content['timezone'];
    const home = zone(typeof own === 'string' && isZone(own) ? own : 'UTC');
    for (const { value, written } of assets) {
      if (value.from === null || value.to === null) continue;
      if (instantOf(value.from, home) < instantOf(value.to, home)) continue;
      const message = `${quote(value.id)} would end before it was born`;
      written.at.below('to').error('empty-range', message, 'Swap `from` and `to`');
    }
  },
};
