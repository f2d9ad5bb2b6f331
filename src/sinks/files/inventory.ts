/** What lies in a folder, sorted by whose it is. */
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { parsePartName, type PartName } from './names.ts';

export interface FoundFile {
  /** Name of the folder: a table's safe name. */
  readonly folder: string;
  /** `table/file`, in this form on every system. */
  readonly path: string;
  readonly size: number;
  /** Null where the name is not one of a part. */
  readonly part: PartName | null;
}

/** All files of the format in folders of `root`. */
export async function takeInventory(disk: Disk, root: string, extension: string): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const folder of [...(await disk.list(root))].sort()) {
    if (folder.startsWith('.')) continue;
    for (const file of [...(await disk.list(join(root, folder)))].sort()) {
      if (file.startsWith('.') || !file.endsWith(`.${extension}`)) continue;
      const state = await disk.stat(join(root, folder, file));
      if (state?.file !== true) continue;
      found.push({ folder, path: `${folder}/${file}`, size: state.size, part: parsePartName(file, extension) });
    }
  }
  return found;
}
