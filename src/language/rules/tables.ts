import { didYouMean, listed, quote } from '../diagnostics/words.ts';
import { nameOf } from '../normalise/collect.ts';
import type { At } from '../normalise/at.ts';
import type { Rule } from './rule.ts';
import { tableProblem } from './target-names.ts';

/** Names of tables are safe everywhere, and what is said of a table is said of one that is written. */
export const tables: Rule = {
  whole: false,
  check({ streams, tables: options, whole }) {
    const spellings = new Map<string, string>();
    const columns = new Map<string, Set<string>>();
    for (const { value, written } of streams) {
      const at = written.at.below('to');
      const problem = tableProblem(value.table);
      if (problem !== null) at.error('unsafe-name', problem.message, problem.hint);
      const key = value.table.toLowerCase();
      const other = spellings.get(key);
      if (other !== undefined && other !== value.table) {
        at.error(
          'same-name',
          `The tables ${quote(other)} and ${quote(value.table)} differ in case only`,
          'Not every target can tell them apart',
        );
      }
      spellings.set(key, value.table);
      const known = columns.get(value.table) ?? new Set<string>();
      for (const { name } of value.record) known.add(name);
      columns.set(value.table, known);
    }
    if (!whole) return;
    for (const { value, written } of options) {
      const known = columns.get(nameOf(written));
      if (known === undefined) {
        written.at.error(
          'unknown-table',
          `No stream writes to ${quote(nameOf(written))}`,
          didYouMean(nameOf(written), columns.keys(), 'Tables'),
          'key',
        );
        continue;
      }
      named(value.key ?? [], known, written.at.below('key'));
      const { hypertable } = value;
      if (hypertable.kind === 'always' && !known.has(hypertable.time)) {
        named([hypertable.time], known, written.at.below('hypertable', 'time'), false);
      }
      for (const [i, index] of value.indexes.entries()) named(index, known, written.at.below('indexes', i));
    }
  },
};

/** @param inList whether each stands in a list at its own place */
function named(columns: readonly string[], known: ReadonlySet<string>, at: At, inList = true): void {
  for (const [i, column] of columns.entries()) {
    if (!known.has(column))
      (inList ? at.below(i) : at).error(
        'unknown-column',
        `The table has no column ${quote(column)}`,
        didYouMean(column, known, 'Columns') ?? listed(known),
      );
  }
}
