/** Indexes that the scenario asks for. On an empty collection they are built once it is full, which is faster. */
import type { Db } from 'mongodb';
import type { Table } from '../../model/table.ts';
import { isEmpty } from './collections.ts';

export async function setUpIndexes(database: Db, tables: readonly Table[]): Promise<void> {
  for (const { name, indexes } of tables) {
    if (indexes.length > 0 && !(await isEmpty(database, name))) await createIndexes(database, name, indexes);
  }
}

/** Where there is one with these columns in this order, whatever its name, nothing is made. */
export async function createIndexes(
  database: Db,
  name: string,
  indexes: readonly (readonly string[])[],
): Promise<void> {
  if (indexes.length === 0) return;
  const there = new Set(
    (await database.collection(name).indexes()).map(({ key }) => JSON.stringify(Object.keys(key as object))),
  );
  for (const columns of indexes) {
    if (there.has(JSON.stringify(columns))) continue;
    await database.collection(name).createIndex(Object.fromEntries(columns.map((column) => [column, 1])));
  }
}
