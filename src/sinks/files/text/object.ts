/** A record as an object of JSON: every text in it equals that of JSON.stringify. */
import type { Batch, Column, TableColumn } from '../../../model/table.ts';
import type { Json } from '../../../model/units.ts';
import { timeText } from './clock.ts';
import type { Hole, RowTemplate } from './rows.ts';

/** `tableKey`: a key `table` comes first, where records of several tables go one way. */
export function objectTemplate(batch: Batch, tableKey: boolean): RowTemplate {
  const row: (string | Hole)[] = [];
  let before = '{';
  if (tableKey) {
    row.push(`{"table":${JSON.stringify(batch.table.name)}`);
    before = ',';
  }
  batch.table.columns.forEach((column, i) => {
    const held = batch.columns[i];
    if (held === undefined || held.kind === 'absent') return;
    const [first, ...rest] = value(column, held, batch.table.wholeSeconds);
    const key = `${before}${JSON.stringify(column.name)}:`;
    // A record that lacks a field has no key for it.
    if (held.kind === 'values' && before === ',' && typeof first === 'object' && first.kind === 'texts') {
      row.push({ kind: 'texts', text: (i) => (held.values[i] === undefined ? '' : key + first.text(i)) });
    } else row.push(key, first!, ...rest);
    before = ',';
  });
  row.push(before === '{' ? '{}' : '}');
  return row;
}

function value(column: TableColumn, held: Exclude<Column, { kind: 'absent' }>, wholeSeconds: boolean): RowTemplate {
  const text = (json: Json): string =>
    column.type === 'timestamp' && typeof json === 'number'
      ? `"${timeText(json, wholeSeconds)}"`
      : JSON.stringify(json);
  switch (held.kind) {
    case 'constant':
      return [text(held.value)];
    case 'numbers':
      return [{ kind: 'numbers', values: held.values, decimals: held.decimals, missing: 'null' }];
    case 'times':
      return ['"', { kind: 'times', values: held.values }, '"'];
    case 'values':
      return [{ kind: 'texts', text: (row) => text(held.values[row] ?? null) }];
  }
}
