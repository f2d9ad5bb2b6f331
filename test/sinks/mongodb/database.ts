/** A database of a test's own on the real server, and the driver to look with, as anybody would. */
import { type Db, MongoClient } from 'mongodb';
import type { Database } from '../../servers/database.ts';
import { useServer } from '../../servers/server.ts';

export interface TestDatabase {
  /** With the name of the database in it. */
  readonly uri: string;
  readonly db: Db;
}

/** Made before each test, and gone after it. */
export function useDatabase(): () => TestDatabase {
  const server = useServer('mongodb');
  let made: (Database & { readonly client: MongoClient }) | undefined;
  beforeEach(async () => {
    const database = await server().freshDatabase();
    made = { ...database, client: new MongoClient(database.uri) };
  });
  afterEach(async () => {
    await made?.client.close();
    await made?.drop();
    made = undefined;
  });
  return () => ({ uri: made!.uri, db: made!.client.db() });
}
