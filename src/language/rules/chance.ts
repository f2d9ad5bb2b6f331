import { chanceMethods, optionProblem } from '../../random/chance-methods.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import type { Rule } from './rule.ts';

/** A method of the chance package is one of those that give the same everywhere, with options that it knows. */
export const chance: Rule = {
  whole: false,
  check({ found }) {
    for (const { value, at } of found.draws) {
      if (value.kind !== 'chance') continue;
      const { method, options } = value;
      const known = Object.hasOwn(chanceMethods, method) ? chanceMethods[method]! : null;
      if (known === null) {
        const message = `There is no method ${quote(method)} to draw by`;
        at.below('chance').error('bad-draw', message, didYouMean(method, Object.keys(chanceMethods), 'Methods'));
        continue;
      }
      for (const [name, written] of Object.entries(options)) {
        const place = at.below('options', name);
        const option = Object.hasOwn(known.options, name) ? known.options[name]! : null;
        if (option === null) {
          const message = `${quote(method)} has no option ${quote(name)}`;
          const hint = didYouMean(name, Object.keys(known.options), 'Its options') ?? 'It has no options';
          place.error('bad-draw', message, hint, 'key');
          continue;
        }
        const problem = optionProblem(option, written);
        if (problem !== null) place.error('bad-draw', `The option ${quote(name)} ${problem}`);
      }
    }
  },
};
