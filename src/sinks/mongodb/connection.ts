/** A client for one database, with deadlines: a server that falls silent is given up, never waited for. */
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { SECOND } from '../../model/units.ts';
import type { Log } from '../sink.ts';
import { directOptions } from './direct.ts';
import { asMongoError } from './failure.ts';
import { addressOf, type MongoDBOptions } from './options.ts';
import { GIVE_UP_AFTER, persist, type Persistence } from './retry.ts';

export interface Connection {
  readonly database: Db;
  readonly label: string;
  /** For people; null: it is not. */
  readonly encrypted: string | null;
  readonly limits: { readonly documents: number; readonly message: number; readonly document: number };
  readonly persistence: Persistence;
  /** Runs what may be sent twice; errors name the database. */
  readonly persist: <T>(work: (attempt: number) => Promise<T>) => Promise<T>;
  close(): Promise<void>;
}

export interface ConnectionSettings {
  /** Sockets at once. */
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** How long a server may be away before a run gives up. */
  readonly giveUpAfter?: number | undefined;
}

/** In a URL these are parameters, and what is written there wins. */
const DEADLINES = {
  serverSelectionTimeoutMS: 10 * SECOND,
  connectTimeoutMS: 10 * SECOND,
  // Longer than a server takes for a message, shorter than anybody waits for one that has fallen silent.
  socketTimeoutMS: 30 * SECOND,
} as const satisfies MongoClientOptions;

/** @throws SeedctlError: not a URL (3), unreachable (6), TLS or wrong password (8) */
export async function connect(options: MongoDBOptions, settings: ConnectionSettings): Promise<Connection> {
  const { uri, database: name, label } = addressOf(options);
  const { signal, log, giveUpAfter = GIVE_UP_AFTER } = settings;
  const persistence: Persistence = { giveUpAfter, log, signal, place: label };
  let client: MongoClient | null = null;
  try {
    client = new MongoClient(uri, clientOptions(uri, options, settings.workers));
    await client.connect();
    const database = client.db(name);
    const hello = await database.command({ hello: 1 });
    const limit = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);
    const open = client;
    return {
      database,
      label,
      encrypted: encryptionOf(client),
      limits: {
        documents: limit(hello['maxWriteBatchSize'], 100_000),
        message: limit(hello['maxMessageSizeBytes'], 48_000_000),
        document: limit(hello['maxBsonObjectSize'], 16_777_216),
      },
      persistence,
      persist: (work) => persist(persistence, work),
      close: () => close(open, signal),
    };
  } catch (error) {
    await client?.close().catch(() => undefined);
    throw asMongoError(error, label);
  }
}

/**
 * The driver says goodbye to the server, and would wait for one that is silent as long as for an answer: where the run
 * is given up, the connections go first.
 */
async function close(client: MongoClient, signal: AbortSignal): Promise<void> {
  if (signal.aborted) {
    const { topology } = client as unknown as { topology?: { closeCheckedOutConnections(): void; close(): void } };
    topology?.closeCheckedOutConnections();
    topology?.close();
  }
  await client.close();
}

function clientOptions(uri: string, options: MongoDBOptions, workers: number): MongoClientOptions {
  const written = new Set([...new URLSearchParams(uri.split('?')[1] ?? '').keys()].map((key) => key.toLowerCase()));
  const unwritten = (all: MongoClientOptions): MongoClientOptions =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !written.has(key.toLowerCase())));
  return {
    appName: 'seedctl',
    // One for each writer, and one for the lease, which must not wait behind them.
    maxPoolSize: workers + 1,
    writeConcern: { w: 'majority' },
    ...directOptions(),
    ...unwritten(DEADLINES),
    ...(options.url === null ? tlsOf(options) : {}),
    ...(options.ca_file === null ? {} : { tls: true, tlsCAFile: options.ca_file }),
    ...(options.insecure_tls ? { tls: true, tlsInsecure: true } : {}),
  };
}

function encryptionOf({ options }: MongoClient): string | null {
  if (!options.tls) return null;
  return options.rejectUnauthorized === false ? 'TLS, any certificate accepted' : 'TLS, certificate checked';
}

const tlsOf = ({ ssl }: MongoDBOptions): MongoClientOptions => (ssl ? { tls: true } : {});
