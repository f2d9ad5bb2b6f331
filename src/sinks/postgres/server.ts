/**
 * The server as transactions that are done or not: a connection that is cut is opened again, with patience, and what
 * it was asked for is asked again. No state lives in a connection, so a pooler may stand in between.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../model/units.ts';
import { Connection, type Row, type Value } from './connection.ts';
import { asPostgresError, isBusy, isConflict, isCut } from './failure.ts';
import type { CopyOptions } from './copy.ts';
import type { Settings } from './settings.ts';

/** What a transaction may ask. */
export interface Transaction {
  rows(sql: string, values?: readonly Value[]): Promise<readonly Row[]>;
  /** Rows that were touched. */
  run(sql: string, values?: readonly Value[]): Promise<number>;
  copy(sql: string, options: Omit<CopyOptions, 'progress'>): Promise<void>;
}

export interface TransactionOptions<T> {
  /** Which other sessions are this one's own, from before it was cut: they are ended before anything is asked again. */
  readonly name?: string;
  /** Whether it is done already: asked once the reply to COMMIT was lost. */
  readonly done?: (transaction: Transaction) => Promise<T | null>;
  /** Failures that are thrown as they came: whoever asks knows what to do. */
  readonly expected?: (error: unknown) => boolean;
  /** Sees one state of the database, and changes nothing. */
  readonly readOnly?: boolean;
  /** Which state: one that another transaction sees, and has exported. */
  readonly snapshot?: string;
  /** Not asked again after a cut: somebody will ask later. */
  readonly once?: boolean;
  /** Once aborted its connection is dropped, also while the server is silent: what it had not committed is taken back. */
  readonly signal?: AbortSignal;
}

/** A transaction that is cut so often has something about it. */
const ATTEMPTS = 8;

const begin = ({
  name,
  readOnly = false,
  snapshot,
}: Pick<TransactionOptions<never>, 'name' | 'readOnly' | 'snapshot'>): string =>
  `BEGIN${readOnly ? ' ISOLATION LEVEL REPEATABLE READ READ ONLY' : ''};
   ${snapshot === undefined ? '' : `SET TRANSACTION SNAPSHOT '${snapshot}';`} SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO';
   SET LOCAL extra_float_digits = 1;
   ${name === undefined ? '' : `SET LOCAL application_name = '${name}';`} SELECT pg_backend_pid() AS backend`;

export class Server {
  readonly label: string;
  private readonly settings: Settings;
  private readonly idle: Connection[] = [];
  private readonly closing = new AbortController();

  private constructor(settings: Settings, label: string) {
    this.settings = settings;
    this.label = label;
  }

  /** @throws SeedctlError: not there (6), or not let in (8) */
  static async open(settings: Settings, label: string): Promise<Server> {
    const server = new Server(settings, label);
    server.idle.push(await server.connect(isBusy, server.closing.signal));
    return server;
  }

  /** @throws what `work` throws, or SeedctlError */
  async transaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions<T> = {},
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const cut: { lost: boolean } = { lost: false };
      try {
        return await this.attempt(work, options, attempt > 1, cut);
      } catch (error) {
        if (options.expected?.(error) === true || options.signal?.aborted === true) throw error;
        const again = cut.lost || isConflict(error);
        if (!again || options.once === true || attempt >= ATTEMPTS)
          throw asPostgresError(error, this.settings, this.label);
        if (!cut.lost) await sleep(10 * 2 ** attempt);
      }
    }
  }

  /** What is under way is given up. */
  async close(): Promise<void> {
    this.closing.abort(new Error('closed'));
    await Promise.all(this.idle.splice(0).map((connection) => connection.close()));
  }

  private async attempt<T>(
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions<T>,
    again: boolean,
    cut: { lost: boolean },
  ): Promise<T> {
    const { name, done, signal } = options;
    const given = signal === undefined ? this.closing.signal : AbortSignal.any([this.closing.signal, signal]);
    const connection = await this.lend(given);
    const drop = () => {
      connection.destroy(given.reason as Error);
    };
    given.addEventListener('abort', drop);
    try {
      given.throwIfAborted();
      [{ backend: connection.backend }] = (await connection.rows(begin(options))) as [{ backend: number }];
      if (again && name !== undefined) await endSessions(connection, name);
      const before = again ? ((await done?.(connection)) ?? null) : null;
      const result = before ?? (await work(connection));
      await connection.run('COMMIT');
      this.idle.push(connection);
      return result;
    } catch (error) {
      cut.lost = !connection.usable || isCut(error);
      if (cut.lost) connection.destroy(error as Error);
      else await this.takeBack(connection);
      throw error;
    } finally {
      given.removeEventListener('abort', drop);
    }
  }

  private async takeBack(connection: Connection): Promise<void> {
    try {
      await connection.run('ROLLBACK');
      this.idle.push(connection);
    } catch (error) {
      connection.destroy(error as Error);
    }
  }

  private async lend(given: AbortSignal): Promise<Connection> {
    for (let connection = this.idle.pop(); connection !== undefined; connection = this.idle.pop()) {
      if (connection.usable) return connection;
    }
    return this.connect((error) => isBusy(error) || isCut(error), given);
  }

  /** @param passing which failures may be over in a moment */
  private async connect(passing: (error: unknown) => boolean, given: AbortSignal): Promise<Connection> {
    const patience = performance.now() + 2 * this.settings.timeout * SECOND;
    for (let pause = 50; ; pause = Math.min(2 * pause, 2 * SECOND)) {
      try {
        return await Connection.open(this.settings, given);
      } catch (error) {
        if (given.aborted || !passing(error) || performance.now() + pause > patience) {
          throw asPostgresError(error, this.settings, this.label);
        }
        await sleep(pause, undefined, { signal: given }).catch(() => undefined);
      }
    }
  }
}

/**
 * Ends other sessions whose transaction has this name, and waits until they are gone: what they had not committed is
 * taken back then, and what they had is there to be seen.
 */
export async function endSessions(transaction: Pick<Transaction, 'rows'>, name: string): Promise<void> {
  await transaction.rows(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE pid <> pg_backend_pid() AND starts_with(application_name, $1)`,
    [name],
  );
}
