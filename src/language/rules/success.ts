import { didYouMean, listed, quote } from '../diagnostics/words.ts';
import type { Rule } from './rule.ts';

/** Every type of asset that has the job has a rate of success, and every rate has its type. */
export const success: Rule = {
  whole: true,
  check({ streams, episodes, selected }) {
    for (const { value, written } of streams) {
      const { role } = value;
      if (role?.kind !== 'jobs') continue;
      const outcome = episodes.find((episode) => episode.written === written)?.value.fields['value'];
      if (outcome?.kind !== 'outcome' || Object.hasOwn(outcome.success, '*')) continue;
      const types = new Set(selected(value.select).map(({ definition }) => definition.type));
      const stated = new Set(Object.keys(outcome.success));
      const at = written.at.below('success');
      const absent = [...types].filter((type) => !stated.has(type));
      if (absent.length > 0) {
        at.error(
          'no-success-rate',
          `No rate of success for ${listed(absent, 'and')}`,
          `Write one for each type, for example ${quote(`${absent[0]!}: 95%`)}, or narrow \`select\``,
          'key',
        );
      }
      for (const type of stated) {
        if (!types.has(type))
          at.below(type).error(
            'unknown-type',
            `No asset with this job has the type ${quote(type)}`,
            didYouMean(type, types, 'Types'),
            'key',
          );
      }
    }
  },
};
