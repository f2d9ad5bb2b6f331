/** A database of MongoDB, by its usual driver. */
import { type Filter, MongoClient, ObjectId } from 'mongodb';
import { canonical } from '../../../src/model/canonical.ts';
import type { Json } from '../../../src/model/units.ts';
import type { Reader, Where } from './target.ts';

interface Row {
  readonly _id: unknown;
  readonly [field: string]: unknown;
}

export function readMongoDB(uri: string): Reader {
  const client = new MongoClient(uri);
  const collection = (name: string) => client.db().collection<Row>(name);
  return {
    async rows({ name, columns }) {
      const documents = await collection(name).find().toArray();
      const known = new Set(['_id', ...columns.map((column) => column.name)]);
      const foreign = documents.flatMap((row) => Object.keys(row)).find((field) => !known.has(field));
      if (foreign !== undefined) throw new Error(`${name} has a field ${foreign}`);
      return documents.map((row) => canonical(columns.map((column) => valueOf(row[column.name])))).sort();
    },
    async everything() {
      const names = (await client.db().listCollections({ type: 'collection' }, { nameOnly: true }).toArray())
        .map(({ name }) => name)
        .sort();
      const all: unknown[] = [];
      for (const name of names) all.push([name, await collection(name).find().sort({ _id: 1 }).toArray()]);
      return all;
    },
    async tamper({ name }, change) {
      if ('delete' in change) await collection(name).deleteMany(filterOf(change.delete));
      else if ('set' in change) await collection(name).updateMany(filterOf(change.where), { $set: change.set });
      else {
        const found = await collection(name).find(filterOf(change.where)).toArray();
        await collection(name).insertMany(found.map((row) => ({ ...row, ...change.copy, _id: new ObjectId() })));
      }
    },
    dispose: () => client.close(),
  };
}

const filterOf = (where: Where): Filter<Row> =>
  Object.fromEntries(
    Object.entries(where).map(([field, value]) => [
      field,
      typeof value === 'object' && 'since' in value ? { $gte: value.since } : value,
    ]),
  );

const valueOf = (value: unknown): Json => (value instanceof Date ? value.getTime() : ((value ?? null) as Json));
