/** What targets that speak SQL have in common: rows as text in UTC, and changes of them as statements. */
import { canonical } from '../../../src/model/canonical.ts';
import type { ColumnType } from '../../../src/model/scenario.ts';
import type { Table } from '../../../src/model/table.ts';
import type { Json } from '../../../src/model/units.ts';
import { quoted } from '../../../src/sinks/sql.ts';
import type { Change, Value, Where } from './target.ts';

/** Lists of the columns of a table, each as text. */
export const columnsAsText = ({ columns }: Table): string =>
  columns.map(({ name }) => `CAST(${quoted(name)} AS VARCHAR)`).join(', ');

/** @param rows of `columnsAsText` */
export function canonicalRows({ columns }: Table, rows: readonly (readonly unknown[])[]): readonly string[] {
  return rows
    .map((row) => canonical(row.map((text, i) => (text === null ? null : valueOf(text as string, columns[i]!.type)))))
    .sort();
}

function valueOf(text: string, type: ColumnType): Json {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'json':
      return JSON.parse(text) as Json;
    case 'timestamp':
      // `2025-02-07 03:00:00+00`, `2025-02-07 03:00:00` or as JSON has it; all of them are in UTC.
      return Date.parse(`${text.replace(' ', 'T').replace(/(?:\+00(?::00)?|Z)$/, '')}Z`);
  }
}

/** @param table quoted; `columns`: all that it has */
export function statementOf(table: string, change: Change, columns: readonly string[]): string {
  if ('delete' in change) return `DELETE FROM ${table} WHERE ${conditionOf(change.delete)}`;
  if ('set' in change) {
    const assignments = Object.entries(change.set).map(([name, value]) => `${quoted(name)} = ${literal(value)}`);
    return `UPDATE ${table} SET ${assignments.join(', ')} WHERE ${conditionOf(change.where)}`;
  }
  const copied = columns.map((name) => (name in change.copy ? literal(change.copy[name]!) : quoted(name)));
  return (
    `INSERT INTO ${table} (${columns.map(quoted).join(', ')}) ` +
    `SELECT ${copied.join(', ')} FROM ${table} WHERE ${conditionOf(change.where)}`
  );
}

function conditionOf(where: Where): string {
  return Object.entries(where)
    .map(([name, value]) => {
      if (value instanceof Date) return `${instantOf(name)} = '${instant(value)}'`;
      if (typeof value === 'object') return `${instantOf(name)} >= '${instant(value.since)}'`;
      return `${quoted(name)} = ${literal(value)}`;
    })
    .join(' AND ');
}

/** A column of times to the second, however it is kept. */
const instantOf = (name: string): string => `replace(left(CAST(${quoted(name)} AS VARCHAR), 19), 'T', ' ')`;
const instant = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');
const literal = (value: Value): string => (value instanceof Date ? `'${instant(value)}Z'` : `'${value}'`);
