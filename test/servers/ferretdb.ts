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
  /** Starts it again, on the same ports. */
  start(): Promise<void>;
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
  const flags = [
    `--postgresql-url=postgres://postgres@127.0.0.1:${cluster.port}/postgres`,
    `--listen-addr=127.0.0.1:${port}`,
    `--listen-tls=127.0.0.1:${secure}`,
    `--listen-tls-cert-file=${join(cluster.data, 'certificates', 'server.crt')}`,
    `--listen-tls-key-file=${join(cluster.data, 'certificates', 'server.key')}`,
    `--state-dir=${state}`,
    '--telemetry=disable',
    '--debug-addr=-',
  ];
  const uriAt = (at: number, database = ''): string =>
    `mongodb://${mongoUser}:${account.password}@127.0.0.1:${at}/${database}?authSource=admin`;
  const start = (): Promise<ChildProcess> => run(file, flags, join(state, 'server.log'), uriAt(port));
  let child = await start();
  return {
    port,
    get process() {
      return child;
    },
    uri: (database) => uriAt(port, database),
    tls: { port: secure, ca: cluster.ca, uri: (database) => `${uriAt(secure, database)}&tls=true` },
    stop: (signal = 'SIGTERM') => end(child, signal),
    async start() {
      child = await start();
    },
  };
}

/** Runs the program until it answers. It ends with this process. */
async function run(file: string, flags: readonly string[], logFile: string, uri: string): Promise<ChildProcess> {
  const log = openSync(logFile, 'a');
  const child = spawn('setpriv', ['--pdeathsig=TERM', file, ...flags], { stdio: ['ignore', log, log] });
  closeSync(log);
  while (!(await answers(uri))) {
    if (ended(child)) throw new Error(`FerretDB did not start:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.unref();
  return child;
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
