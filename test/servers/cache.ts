/** What is fetched and made once for the servers of the tests stays in a folder outside of what is tracked. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const checkout = join(import.meta.dirname, '..', '..');

/** `SEEDCTL_TEST_CACHE` lets several checkouts share what they fetched. */
export const cacheFolder = (): string => process.env['SEEDCTL_TEST_CACHE'] ?? join(checkout, '.cache', 'servers');

/**
 * A folder of the cache, made where it is not there yet. It appears under its name only when it is whole, so two
 * processes that make it at once both end with one that is, and one that is killed leaves nothing that looks so.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const path = join(cacheFolder(), name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const draft = mkdtempSync(join(dirname(path), 'draft-'));
  chmodSync(draft, 0o755);
  try {
    const made = join(draft, 'made');
    mkdirSync(made);
    chmodSync(made, 0o755);
    await make(made);
    renameSync(made, path);
  } catch (error) {
    // The other one was faster: a folder that holds something is never replaced by a rename.
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return path;
}
