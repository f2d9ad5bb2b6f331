/** The lease of a scenario and a schema, in the ledger; by the server's clock. */
import type { Holder } from '../holder.ts';
import { Lease, refuseHeld, type LeaseStore, type LeaseTimes } from '../lease.ts';
import type { Owner } from './ledger.ts';
import { endSessions, type Server, type Transaction } from './server.ts';

export interface PostgresLease {
  /** In the ledger. */
  readonly number: number;
  readonly token: number;
  /** Aborted once another run has taken over. */
  readonly signal: AbortSignal;
  assertHeld(): Promise<void>;
  /** In a transaction, as its last question. @throws SeedctlError (exit 5) where the lease is another run's */
  assertWithin(transaction: Transaction): Promise<void>;
  /** Name of one more session of this holder: who takes over ends them all. */
  session(): string;
  /** The error itself, or that the lease is lost, where the ledger said so. */
  ifLost(error: unknown): unknown;
  release(): Promise<void>;
}

/** @throws SeedctlError (exit 5) that names the holder */
export async function takeLease(server: Server, owner: Owner, times?: LeaseTimes): Promise<PostgresLease> {
  let number = 0;
  const lease = await Lease.take(
    storeOf(server, owner, (found) => (number = found)),
    placeOf(server.label, owner),
    times,
  );
  let sessions = 0;
  const lost = (): unknown => {
    lease.lose();
    return lease.signal.reason;
  };
  return {
    number,
    token: lease.token,
    signal: lease.signal,
    assertHeld: () => lease.assertHeld(),
    async assertWithin(transaction) {
      const held = await transaction.rows(
        'SELECT token FROM seedctl.leases WHERE lease = $1 AND token = $2 FOR KEY SHARE',
        [number, lease.token],
      );
      if (held.length === 0) throw lost();
    },
    session: () => `${sessionsOf(number, lease.token)}${++sessions}.`,
    ifLost(error) {
      const { code, table, column } = error as { code?: string; table?: string; column?: string };
      return code === '23502' && table === 'groups' && column === 'token' ? lost() : error;
    },
    release: () => lease.release(),
  };
}

/** Looks, and takes nothing. @throws SeedctlError (exit 5) that names the holder */
export async function assertFree(transaction: Transaction, label: string, owner: Owner): Promise<void> {
  const [held] = await transaction.rows(
    `SELECT holder::text, (extract(epoch FROM clock_timestamp() - renewed_at) * 1000)::float8 AS silent
     FROM seedctl.leases
     WHERE scenario = $1 AND target_schema = $2 AND holder IS NOT NULL AND ends_at > clock_timestamp()`,
    [owner.scenario, owner.schema],
  );
  if (held === undefined) return;
  const holder = JSON.parse(held['holder'] as string) as Holder;
  refuseHeld(placeOf(label, owner), { holder, silent: held['silent'] as number });
}

const placeOf = (label: string, { scenario }: Owner): string => `${label}, scenario ${scenario}`;

const sessionsOf = (lease: number, token: number): string => `seedctl ${lease} ${token} `;

function storeOf(server: Server, { scenario, schema }: Owner, found: (lease: number) => void): LeaseStore {
  let number = 0;
  return {
    take: (holder, ttl, over) =>
      server.transaction(async (transaction) => {
        const [before] = await transaction.rows(
          `SELECT lease, token::float8, holder::text, ends_at <= clock_timestamp() AS ended,
             (extract(epoch FROM clock_timestamp() - renewed_at) * 1000)::float8 AS silent
           FROM seedctl.leases WHERE scenario = $1 AND target_schema = $2`,
          [scenario, schema],
        );
        if (before !== undefined && before['holder'] !== null) {
          const heldToken = before['token'] as number;
          const held = JSON.parse(before['holder'] as string) as Holder;
          // A reply that was lost: it is ours since then.
          const own = held.since === holder.since && held.pid === holder.pid && held.host === holder.host;
          if (before['ended'] !== true && heldToken !== over && !own) {
            return { holder: held, heldToken, silent: before['silent'] as number };
          }
          // What the one before has not committed would be waited for.
          await endSessions(transaction, sessionsOf(before['lease'] as number, heldToken));
        }
        const [taken] = await transaction.rows(
          `INSERT INTO seedctl.leases AS l (scenario, target_schema, token, holder, renewed_at, ends_at)
           VALUES ($1, $2, 1, $3, clock_timestamp(), clock_timestamp() + $4 * interval '1 millisecond')
           ON CONFLICT (scenario, target_schema) DO UPDATE SET token = l.token + 1, holder = excluded.holder,
             renewed_at = excluded.renewed_at, ends_at = excluded.ends_at
           WHERE l.token = $5 RETURNING lease, token::float8`,
          [scenario, schema, JSON.stringify(holder), ttl, (before?.['token'] as number | undefined) ?? null],
        );
        if (taken === undefined) {
          // Another one was faster: to be asked again, as a transaction that gave way.
          throw Object.assign(new Error('the lease changed hands'), { code: '40001' });
        }
        number = taken['lease'] as number;
        found(number);
        return { token: taken['token'] as number };
      }),
    renew: (token, ttl) =>
      server.transaction(
        async (transaction) => {
          const renewed = await transaction.run(
            `UPDATE seedctl.leases SET renewed_at = clock_timestamp(), ends_at = clock_timestamp() + $3 * interval '1 millisecond'
             WHERE lease = $1 AND token = $2`,
            [number, token, ttl],
          );
          return renewed === 1;
        },
        { once: true },
      ),
    async release(token) {
      await server.transaction(
        (transaction) =>
          transaction.run('UPDATE seedctl.leases SET holder = NULL WHERE lease = $1 AND token = $2', [number, token]),
        { once: true },
      );
    },
  };
}
