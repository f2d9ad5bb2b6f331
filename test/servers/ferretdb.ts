/** A server of MongoDB's protocol: FerretDB, in front of a PostgreSQL server that has the DocumentDB extension. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { cached } from './cache.ts';
import { command } from './command.ts';
import type { Cluster } from './cluster.ts';
import { freePort } from './port.ts';
import { end, ended } from './postgres.ts';
import { account, mongoUser } from './template.ts';

const version = 'v2.7.0';

export interface Ferret {
  readonly port: number;
  readonly process: ChildProcess;
  /** Over TLS it takes `ca`, a file; `database` may be left out. */
  uri(database?: string): string;
  readonly tls: { readonly port: number; readonly ca: string; uri(database?: string): string };
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** The program, built by Go: a minute, once. */
async function program(): Promise<string> {
  const folder = await cached(`ferretdb-${version}`, async (made) => {
    const env = { ...process.env, GOBIN: made, GOTOOLCHAIN: 'auto', GOFLAGS: '-trimpath' };
    await command('go', ['install', `github.com/FerretDB/FerretDB/v2/cmd/ferretdb@${version}`], { env });
  });
  return join(folder, 'ferretdb');
}

export async function startFerret(cluster: Cluster): Promise<Ferret> {
  const file = await program();
  const [port, secure] = [await freePort(), await freePort()];
  const state = join(cluster.data, 'ferretdb');
  mkdirSync(state, { recursive: true });
  const certificate = (name: string): string => join(cluster.data, 'certificates', name);
  const log = openSync(join(state, 'server.log'), 'a');
  const flags = [
    `--postgresql-url=postgres://postgres@127.0.0.1:${cluster.port}/postgres`,
    `--listen-addr=127.0.0.1:${port}`,
    `--listen-tls=127.0.0.1:${secure}`,
    `--listen-tls-cert-file=${certificate('server.crt')}`,
    `--listen-tls-key-file=${certificate('server.key')}`,
    `--state-dir=${state}`,
    '--telemetry=disable',
    '--debug-addr=-',
  ];
  const child = spawn('setpriv', ['--pdeathsig=TERM', file, ...flags], { stdio: ['ignore', log, log] });
  closeSync(log);
  const uriAt = (at: number, database = ''): string =>
    `mongodb://${mongoUser}:${account.password}@127.0.0.1:${at}/${database}?authSource=admin`;
  while (!(await answers(uriAt(port)))) {
    if (ended(child)) {
      throw new Error(`FerretDB did not start:\n${readFileSync(join(state, 'server.log'), 'utf8').slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.unref();
  return {
    port,
    process: child,
    uri: (database) => uriAt(port, database),
    tls: { port: secure, ca: certificate('ca.crt'), uri: (database) => `${uriAt(secure, database)}&tls=true` },
    stop: (signal = 'SIGTERM') => end(child, signal),
  };
}

async function answers(uri: string): Promise<boolean> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 200 });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}
