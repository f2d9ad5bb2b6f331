/** Databases that tests make, each with a name of its own, on a server that others may use too. */
import { randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import type { Kind } from './kinds.ts';

export interface Database {
  readonly name: string;
  readonly uri: string;
  /** Removes it, even while others are connected. A second call does nothing. */
  drop(): Promise<void>;
}

/** An empty database; with the extension where the kind is TimescaleDB. */
export async function makeDatabase(kind: Kind, server: string): Promise<Database> {
  const name = `seedctl_${process.pid}_${randomBytes(4).toString('hex')}`;
  const uri = at(server, name);
  if (kind !== 'mongodb') await ask(server, `create database ${name}`);
  if (kind === 'timescale') await ask(uri, 'create extension if not exists timescaledb');
  let dropped: Promise<void> | null = null;
  const remove = async (): Promise<void> => {
    if (kind === 'mongodb') await dropCollections(uri);
    else await ask(server, `drop database if exists ${name} with (force)`);
  };
  return { name, uri, drop: () => (dropped ??= remove()) };
}

/** The same server and account, another database. */
export const at = (server: string, database: string): string =>
  server.replace(/^(\w[\w+]*:\/\/[^/?]+)(?:\/[^?]*)?/, (_, origin: string) => `${origin}/${database}`);

/** Rows of the last statement on PostgreSQL, as lists of values, on a connection of its own. */
export async function ask(uri: string, ...statements: readonly string[]): Promise<unknown[][]> {
  const client = new pg.Client(uri);
  await client.connect();
  try {
    let rows: unknown[][] = [];
    for (const text of statements) rows = (await client.query<unknown[]>({ text, rowMode: 'array' })).rows;
    return rows;
  } finally {
    await client.end();
  }
}

async function dropCollections(uri: string): Promise<void> {
  const client = new MongoClient(uri);
  try {
    await client.db().dropDatabase();
  } finally {
    await client.close();
  }
}
