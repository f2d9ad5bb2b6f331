/** Programs and documents that a test judges files by: fetched once by the client of their registry, else told as missing. */
import { spawnSync } from 'node:child_process';
import { required } from '../servers/able.ts';
import { cached } from '../servers/cache.ts';

/** What is fetched, and how. */
export interface Fetched {
  /** With its version: the name of the folder in the cache. */
  readonly name: string;
  /** A command that ends well where the client is there. */
  readonly client: readonly [string, ...string[]];
  fetch(folder: string): Promise<unknown>;
}

/**
 * The folder with it, for a block of tests. Where the machine has no client to fetch it by, the block is left out and
 * says so; where nothing may be left out it fails.
 */
export function useFetched({ name, client, fetch }: Fetched): () => string {
  let folder = '';
  before(`${name} is there`, async function () {
    this.timeout(600_000);
    const [program, ...args] = client;
    if (spawnSync(program, args).status !== 0) {
      const missing = `${name} is not judged by: there is no ${client.join(' ')} to fetch it with`;
      if (required()) throw new Error(missing);
      process.stderr.write(`${missing}\n`);
      this.skip();
    }
    folder = await cached(name, async (made) => {
      await fetch(made);
    });
  });
  return () => folder;
}
