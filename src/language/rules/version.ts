import type { Rule } from './rule.ts';

export const version: Rule = {
  whole: false,
  check({ file }) {
    if (Object.hasOwn(file.content, 'version')) return;
    file.root.warning(
      'no-version',
      'The scenario does not say which version of the language it is written in',
      'Write `version: 1`',
      'key',
    );
  },
};
