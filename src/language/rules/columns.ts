import type { ColumnType, Stream } from '../../model/scenario.ts';
import { quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import type { Written } from '../normalise/definitions.ts';
import { isMapping } from '../normalise/text.ts';
import type { Context, Rule } from './rule.ts';
import { columnProblem } from './target-names.ts';

/** Columns have safe names, one type and one spelling in each table. */
export const columns: Rule = {
  whole: true,
  check(context) {
    const tables = new Map<string, Map<string, { name: string; type: ColumnType; stream: Stream }>>();
    for (const { value: stream, written } of context.streams) {
      const table = tables.get(stream.table) ?? new Map<string, { name: string; type: ColumnType; stream: Stream }>();
      tables.set(stream.table, table);
      const own = new Set<string>();
      if (stream.record.length === 0 && stream.kind !== 'records')
        written.at
          .below('record')
          .error('empty-list', 'The record has no column', 'Leave it out for the default columns', 'key');
      for (const { name, type } of stream.record) {
        const at = placeOf(name, stream, written, context);
        const problem = columnProblem(name);
        if (problem !== null) at.error('unsafe-name', problem.message, problem.hint, 'key');
        const key = name.toLowerCase();
        const other = table.get(key);
        if (own.has(key)) {
          const message =
            other?.name === name
              ? `The record has two columns ${quote(name)}`
              : `The columns ${quote(other!.name)} and ${quote(name)} of the record differ in case only`;
          at.error('same-name', message, 'Not every target can tell them apart', 'key');
        } else if (other === undefined) table.set(key, { name, type, stream });
        else if (other.name !== name) {
          at.error(
            'same-name',
            `The columns ${quote(other.name)} and ${quote(name)} of ${quote(stream.table)} differ in case only`,
            'Not every target can tell them apart',
            'key',
          );
        } else if (other.type !== type) {
          const message = `The column ${quote(name)} of ${quote(stream.table)} would hold ${type} here and ${other.type} in the stream ${quote(other.stream.id)}`;
          at.error(
            'column-type',
            message,
            'Give it another name in one of the records, or send one of the streams to another table',
            'key',
          );
        }
        own.add(key);
      }
    }
  },
};

/** Where the column is named: in `record`, as a field of an asset, or else where the stream goes. */
function placeOf(name: string, stream: Stream, { written, at }: Written, { assets }: Context): At {
  if (isMapping(written) && isMapping(written['record'])) return at.below('record', name);
  const owner = stream.kind === 'assets' ? assets.find(({ value }) => Object.hasOwn(value.fields, name)) : undefined;
  return owner === undefined ? at.below('to') : owner.written.at.below('fields', name);
}
