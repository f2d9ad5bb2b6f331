/** The real servers under the tests: what the environment names, else what is started here, once for all of a run. */
import { assertAble, NoServer, required } from './able.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { makeDatabase, type Database } from './database.ts';
import { startFerret, type Ferret } from './ferretdb.ts';
import { titles, variables, type Kind } from './kinds.ts';
import type { Settings } from './postgres.ts';

export interface Server {
  /** Of an account with all rights. */
  readonly uri: string;
  /** An empty database of a name that nothing else has; dropped at the end of the run, if not before. */
  freshDatabase(): Promise<Database>;
}

/** The one thing that lives as long as the run: servers that are asked for, and what has to be removed after it. */
const run: {
  cluster?: Promise<Cluster>;
  ferret?: Promise<Ferret>;
  readonly servers: Map<Kind, Promise<Server>>;
  readonly databases: Database[];
} = { servers: new Map(), databases: [] };

/** Data of tests end with their server: it need not wait for what only a loss of power would take. */
const hasty: Settings = { fsync: 'off' };

/** Finds a server, or starts it, so set; says once which it took. Throws `NoServer` where there is none. */
export function server(kind: Kind, settings: Settings = hasty): Promise<Server> {
  const known = run.servers.get(kind) ?? find(kind, settings);
  run.servers.set(kind, known);
  return known;
}

async function find(kind: Kind, settings: Settings): Promise<Server> {
  const named = process.env[variables[kind]];
  const uri = named ?? (await started(kind, settings));
  process.stderr.write(`${titles[kind]}: ${named === undefined ? 'started here' : `that of ${variables[kind]}`}\n`);
  return {
    uri,
    async freshDatabase() {
      const database = await makeDatabase(kind, uri);
      run.databases.push(database);
      return database;
    },
  };
}

async function started(kind: Kind, settings: Settings): Promise<string> {
  assertAble(kind === 'mongodb' ? 'mongodb' : 'postgres');
  const cluster = await (run.cluster ??= startCluster(settings));
  if (kind !== 'mongodb') return cluster.uri(kind);
  run.ferret ??= startFerret(cluster);
  return (await run.ferret).uri();
}

/** Drops the databases that were made, and ends the servers that were started. */
export async function stopServers(): Promise<void> {
  const { cluster, ferret } = run;
  // Data that are removed with their server need no drop.
  for (const database of run.databases) if (!(await mine(database))) await database.drop();
  await (await ferret?.catch(() => undefined))?.stop();
  await (await cluster?.catch(() => undefined))?.remove();
}

const mine = async ({ uri, name }: Database): Promise<boolean> => {
  const own = [(await run.cluster)?.uri(name), (await run.ferret)?.uri(name)];
  return own.includes(uri);
};

/**
 * The server of a block of tests, found before it. Where there is none the block is left out and says how to get
 * one; where servers are required it fails.
 */
export function useServer(kind: Kind): () => Server {
  let found: Server | undefined;
  before(`${titles[kind]} is there`, async function () {
    this.timeout(600_000);
    try {
      found = await server(kind);
    } catch (error) {
      if (!(error instanceof NoServer) || required()) throw error;
      process.stderr.write(`${error.message}\n`);
      this.skip();
    }
  });
  return () => found!;
}

// Loaded by tests, the servers end with mocha's run; another program ends them itself.
if ('after' in globalThis) after('servers that were started end', stopServers);
