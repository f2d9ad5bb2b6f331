/** A database of a test's own on the real server, and the driver to look with, as anybody would. */
import { randomBytes } from 'node:crypto';
import { type Db, MongoClient } from 'mongodb';
import { mongodb } from '../../../src/sinks/mongodb/definition.ts';
import type { MongoDBOptions } from '../../../src/sinks/mongodb/options.ts';

export interface TestDatabase {
  /** With the name of the database in it. */
  readonly uri: string;
  readonly db: Db;
}

/** Made before each test, and gone after it. */
export function useDatabase(): () => TestDatabase {
  let client: MongoClient | undefined;
  let made: TestDatabase | undefined;
  before(function () {
    const server = process.env['SEEDCTL_TEST_MONGODB_URI'];
    if (server === undefined) this.skip();
    client = new MongoClient(server);
  });
  beforeEach(() => {
    const name = `wt_mongodb_${process.pid}_${randomBytes(4).toString('hex')}`;
    made = { uri: at(process.env['SEEDCTL_TEST_MONGODB_URI']!, name), db: client!.db(name) };
  });
  afterEach(() => made?.db.dropDatabase());
  after(() => client?.close());
  return () => made!;
}

/** The same server and account, another database. */
export const at = (server: string, database: string): string =>
  server.replace(/^(\w[\w+]*:\/\/[^/?]+)(?:\/[^?]*)?/, (_, origin: string) => `${origin}/${database}`);

/** Options with their defaults, as a run fills them in. */
export function optionsOf(more: Partial<MongoDBOptions>): MongoDBOptions {
  const defaults = Object.entries(mongodb.fields).map(([name, { default: value = null }]) => [name, value]);
  return { ...Object.fromEntries(defaults), ...more } as MongoDBOptions;
}
