/**
 * Collections: made where they are missing, looked at where they are there. What was made is read back, because some
 * servers drop an option without a word; then it is set once more, and if it still differs the run ends before its
 * first record. A collection that is somebody else's is left as it is, its validator too.
 */
import type { Db } from 'mongodb';
import { Exit, SeedctlError } from '../../model/errors.ts';
import { canonical } from '../../model/canonical.ts';
import type { Table } from '../../model/table.ts';
import type { Json } from '../../model/units.ts';
import type { Log } from '../sink.ts';
import { setUpTimeSeries, type SeriesColumns } from './time-series.ts';

export interface FoundCollection {
  readonly type: string;
  readonly validator: unknown;
  /** Of a view. */
  readonly definition: { readonly viewOn?: string; readonly pipeline?: unknown };
  /** Of a time-series collection. */
  readonly timeField: string | null;
  readonly metaField: string | null;
}

/** Those of these names that are there, by name. */
export async function findCollections(
  database: Db,
  named: readonly { readonly name: string }[],
): Promise<ReadonlyMap<string, FoundCollection>> {
  const names = named.map(({ name }) => name);
  const all = await database.listCollections({ name: { $in: names } }).toArray();
  return new Map(all.map((found) => [found.name, foundAs(found)]));
}

export async function findCollection(database: Db, name: string): Promise<FoundCollection | null> {
  const [found] = await database.listCollections({ name }).toArray();
  return found === undefined ? null : foundAs(found);
}

function foundAs(found: object): FoundCollection {
  const { type = 'collection', options = {} } = found as { type?: string; options?: { [name: string]: unknown } };
  const timeseries = options['timeseries'] as { timeField?: string; metaField?: string } | undefined;
  return {
    type,
    validator: options['validator'] ?? null,
    definition: options,
    timeField: timeseries?.timeField ?? null,
    metaField: timeseries?.metaField ?? null,
  };
}

/** Collections that seedctl has made, or was the first to write to: their rules are its own. */
export interface OwnedCollections {
  has(name: string): Promise<boolean>;
  add(name: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface CollectionSetUp {
  readonly owned: OwnedCollections;
  /** Null: a plain collection. */
  readonly timeSeries: SeriesColumns | null;
  readonly log: Log;
}

/** @throws SeedctlError (exit 8): a view of that name, or what the server will not keep */
export async function setUpCollection(
  database: Db,
  table: Table,
  found: FoundCollection | null,
  set: CollectionSetUp,
): Promise<void> {
  if (found?.type === 'view') throw inTheWay(table.name);
  if (set.timeSeries !== null) {
    return setUpTimeSeries(database, table, found, () => findCollection(database, table.name), set.timeSeries);
  }
  if (found?.timeField != null) throw otherKind(table.name);

  const validator = validatorOf(table);
  if (found === null) {
    await set.owned.add(table.name);
    await database.createCollection(table.name, validator === null ? {} : { validator });
  }
  if (validator === null || isSame(found?.validator, validator)) return;
  const free = found?.validator === null && (await isEmpty(database, table.name));
  if (free) await set.owned.add(table.name);
  else if (!(await set.owned.has(table.name))) {
    set.log.info(`the collection ${table.name} is not seedctl's: its own rules stay, the scenario's are not set`);
    return;
  }
  if (isSame((await findCollection(database, table.name))?.validator, validator)) return;
  await database.command({ collMod: table.name, validator, validationLevel: 'strict', validationAction: 'error' });
  const kept = await findCollection(database, table.name);
  if (!isSame(kept?.validator, validator)) throw notKept(table.name, 'the validator');
}

/** In any order of the keys. */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

/** As MongoDB takes it; null: none. */
export function validatorOf({ validator }: Table): { readonly $jsonSchema: Json } | null {
  return validator == null ? null : { $jsonSchema: validator };
}

export async function isEmpty(database: Db, name: string): Promise<boolean> {
  return (await database.collection(name).findOne({}, { projection: { _id: 1 } })) === null;
}

const inTheWay = (name: string): SeedctlError =>
  new SeedctlError({
    code: 'not-a-table',
    exit: Exit.target,
    message: `a view stands where the collection ${name} must be`,
    place: name,
    safe: 'nothing was changed',
    next: 'drop it, or send the stream to another collection with `to:`',
  });

const otherKind = (name: string): SeedctlError =>
  new SeedctlError({
    code: 'other-table',
    exit: Exit.target,
    message: `${name} is a time-series collection and must be a plain one`,
    place: name,
    safe: 'nothing was changed',
    next: 'change `time_series` of the sink, send the stream to another collection with `to:`, or choose another database',
  });

const notKept = (name: string, what: string): SeedctlError =>
  new SeedctlError({
    code: 'not-kept',
    exit: Exit.target,
    message: `the server was told ${what} of ${name}, and does not keep it`,
    place: name,
    safe: 'no record was written',
    next: 'leave it out of the scenario or the sink, or use a server that knows it',
  });
