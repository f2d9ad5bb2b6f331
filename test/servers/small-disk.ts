import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { command } from './command.ts';
import { smallDiskOf, type Cluster } from './cluster.ts';
import { image, owner } from './debian.ts';
import { ask } from './database.ts';

export interface SmallDisk {
  /** The name of the tablespace that lies on it. */
  readonly tablespace: string;
  /** Makes it so large. */
  grow(megabytes: number): Promise<void>;
  remove(): Promise<void>;
}

/** A disk in memory of so many megabytes, and a tablespace on it. The log of the server lies elsewhere. */
export async function mountSmallDisk(cluster: Cluster, megabytes: number): Promise<SmallDisk> {
  const root = await image();
  const path = smallDiskOf(cluster.data);
  const tablespace = 'small_disk';
  if (!existsSync(path)) mkdirSync(path);
  const options = `size=${megabytes}m,uid=${owner.uid},gid=${owner.gid},mode=0700`;
  await command('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]);
  await ask(cluster.uri('postgres'), `create tablespace ${tablespace} location '/${relative(root, path)}'`);
  return {
    tablespace,
    async grow(more) {
      await command('mount', ['-o', `remount,size=${more}m`, path]);
    },
    async remove() {
      await cluster.stop();
      await command('umount', [path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
