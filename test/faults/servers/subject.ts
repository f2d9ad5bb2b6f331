/** Servers as tests of faults see them: the same for each kind, with what they hold told by an independent client. */
import { createHash, randomBytes } from 'node:crypto';
import { MongoClient } from 'mongodb';
import type { Cluster } from '../../servers/cluster.ts';
import { ask } from '../../servers/database.ts';
import { useCluster, useFerret } from '../../servers/own.ts';

export interface Subject {
  readonly port: number;
  /** A database of its own with nothing in it, and its address. */
  database(): Promise<string>;
  /** Ends the server, and starts it again with what it held. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** PostgreSQL, or the one behind the MongoDB protocol. */
  readonly cluster: Cluster;
}

export interface Kind {
  readonly title: string;
  /** What passes to the server when a group's entry is about to become valid. */
  readonly commit: readonly string[];
  /** Days of the scenario that make several groups there. */
  readonly days: number;
  /** To be called in a block of tests. */
  use(): () => Subject;
  /** One line a table, by which databases with other records differ. The ledger is not part of it. */
  held(uri: string): Promise<string>;
}

const tables = ['assets', 'incidents', 'metrics', 'polls'];
const freshName = (): string => `faults_${randomBytes(4).toString('hex')}`;

export const postgres: Kind = {
  title: 'PostgreSQL',
  commit: ['INSERT INTO seedctl.groups', 'COMMIT'],
  days: 4,
  use() {
    const cluster = useCluster();
    return () => ({
      port: cluster().port,
      cluster: cluster(),
      async database() {
        const name = freshName();
        await ask(cluster().uri('postgres'), `create database ${name}`);
        return cluster().uri(name);
      },
      stop: () => cluster().stop('SIGQUIT'),
      start: () => cluster().start(),
    });
  },
  async held(uri) {
    const lines = await Promise.all(
      tables.map(async (table) => {
        const [[there]] = (await ask(uri, `select to_regclass('${table}') is not null`)) as [[boolean]];
        if (!there) return `${table} none`;
        const sum = `select count(*)::text, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text from ${table} t`;
        return `${table} ${(await ask(uri, sum)).join()}`;
      }),
    );
    return lines.join('\n');
  },
};

export const mongodb: Kind = {
  title: 'MongoDB',
  commit: ['written_at'],
  days: 2,
  use() {
    const own = useFerret();
    return () => ({
      port: own().ferret.port,
      cluster: own().cluster,
      database: () => Promise.resolve(own().ferret.uri(freshName())),
      stop: () => own().ferret.stop('SIGKILL'),
      start: () => own().ferret.start(),
    });
  },
  async held(uri) {
    const client = new MongoClient(uri);
    try {
      const lines: string[] = [];
      for (const table of tables) {
        let [count, sum] = [0, 0n];
        for await (const raw of client.db().collection(table).find({}, { raw: true, batchSize: 10_000 })) {
          count++;
          sum += createHash('sha1')
            .update(raw as unknown as Uint8Array)
            .digest()
            .readBigUInt64LE();
        }
        lines.push(`${table} ${count === 0 ? 'none' : `${count},${BigInt.asUintN(64, sum)}`}`);
      }
      return lines.join('\n');
    } finally {
      await client.close();
    }
  },
};

export const kinds = [postgres, mongodb];
