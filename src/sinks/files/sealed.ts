/** Small files of our own: replaced as a whole, with a checksum that finds damage. */
import { dirname } from 'node:path';
import { writeDurably, type Disk } from './disk.ts';
import { sha256 } from './names.ts';

/** Writes `value` to `path`, so that at any moment either the old or the new text is there. */
export async function writeSealed(disk: Disk, path: string, value: object): Promise<void> {
  const content = JSON.stringify(value);
  const temporary = `${path}.${process.pid}.tmp`;
  await disk.remove(temporary);
  const sealed = Buffer.from(`{"checksum":"${sha256(content)}",\n"content":${content}}\n`);
  await writeDurably(disk, temporary, (write) => write(sealed));
  await disk.rename(temporary, path);
  await disk.syncFolder(dirname(path));
}

/** What was sealed; `missing`, or `damaged` by a cut or a changed bit. */
export async function readSealed(disk: Disk, path: string): Promise<{ content: unknown } | 'missing' | 'damaged'> {
  const text = await disk.read(path);
  if (text === null) return 'missing';
  try {
    const { checksum, content } = JSON.parse(text) as { checksum: unknown; content: unknown };
    return checksum === sha256(JSON.stringify(content)) ? { content } : 'damaged';
  } catch {
    return 'damaged';
  }
}
