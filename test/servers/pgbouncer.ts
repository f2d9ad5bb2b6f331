import { spawn } from 'node:child_process';
import { chmodSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { addressOf, type Cluster } from './cluster.ts';
import { ask } from './database.ts';
import { image, inside } from './debian.ts';
import { freePort } from './port.ts';
import { end, ended } from './postgres.ts';
import { account } from './template.ts';

/**
 * PgBouncer in transaction mode: each transaction gets whichever of few server connections is free, so nothing that
 * a session holds (its locks, settings, prepared statements) is there for the next.
 */
export async function startPgBouncer(of: Cluster): Promise<{ uri(database: string): string; stop(): Promise<void> }> {
  const root = await image();
  const port = await freePort();
  const inRoot = (name: string): string => `/${relative(root, join(of.data, name))}`;
  writeFileSync(join(of.data, 'bouncer.users'), `"${account.user}" "${account.password}"\n`);
  writeFileSync(
    join(of.data, 'bouncer.ini'),
    `[databases]
* = host=127.0.0.1 port=${of.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${inRoot('bouncer.users')}
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
`,
  );
  for (const name of ['bouncer.users', 'bouncer.ini']) chmodSync(join(of.data, name), 0o644);
  const log = openSync(join(of.data, 'bouncer.log'), 'a');
  const child = spawn(...inside(root, ['/usr/sbin/pgbouncer', inRoot('bouncer.ini')]), { stdio: ['ignore', log, log] });
  closeSync(log);
  const uri = (database: string): string => addressOf(port, database);
  while (
    !(await ask(uri('postgres'), 'select 1')
      .then(() => true)
      .catch(() => false))
  ) {
    if (ended(child))
      throw new Error(`PgBouncer did not start:\n${readFileSync(join(of.data, 'bouncer.log'), 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.unref();
  return { uri, stop: () => end(child, 'SIGINT') };
}
