/**
 * One connection, on which no wait is for ever: where nothing has come or gone for a while, the server is asked by
 * another connection whether it is still at work for this one; if it is not, the socket is destroyed, and what waits
 * for it fails.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type Client, type ClientConfig, type QueryResult } from 'pg';
import { SECOND } from '../../model/units.ts';
import { Copy, type CopyOptions } from './copy.ts';
import type { Frame } from './frame.ts';
import { unreadableFile } from './failure.ts';
import type { Settings } from './settings.ts';

/** Numbers are doubles: 64-bit integers must be cast in the statement. */
export type Value = string | number | boolean | null | readonly Value[];
export type Row = { readonly [column: string]: Value };

/** What a connection that was given up fails with. */
class Silent extends Error {
  constructor(seconds: number) {
    super(`the server has been silent for ${seconds} s`);
  }
}

export class Connection {
  /** Of the server's process, by which others can ask for it; through a pooler it is another in each transaction. */
  backend: number | null = null;
  private readonly client: Client;
  private readonly settings: Settings;
  private readonly silence: number;
  private last = performance.now();
  private broken: Error | null = null;
  /** Of COPY, which a connection has one of at a time. */
  private readonly spare: Frame[] = [];

  private constructor(settings: Settings, client: Client) {
    this.settings = settings;
    this.silence = settings.timeout * SECOND;
    this.client = client;
    client.connection.stream.on('data', () => {
      this.last = performance.now();
    });
    client.on('error', (error) => {
      this.broken = error;
    });
  }

  /** @throws the driver's error, also once it is given up */
  static async open(settings: Settings, given: AbortSignal): Promise<Connection> {
    given.throwIfAborted();
    const client = new pg.Client(configOf(settings));
    // Told again by whatever waits for the connection.
    client.on('error', () => undefined);
    const drop = () => client.connection.stream.destroy(given.reason as Error);
    given.addEventListener('abort', drop);
    try {
      await client.connect();
    } catch (error) {
      client.connection.stream.destroy();
      throw error;
    } finally {
      given.removeEventListener('abort', drop);
    }
    return new Connection(settings, client);
  }

  get usable(): boolean {
    return this.broken === null;
  }

  /** Several statements at once only without values. All rows of a result that is known to be small. */
  async rows(sql: string, values?: readonly Value[]): Promise<readonly Row[]> {
    const result = await this.within(() => this.client.query<Row>(sql, values as Value[] | undefined));
    const last = Array.isArray(result) ? (result as QueryResult<Row>[]).at(-1)! : result;
    return last.rows;
  }

  /** Rows that a statement without rows has touched. */
  async run(sql: string, values?: readonly Value[]): Promise<number> {
    const result = await this.within(() => this.client.query(sql, values as Value[] | undefined));
    const last = Array.isArray(result) ? (result as QueryResult[]).at(-1)! : result;
    return last.rowCount ?? 0;
  }

  async copy(sql: string, options: Omit<CopyOptions, 'progress'>): Promise<void> {
    const progress = () => {
      this.last = performance.now();
    };
    await this.within(() => this.client.query(new Copy(sql, { ...options, progress, spare: this.spare })).done);
  }

  /** As what waits for it shall see: a connection that was cut. */
  destroy(error: Error): void {
    this.broken ??= error;
    this.client.connection.stream.destroy(error);
  }

  async close(): Promise<void> {
    if (!this.usable) return;
    const impatient = setTimeout(() => {
      this.client.connection.stream.destroy();
    }, SECOND);
    await this.client.end().catch(() => undefined);
    clearTimeout(impatient);
  }

  private async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.broken !== null) throw this.broken;
    const over = new AbortController();
    this.last = performance.now();
    void this.watch(over.signal);
    try {
      return await work();
    } finally {
      over.abort();
    }
  }

  private async watch(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const left = this.last + this.silence - performance.now();
      if (left > 0) {
        await sleep(left, undefined, { signal: over }).catch(() => undefined);
        continue;
      }
      const before = this.last;
      const atWork = await this.isAtWork(over);
      // This process itself may have slept, and what was on its way has come since.
      if (atWork || this.last > before) this.last = performance.now();
      else {
        this.destroyUnless(over);
        return;
      }
    }
  }

  private destroyUnless(over: AbortSignal): void {
    if (!over.aborted) this.destroy(new Silent(this.settings.timeout));
  }

  /** Whether the server works on what this connection has asked for; not where it waits for us, or is away. */
  private async isAtWork(over: AbortSignal): Promise<boolean> {
    const other = new pg.Client(configOf({ ...this.settings, timeout: Math.max(1, this.settings.timeout / 3) }));
    other.on('error', () => undefined);
    const leave = () => other.connection.stream.destroy(new Error('nobody waits for the answer'));
    const limit = setTimeout(leave, this.silence / 2);
    over.addEventListener('abort', leave);
    try {
      await other.connect();
      const { rows } = await other.query<{ at_work: boolean }>(
        `SELECT state = 'active' AND wait_event_type IS DISTINCT FROM 'Client' AS at_work
         FROM pg_stat_activity WHERE pid = $1`,
        [this.backend],
      );
      return rows[0]?.at_work === true;
    } catch {
      return false;
    } finally {
      clearTimeout(limit);
      over.removeEventListener('abort', leave);
      other.connection.stream.destroy();
    }
  }
}

function configOf(settings: Settings): ClientConfig {
  const { host, port, database, user, password, timeout } = settings;
  const said = { host, port, database, user, password };
  return {
    ...(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as ClientConfig),
    ssl: tlsOf(settings),
    connectionTimeoutMillis: timeout * SECOND,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10 * SECOND,
    application_name: 'seedctl',
  };
}

function tlsOf({ tls, tls_ca, tls_cert, tls_key, tls_insecure }: Settings): ClientConfig['ssl'] {
  if (tls === false || (tls === null && tls_ca === null && tls_cert === null && !tls_insecure)) return false;
  return {
    rejectUnauthorized: !tls_insecure,
    ...(tls_ca === null ? {} : { ca: read(tls_ca) }),
    ...(tls_cert === null ? {} : { cert: read(tls_cert) }),
    ...(tls_key === null ? {} : { key: read(tls_key) }),
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadableFile(path, error);
  }
}
