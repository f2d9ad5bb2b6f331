import { sources as kinds, timeProblem } from '../../sources/registry.ts';
import { listed, quote } from '../diagnostics/words.ts';
import { columnsOfSource } from '../normalise/sources.ts';
import { sayBelow } from './below.ts';
import type { Rule } from './rule.ts';

/** A source says which columns there are, how its times are written, and nothing that a run could not obey. */
export const sources: Rule = {
  whole: false,
  check({ sources: all }) {
    for (const { value, written } of all) {
      const columns = columnsOfSource(value);
      const { field, format } = value.options['timestamp'] as { readonly field: string; readonly format: string };
      if (columns.length === 0) {
        const message = 'Which fields the records have is not said';
        written.at.error(
          'source-fields',
          message,
          'Write `fields`, our names first: `{user_id: user, timestamp: at}`',
          'key',
        );
      } else if (!columns.some(({ name }) => name === field)) {
        written.at.error(
          'source-fields',
          `No field ${quote(field)} says when a record was measured`,
          `Name one with \`timestamp: {field: …}\`; there are ${listed(columns.map(({ name }) => name))}`,
          'key',
        );
      }
      const problem = timeProblem(format);
      if (problem !== null)
        written.at.below('timestamp', 'format').error('source-format', problem.message, problem.hint);
      const { problems } = kinds.find(({ kind }) => kind === value.kind)!;
      for (const problem of problems(value.options)) sayBelow(written.at, 'source-option', problem);
    }
  },
};
