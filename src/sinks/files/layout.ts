/** Parts of one table must have the same columns: a reader of the glob takes the first part's word for all. */
import { join } from 'node:path';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Table } from '../../model/table.ts';
import { safeName } from './names.ts';

/** Name and type of each column, in order. */
export type Layout = readonly string[];

export const layoutOf = ({ columns }: Table): Layout => columns.map(({ name, type }) => `${name} ${type}`);

/** @throws SeedctlError (exit 4) where parts of the table were written with other columns, or in another order */
export function checkLayout(root: string, table: Table, held: Layout | undefined): void {
  const layout = layoutOf(table);
  if (held === undefined || held.join('\n') === layout.join('\n')) return;
  const gone = held.filter((column) => !layout.includes(column));
  const added = layout.filter((column) => !held.includes(column));
  const differences = [
    ...(gone.length > 0 ? [`no longer ${gone.join(', ')}`] : []),
    ...(added.length > 0 ? [`now ${added.join(', ')}`] : []),
  ];
  throw new SeedctlError({
    code: 'layout-changed',
    exit: Exit.refused,
    message: `the parts of ${table.name} have other columns: ${differences.join('; ') || 'their order has changed'}`,
    place: join(root, safeName(table.name)),
    safe: 'nothing was created, changed or removed',
    next: 'write all of it anew with --clean, or write to another folder',
  });
}
