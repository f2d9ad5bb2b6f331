import { quote } from '../diagnostics/words.ts';
import { nameOf } from '../normalise/collect.ts';
import type { Rule } from './rule.ts';

/** One sink at most is the default. */
export const sinks: Rule = {
  whole: false,
  check({ sinks: all }) {
    const [first, ...others] = all.filter(({ value }) => value.default);
    for (const { written } of others) {
      written.at
        .below('default')
        .error(
          'two-defaults',
          `${quote(nameOf(first!.written))} is the default already`,
          'Keep `default: true` on one sink',
        );
    }
  },
};
