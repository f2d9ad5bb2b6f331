import { mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { command } from './command.ts';
import { addressOf, type Cluster } from './cluster.ts';
import { image, inside, owner } from './debian.ts';
import { freePort } from './port.ts';
import { end, programs, runPostgres } from './postgres.ts';

/** A read-only replica of a server, as it stands and as it goes on. */
export async function startStandby(of: Cluster): Promise<{ uri(database: string): string; remove(): Promise<void> }> {
  const root = await image();
  const data = mkdtempSync(join(root, 'clusters', `${process.pid}-`));
  await command('chown', [`${owner.uid}:${owner.gid}`, data]);
  const copy = [
    '-D',
    `/${relative(root, data)}`,
    '-d',
    of.uri('postgres'),
    '--checkpoint=fast',
    '--write-recovery-conf',
  ];
  await command(...inside(root, [`${programs}/pg_basebackup`, ...copy]));
  const port = await freePort();
  const child = await runPostgres(root, data, port, { fsync: 'off' });
  return {
    uri: (database) => addressOf(port, database),
    async remove() {
      await end(child, 'SIGINT');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
