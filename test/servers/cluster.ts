/** A PostgreSQL server with data of its own, on a free port of the loopback interface. */
import { spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.ts';
import { image } from './debian.ts';
import { freePort } from './port.ts';
import { end, runPostgres, type Settings } from './postgres.ts';
import { account, template } from './template.ts';

export interface Cluster {
  readonly port: number;
  /** The path of its data on this machine. */
  readonly data: string;
  /** The certificate, a file, of who signed the server's own. It takes connections with and without TLS. */
  readonly ca: string;
  /** What runs now. */
  readonly process: ChildProcess;
  uri(database: string): string;
  /** Ends it and keeps the data. `SIGQUIT` ends it as a loss of power would: the next start recovers. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port, with these settings beside the earlier ones. */
  start(settings?: Settings): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

export async function startCluster(settings: Settings = {}): Promise<Cluster> {
  const root = await image();
  const prepared = await template();
  sweep(join(root, 'clusters'));
  const data = mkdtempSync(join(root, 'clusters', `${process.pid}-`));
  await command('cp', ['--archive', '--reflink=auto', `${prepared}/.`, data]);
  const port = await freePort();
  let given = settings;
  let child = await runPostgres(root, data, port, given);
  const stop = (signal: NodeJS.Signals = 'SIGINT'): Promise<void> => end(child, signal);
  return {
    port,
    data,
    get process() {
      return child;
    },
    ca: join(data, 'certificates', 'ca.crt'),
    uri: (database) => addressOf(port, database),
    stop,
    async start(more = {}) {
      given = { ...given, ...more };
      child = await runPostgres(root, data, port, given);
    },
    async remove() {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A database at a port of this machine, for the role of the tests. */
export const addressOf = (port: number, database: string): string =>
  `postgresql://${account.user}:${account.password}@127.0.0.1:${port}/${database}`;

/** Removes what processes left that had no time to clean up: names begin with the process that made them. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    const data = join(folder, name);
    if (existsSync(smallDiskOf(data))) spawnSync('umount', [smallDiskOf(data)]);
    rmSync(data, { recursive: true, force: true });
  }
}

/** Where a disk of its own is, if it has one. */
export const smallDiskOf = (data: string): string => join(data, 'small-disk');
