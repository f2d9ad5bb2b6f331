/** A database of a test's own on a real server, and a connection of anybody's to look with. */
import pg from 'pg';
import { settingsOf, optionsOfUrl, type PostgresOptions } from '../../../src/sinks/postgres/settings.ts';

export interface TestDatabase {
  /** For `--to`, and for other clients. */
  readonly url: string;
  readonly options: PostgresOptions;
  /** As the server has it. */
  readonly name: string;
  /** Rows of the last statement, as lists of values; on a connection of its own. */
  look(...statements: readonly string[]): Promise<unknown[][]>;
  remove(): Promise<void>;
}

const variables = { postgres: 'SEEDCTL_TEST_POSTGRES_URI', timescale: 'SEEDCTL_TEST_TIMESCALE_URI' } as const;

/** @param kind of server; a database with the extension, where it has one */
export async function testDatabase(kind: keyof typeof variables = 'postgres'): Promise<TestDatabase> {
  const server = process.env[variables[kind]];
  if (server === undefined) throw new Error(`there is no server for this test: ${variables[kind]} is not set`);
  const name = `seedctl_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  await ask(server, `CREATE DATABASE ${name}`);
  const url = at(server, name);
  if (kind === 'timescale') await ask(url, 'CREATE EXTENSION IF NOT EXISTS timescaledb');
  return {
    url,
    name,
    options: optionsFor(url),
    look: (...statements) => ask(url, ...statements),
    async remove() {
      await ask(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

export function optionsFor(url: string, more: Partial<PostgresOptions> = {}): PostgresOptions {
  const { schema, timeout, tls_insecure, ...settings } = settingsOf({ ...nothing, ...optionsOfUrl(url) });
  return { ...nothing, ...settings, schema, timeout, tls_insecure, ...more };
}

const nothing: PostgresOptions = {
  ...{ url: null, host: null, port: null, database: null, user: null, password: null, schema: null },
  ...{ tls: null, tls_ca: null, tls_cert: null, tls_key: null, tls_insecure: null, timeout: null, production: false },
};

function at(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function ask(url: string, ...statements: readonly string[]): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: unknown[][] = [];
    for (const text of statements) rows = (await client.query({ text, rowMode: 'array' })).rows;
    return rows;
  } finally {
    await client.end();
  }
}
