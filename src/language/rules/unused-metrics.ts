import { suggest } from '../diagnostics/suggest.ts';
import { quote } from '../diagnostics/words.ts';
import type { Rule } from './rule.ts';

/** What the catalogue says of a metric that nothing makes is a slip of the pen, or left over. */
export const unusedMetrics: Rule = {
  whole: true,
  check({ catalogue, names, streams, file }) {
    const made = new Set(names.metric);
    for (const { value } of streams) if (value.role?.kind === 'jobs') made.add(value.role.metric);
    for (const [name, { at }] of catalogue) {
      if (made.has(name) || at.source.file !== file.root.source.file) continue;
      const nearest = suggest(name, made);
      at.warning(
        'unused-metric',
        `No pattern makes the metric ${quote(name)}`,
        nearest === null ? 'Remove it from the catalogue' : `Did you mean ${quote(nearest)}?`,
        'key',
      );
    }
  },
};
