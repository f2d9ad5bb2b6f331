import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import pg from 'pg';
import { inside } from './debian.ts';

export type Settings = { readonly [name: string]: string | number };

/** The programs of the server, as it sees them. */
export const programs = '/usr/lib/postgresql/18/bin';

/** Runs a server of `root` on data below it, and returns once it takes connections. It ends with this process. */
export async function runPostgres(
  root: string,
  data: string,
  port: number,
  more: Settings = {},
): Promise<ChildProcess> {
  const flags = Object.entries(more).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const program = [`${programs}/postgres`, '-D', `/${relative(root, data)}`, '-p', String(port), ...flags];
  const log = openSync(join(data, 'server.log'), 'a');
  const [file, args] = inside(root, program);
  const child = spawn(file, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  while (!(await answers(port))) {
    if (ended(child)) {
      throw new Error(`PostgreSQL did not start:\n${readFileSync(join(data, 'server.log'), 'utf8').slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.unref();
  return child;
}

export const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Ends a process and waits for it. */
export function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (ended(child)) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** True once the server lets its first role in: while it starts it refuses. */
async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
