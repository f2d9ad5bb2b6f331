/** Servers of one block of tests alone: it may kill, stop, fill and reconfigure them. They need what starting takes. */
import { assertAble, NoServer, required } from './able.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { startFerret, type Ferret } from './ferretdb.ts';
import type { Settings } from './postgres.ts';

/** A PostgreSQL server, there before the block's tests and gone after them. */
export function useCluster(settings: Settings = {}): () => Cluster {
  return use('postgres', async () => {
    const cluster = await startCluster({ fsync: 'off', ...settings });
    return { value: cluster, remove: () => cluster.remove() };
  });
}

/** A server of MongoDB's protocol, with the PostgreSQL server behind it. */
export function useFerret(): () => { readonly cluster: Cluster; readonly ferret: Ferret } {
  return use('mongodb', async () => {
    const cluster = await startCluster({ fsync: 'off' });
    const ferret = await startFerret(cluster);
    const remove = async (): Promise<void> => {
      await ferret.stop();
      await cluster.remove();
    };
    return { value: { cluster, ferret }, remove };
  });
}

/**
 * What a block of tests starts for itself. Where this machine cannot start it, the block is left out and says what
 * to do; where servers are required it fails.
 */
function use<T>(
  what: 'postgres' | 'mongodb',
  start: () => Promise<{ readonly value: T; remove(): Promise<void> }>,
): () => T {
  let started: { readonly value: T; remove(): Promise<void> } | undefined;
  before('a server of its own runs', async function () {
    this.timeout(600_000);
    try {
      assertAble(what);
    } catch (error) {
      if (!(error instanceof NoServer) || required()) throw error;
      process.stderr.write(`${error.message}\n`);
      this.skip();
    }
    started = await start();
  });
  after(() => started?.remove());
  return () => started!.value;
}
