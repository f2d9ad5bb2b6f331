/** A row of comma-separated values: RFC 4180, with a line feed alone at the end of a line. */
import type { Batch, Column, Table, TableColumn } from '../../model/table.ts';
import type { ColumnType } from '../../model/scenario.ts';
import type { Json } from '../../model/units.ts';
import { timeText } from '../files/text/clock.ts';
import type { Hole, RowTemplate } from '../files/text/rows.ts';

/** Text to a cell: empty text is quoted, so that it differs from what is missing. */
export type Cell = (text: string) => string;

export const plainCell: Cell = (text) =>
  text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What a spreadsheet would run as a formula begins with an apostrophe. */
export const harmlessCell: Cell = (text) => plainCell(harmless(text));

const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The records as a reader of harmless cells finds them. */
export function harmlessBatch({ columns, ...batch }: Batch): Batch {
  const readBack = <T>(value: T) => (typeof value === 'string' ? harmless(value) : value);
  const held = (column: Column, type: ColumnType): Column => {
    if (type === 'json') return column;
    if (column.kind === 'constant') return { ...column, value: readBack(column.value) };
    return column.kind === 'values' ? { ...column, values: column.values.map(readBack) } : column;
  };
  return { ...batch, columns: columns.map((column, i) => held(column, batch.table.columns[i]!.type)) };
}

export const csvHeader = (table: Table, cell: Cell): string =>
  `${table.columns.map((column) => cell(column.name)).join(',')}\n`;

export function csvTemplate(batch: Batch, cell: Cell): RowTemplate {
  const row: (string | Hole)[] = [];
  batch.table.columns.forEach((column, i) => {
    if (i > 0) row.push(',');
    row.push(value(column, batch.columns[i] ?? { kind: 'absent' }, cell, batch.table.wholeSeconds));
  });
  row.push('\n');
  return row;
}

function value(column: TableColumn, held: Column, cell: Cell, wholeSeconds: boolean): string | Hole {
  const text = (json: Json): string => {
    if (json === null) return '';
    if (typeof json === 'number') return column.type === 'timestamp' ? timeText(json, wholeSeconds) : numberText(json);
    if (column.type !== 'json' && typeof json === 'string') return cell(json);
    return plainCell(JSON.stringify(json));
  };
  const numberText = (n: number): string => (Number.isFinite(n) ? String(n) : '');
  switch (held.kind) {
    case 'absent':
      return '';
    case 'constant':
      return text(held.value);
    case 'numbers':
      return { kind: 'numbers', values: held.values, decimals: held.decimals, missing: '' };
    case 'times':
      return { kind: 'times', values: held.values };
    case 'values':
      return { kind: 'texts', text: (row) => text(held.values[row] ?? null) };
  }
}
