/**
 * Takes groups out of the target: first the ledger says so, then their documents go, then their entries. Killed in the
 * middle, it is finished by the next run. What another group vouches for as well stays.
 */
import type { Connection } from './connection.ts';
import { claimsOf, filtersByColumns, filtersOf, without } from './claims.ts';
import type { GroupDocument, Ledger } from './ledger.ts';
import { seriesOf } from './ledger.ts';

/** Deletes a command. */
const AT_ONCE = 200;

/** @returns how many documents there were */
export async function removeGroups(
  connection: Connection,
  ledger: Ledger,
  doomed: readonly GroupDocument[],
): Promise<number> {
  if (doomed.length === 0) return 0;
  const { database, persist } = connection;
  for (const part of parts(doomed, 1000)) {
    const ids = part.map(({ _id }) => _id);
    await persist(() => ledger.groups.updateMany({ _id: { $in: ids } }, { $set: { state: 'doomed' } }));
  }
  const series = await seriesOf(ledger, null);
  const gone = new Set(doomed.map(({ _id }) => _id.toString('hex')));
  let records = 0;
  for (const table of new Set(doomed.map((group) => group.table))) {
    const groups = await ledger.groups.find({ table }).toArray();
    const others = groups.filter(({ _id }) => !gone.has(_id.toString('hex')));
    const own = doomed.filter((group) => group.table === table);
    const left = without(await claimsOf(ledger, own, series), await claimsOf(ledger, others, series));
    const columns = own.find((group) => group.columns != null)?.columns ?? null;
    const found = columns === null ? filtersOf(left) : filtersByColumns(left, columns, series);
    for (const filters of parts([...found], AT_ONCE)) {
      const deletes = filters.map((filter) => ({ deleteMany: { filter } }));
      const { deletedCount } = await persist(() => database.collection(table).bulkWrite(deletes, { ordered: false }));
      records += deletedCount;
    }
  }
  for (const part of parts(doomed, 1000)) {
    const ids = part.map(({ _id }) => _id);
    await persist(() => ledger.keys.deleteMany({ group: { $in: ids } }));
    await persist(() => ledger.groups.deleteMany({ _id: { $in: ids } }));
  }
  return records;
}

/** What an earlier run began to remove. */
export async function finishRemoval(connection: Connection, ledger: Ledger, scenario: string): Promise<void> {
  await removeGroups(connection, ledger, await ledger.groups.find({ scenario, state: 'doomed' }).toArray());
}

/** A list in pieces of at most `size`. */
export function parts<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
