import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export interface SmallDisk {
  readonly path: string;
  /** Makes it so large. */
  grow(kilobytes: number): void;
  /** From now on nothing can be written to it. */
  close(): void;
}

/** Call it inside `describe`: mounts disks in memory, that are gone after each test; a test is left out where it may not. */
export function useSmallDisks(): (context: Mocha.Context, path: string, kilobytes: number) => SmallDisk {
  const mounted: string[] = [];
  const mount = (...args: readonly string[]): boolean => spawnSync('mount', args).status === 0;
  afterEach(() => {
    for (const path of mounted.splice(0)) spawnSync('umount', [path]);
  });
  return (context, path, kilobytes) => {
    mkdirSync(path, { recursive: true });
    if (process.platform !== 'linux' || !mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path)) {
      console.log('        (skipped: a disk in memory can be mounted by root on Linux only)');
      context.skip();
    }
    mounted.push(path);
    const again = (options: string): void => {
      if (!mount('-o', `remount,${options}`, path)) throw new Error(`mount -o remount,${options} failed`);
    };
    return { path, grow: (more) => again(`size=${more}k`), close: () => again('ro') };
  };
}
