import type { Disk, DiskFile } from '../../../src/sinks/files/disk.ts';

/**
 * A disk on which the process ends at the `last`th thing that is done to it: that one and all later ones only call
 * `end`; of a write, half of the bytes get through. `count.done` tells how many there were.
 */
export function countedDisk(disk: Disk, last: number, end: () => Promise<never>, count = { done: 0 }): Disk {
  const counted = <A extends unknown[], R>(work: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => (++count.done >= last ? end() : work(...args));
  };
  const file = (of: DiskFile): DiskFile => ({
    async write(bytes) {
      if (++count.done > last) return end();
      if (count.done < last) return of.write(bytes);
      await of.write(bytes.subarray(0, bytes.length >> 1));
      return end();
    },
    sync: counted(() => of.sync()),
    close: () => of.close(),
  });
  return {
    create: counted(async (path) => file(await disk.create(path))),
    syncFolder: counted(disk.syncFolder),
    rename: counted(disk.rename),
    link: counted(disk.link),
    remove: counted(disk.remove),
    makeFolder: counted(disk.makeFolder),
    touch: counted(disk.touch),
    // Reading changes nothing: to end before it is to end before what comes after it.
    list: disk.list,
    read: disk.read,
    hash: disk.hash,
    stat: disk.stat,
  };
}
