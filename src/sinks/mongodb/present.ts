/** Documents that are there already: equal to ours they are as good as written, and others are refused. */
import { Binary, BSON } from 'mongodb';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Connection } from './connection.ts';
import type { Page } from './page.ts';
import { parts } from './removal.ts';
import { rowOf } from './row.ts';

const SERIES_HEX = 24;

/** Places in a page whose `_id`s are there: with the same values, and with others. */
export interface Found {
  readonly same: readonly number[];
  readonly other: readonly number[];
}

/** @param ranged the `_id`s of the page are those of series in the order of time */
export async function findPresent(connection: Connection, table: string, page: Page, ranged: boolean): Promise<Found> {
  const wanted = new Map<string, number>();
  for (let i = 0; i < page.count; i++) wanted.set(page.id(i).toString('hex'), i);
  const [same, other]: [number[], number[]] = [[], []];
  const filters = ranged ? rangesOf(page) : idsOf(page);
  const collection = connection.database.collection(table);
  for (const filter of filters) {
    const found = await connection.persist(() => collection.find(filter, { raw: true }).toArray());
    for (const raw of found as unknown as Buffer[]) {
      const id = idOf(raw);
      const index = id === null ? undefined : wanted.get(id);
      if (index === undefined) continue;
      (isSame(raw, page.document(index)) ? same : other).push(index);
    }
  }
  return { same, other };
}

/** One range for each piece of a series in the page. */
function rangesOf(page: Page): readonly object[] {
  const ranges: { series: string; first: Buffer; last: Buffer }[] = [];
  for (let i = 0; i < page.count; i++) {
    const id = page.id(i);
    const series = id.toString('hex').slice(0, SERIES_HEX);
    const open = ranges.at(-1);
    if (open?.series === series) open.last = id;
    else ranges.push({ series, first: id, last: id });
  }
  return ranges.map(({ first, last }) => ({ _id: { $gte: new Binary(first), $lte: new Binary(last) } }));
}

function idsOf(page: Page): readonly object[] {
  const ids = Array.from({ length: page.count }, (_, i) => new Binary(page.id(i)));
  return parts(ids, 1000).map((some) => ({ _id: { $in: some } }));
}

function idOf(raw: Buffer): string | null {
  const { _id: id } = BSON.deserialize(raw, { promoteBuffers: false }) as { _id: unknown };
  return id instanceof Binary ? Buffer.from(id.buffer).toString('hex') : null;
}

/** Fields that somebody has added do not matter. */
function isSame(raw: Buffer, ours: Buffer): boolean {
  if (raw.equals(ours)) return true;
  const there = BSON.deserialize(raw, { promoteValues: false });
  const fields = Object.entries(BSON.deserialize(ours, { promoteValues: false }));
  return fields.every(([name, value]) => name in there && equal(there[name], value));
}

const equal = (a: unknown, b: unknown): boolean =>
  Buffer.from(BSON.serialize({ a })).equals(Buffer.from(BSON.serialize({ a: b })));

export function otherValues(place: string, table: string, document: Buffer): SeedctlError {
  const row = rowOf(BSON.deserialize(document), null);
  return new SeedctlError({
    code: 'unvouched-row',
    exit: Exit.refused,
    message: `a document of ${table} that this scenario's ledger does not vouch for has the key of a record and other values: ${row}`,
    place,
    safe: 'it was left as it is',
    next: 'run with the seed and the scenario that wrote it, remove such documents, or choose another database',
  });
}
