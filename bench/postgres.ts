/**
 * PostgreSQL and TimescaleDB, against the server's own COPY of the same rows: all bytes are ready before the clock
 * runs, one COPY brings each table, and the key is there from the start, as it is for ours.
 */
import pg from 'pg';
import type { Table } from '../src/model/table.ts';
import { Copy } from '../src/sinks/postgres/copy.ts';
import { encodingFor, typeNames } from '../src/sinks/postgres/column.ts';
import { Frame } from '../src/sinks/postgres/frame.ts';
import { framesOf } from '../src/sinks/postgres/rows.ts';
import { list, quoted } from '../src/sinks/sql.ts';
import { at } from '../test/servers/database.ts';
import { type Benchmark, type Figure, ratio, seconds } from './harness.ts';
import { batchesOf, pmi, secondsInto } from './pmi.ts';
import { secondsOf } from './process.ts';
import { command, memoryOf } from './server-memory.ts';
import { withServer } from './servers.ts';
import { secondsToVerify } from './verify.ts';

const PAIRS = 3;
const lower = { better: 'lower' } as const;

export const postgres: Benchmark = {
  name: 'postgres',
  summary: "PostgreSQL, against the server's own COPY of ready bytes, and by itself",
  run: () =>
    withServer('postgres', (uri) =>
      inDatabase(uri, async (target, client) => {
        const value = await toLimit(target, client, false);
        const memory = await memoryOf('postgres', target, () => empty(client));
        await empty(client);
        await secondsInto(target);
        const again = await secondsOf(command(target, 14));
        const run = async () => {
          await empty(client);
          return secondsInto(target);
        };
        const toVerify = { name: 'verify', run: () => secondsToVerify(target) };
        const verified = await ratio(PAIRS, toVerify, { name: 'run', run });
        return [
          { name: 'postgres', value, unit: '× COPY of ready bytes', target: 1.1, ...lower },
          { name: 'postgres-again', value: again, unit: 's with nothing to write', target: 2, ...lower },
          { name: 'postgres-verify', value: verified, unit: '× the run', target: 0.5, ...lower },
          ...memory,
        ] satisfies Figure[];
      }),
    ),
};

export const timescale: Benchmark = {
  name: 'timescale',
  summary: 'A hypertable of TimescaleDB, against its own COPY of ready bytes',
  run: () =>
    withServer('timescale', (uri) =>
      inDatabase(uri, async (target, client) => {
        await client.query('CREATE EXTENSION IF NOT EXISTS timescaledb');
        const value = await toLimit(target, client, true);
        return [{ name: 'timescale', value, unit: '× COPY of ready bytes', target: 1.1, ...lower }];
      }),
    ),
};

/** A database that is gone when `use` is done. */
export async function inDatabase<T>(uri: string, use: (target: string, client: pg.Client) => Promise<T>): Promise<T> {
  const name = `seedctl_bench_${process.pid}`;
  const admin = new pg.Client(uri);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const client = new pg.Client(at(uri, name));
  await client.connect();
  try {
    return await use(at(uri, name), client);
  } finally {
    await client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function toLimit(target: string, client: pg.Client, divided: boolean): Promise<number> {
  const sources = ready();
  // The tables as ours makes them, once, so that the limit fills the same.
  await secondsInto(target);
  await client.query('CREATE SCHEMA model');
  for (const { table } of sources) {
    const name = quoted(table.name);
    await client.query(`CREATE TABLE model.${name} (LIKE public.${name} INCLUDING ALL)`);
  }
  const limit = async (): Promise<number> => {
    await empty(client);
    for (const { table } of sources) await client.query(creation(table, divided));
    await client.query('CHECKPOINT');
    return seconds(async () => {
      for (const { table, frames } of sources) {
        const columns = list(table.columns.map(({ name }) => name));
        const sql = `COPY ${quoted(table.name)} (${columns}) FROM STDIN (FORMAT binary)`;
        const never = new AbortController().signal;
        await client.query(new Copy(sql, { frames: () => frames, signal: never, progress() {} })).done;
      }
    });
  };
  const ours = async (): Promise<number> => {
    await empty(client);
    await client.query('CHECKPOINT');
    return secondsInto(target);
  };
  await limit();
  return ratio(PAIRS, { name: 'seedctl', run: ours }, { name: 'COPY', run: limit });
}

function creation({ name, hypertable }: Table, divided: boolean): string {
  const table = `CREATE TABLE ${quoted(name)} (LIKE model.${quoted(name)} INCLUDING ALL);`;
  const planned = pmi.plan.tables.find((one) => one.name === name)?.hypertable ?? hypertable;
  if (!divided || planned === null) return table;
  return `${table} SELECT create_hypertable('${quoted(name)}', '${planned.time}', create_default_indexes => false,
    chunk_time_interval => interval '${planned.chunk! / 1000} seconds');`;
}

async function empty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS table FROM pg_tables
     WHERE schemaname IN ('public', 'seedctl')`,
  );
  for (const { table } of rows) await client.query(`DROP TABLE ${table} CASCADE`);
  await client.query('DROP SCHEMA IF EXISTS seedctl CASCADE');
}

/** Every table of the set, as the bytes that bring it. */
function ready(): readonly { readonly table: Table; readonly frames: readonly Frame[] }[] {
  return pmi.plan.tables.map((table) => {
    const encodings = table.columns.map(({ type }) => encodingFor(type, typeNames[type])!);
    return { table, frames: [...framesOf(batchesOfTable(table.name), encodings, () => new Frame())] };
  });

  function* batchesOfTable(name: string) {
    for (const batch of batchesOf(pmi.plan)) if (batch.table.name === name) yield batch;
  }
}
