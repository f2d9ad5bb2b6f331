/** What must be known before the first write: names that MongoDB can hold, and records that can be told apart. */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { PlannedStream } from '../../model/plan.ts';
import type { Table } from '../../model/table.ts';

/** @throws SeedctlError (exit 3) */
export function checkTables(tables: readonly Table[], database: string): void {
  for (const { name, columns } of tables) {
    if (/^system\.|^seedctl_|\$|\0/i.test(name) || name === '') {
      throw unsafe(name, `${JSON.stringify(name)} cannot be the name of a collection`, 'name another one with `to:`');
    }
    // MongoDB counts the name of the database and the dot in.
    if (Buffer.byteLength(`${database}.${name}`) > 255) {
      throw unsafe(name, `the name of the collection ${name} is too long`, 'name another one with `to:`');
    }
    for (const column of columns) {
      if (!/^\$|[.\0]/.test(column.name) && column.name !== '_id') continue;
      throw unsafe(
        `${name}.${column.name}`,
        `${JSON.stringify(column.name)} cannot be the name of a field in MongoDB`,
        'rename it in `record:`, without a dot, without a $ at its start, and not _id',
      );
    }
  }
}

/** @throws SeedctlError (exit 3) */
export function checkKeys(planned: readonly PlannedStream[]): void {
  for (const { id, kind, keyColumns, table } of planned) {
    if (kind !== 'metrics' || keyColumns.time !== null) continue;
    throw unsafe(
      table.name,
      `the records of stream ${id} leave out their time, and nothing tells them apart`,
      'keep `$time` in `record:`',
    );
  }
}

const unsafe = (place: string, message: string, next: string): SeedctlError =>
  new SeedctlError({ code: 'unsafe-name', exit: Exit.invalid, message, place, safe: 'nothing was written', next });
