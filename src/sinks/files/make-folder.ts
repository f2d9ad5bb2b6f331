import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A folder and those above it, where they are not there. Errors are those of the operating system. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    // Node says so of a file system that is only read; the system itself says what it is.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') await mkdir(firstMissing(path));
    throw error;
  }
}

function firstMissing(path: string): string {
  const parent = dirname(path);
  return parent === path || existsSync(parent) ? path : firstMissing(parent);
}
