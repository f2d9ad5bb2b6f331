import { isZone, zoneNames } from '../../timeline/zone.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { quote } from '../diagnostics/words.ts';
import type { Rule } from './rule.ts';

/** Time zones are names of the bundled tz database. */
export const zones: Rule = {
  whole: false,
  check({ found }) {
    for (const { value, at } of found.zones) {
      if (isZone(value)) continue;
      const nearest = suggest(value, zoneNames());
      const hint =
        nearest === null
          ? 'A name of the IANA database: `Europe/Rome`, `America/New_York`, `UTC`'
          : `Did you mean ${quote(nearest)}?`;
      at.error('unknown-zone', `There is no time zone ${quote(value)}`, hint);
    }
  },
};
