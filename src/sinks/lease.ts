/**
 * One run at a time per scenario and target, where the target is a server: a lease with an owner, a time to live and
 * a fencing token. The server's clock says when it ends, so that clocks of two machines need not agree; how long this
 * process may trust what it was told last is measured by its own monotonic clock.
 *
 * The token grows with each owner. A target that has transactions compares it in each of them; one that has none asks
 * `assertHeld` before each write, and writes what may be written twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND, type Duration } from '../model/units.ts';
import { currentHolder, isGone, type Holder } from './holder.ts';
import { locked, lockLost } from './locked.ts';

/** Where the lease of one scenario is kept. Each call is one atomic step there, by the clock that is there. */
export interface LeaseStore {
  /**
   * Takes a lease that is free, that has ended, or that has the token `over`; the new token is greater than all before.
   * Else says who has it, and how long ago he renewed it.
   */
  take(holder: Holder, ttl: Duration, over: number | null): Promise<{ readonly token: number } | Taken>;
  /** Makes it last `ttl` from now, even where it had ended; false where the token is another one by now. */
  renew(token: number, ttl: Duration): Promise<boolean>;
  /** Frees it where the token is still this one. */
  release(token: number): Promise<void>;
}

export interface Taken {
  readonly holder: Holder;
  readonly heldToken: number;
  readonly silent: Duration;
}

export interface LeaseTimes {
  /** How often it is renewed. */
  readonly beat: Duration;
  /** How long it lasts without. */
  readonly ttl: Duration;
}

/** For who only looks. @throws SeedctlError (exit 5) where a run that would take the lease now would not get it */
export function refuseHeld(place: string, { holder, silent }: Omit<Taken, 'heldToken'>): void {
  if (isGone(holder, currentHolder()) !== true) throw locked(place, holder, silent, usual.ttl);
}

const RELEASE_WITHIN: Duration = 2 * SECOND;

const usual: LeaseTimes = { beat: 5 * SECOND, ttl: 30 * SECOND };

export class Lease {
  readonly token: number;
  private readonly store: LeaseStore;
  private readonly place: string;
  private readonly times: LeaseTimes;
  private readonly lost = new AbortController();
  private readonly timer: NodeJS.Timeout;
  /** By `performance.now()`: until then nobody else can have it. */
  private until: number;
  private renewing: Promise<void> | null = null;

  private constructor(store: LeaseStore, place: string, times: LeaseTimes, token: number, until: number) {
    this.store = store;
    this.place = place;
    this.times = times;
    this.token = token;
    this.until = until;
    this.timer = setInterval(() => {
      // A server that is away for a moment is asked again with the next beat.
      this.renew().catch(() => undefined);
    }, times.beat).unref();
  }

  /** @throws SeedctlError (exit 5) that names the owner */
  static async take(store: LeaseStore, place: string, times: LeaseTimes = usual): Promise<Lease> {
    const me = currentHolder();
    let over: number | null = null;
    for (;;) {
      const asked = performance.now();
      const answer = await store.take(me, times.ttl, over);
      if ('token' in answer) return new Lease(store, place, times, answer.token, asked + times.ttl);
      const gone = isGone(answer.holder, me) === true;
      // Taken over by a third between two questions: ask about that one.
      if (!gone || over === answer.heldToken) throw locked(place, answer.holder, answer.silent, times.ttl);
      over = answer.heldToken;
    }
  }

  /** Aborted, with the error as its reason, once another run has taken over: a write in progress is given up. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /**
   * To be asked before each write. Where this process slept past the end of its lease, the server says whether it is
   * still the owner.
   *
   * @throws SeedctlError (exit 5) where another run has taken over; what the server throws
   */
  async assertHeld(): Promise<void> {
    if (!this.lost.signal.aborted && performance.now() >= this.until) await this.renew();
    this.lost.signal.throwIfAborted();
  }

  /** For a target that compares the token itself: the lease is found to be another's. */
  lose(): void {
    clearInterval(this.timer);
    if (this.lost.signal.aborted) return;
    const safe = 'every group that was finished stays, and the other run counts it';
    this.lost.abort(lockLost(this.place, 'this scenario here', safe));
  }

  /** A server that is away or silent is not waited for: the lease ends by itself. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    const enough = new AbortController();
    await Promise.race([
      this.free().finally(() => enough.abort()),
      sleep(RELEASE_WITHIN, undefined, { signal: enough.signal }).catch(() => undefined),
    ]);
  }

  private async free(): Promise<void> {
    await this.renewing?.catch(() => undefined);
    if (!this.lost.signal.aborted) await this.store.release(this.token).catch(() => undefined);
  }

  /** One question at a time. */
  private renew(): Promise<void> {
    return (this.renewing ??= this.ask().finally(() => {
      this.renewing = null;
    }));
  }

  private async ask(): Promise<void> {
    const asked = performance.now();
    if (await this.store.renew(this.token, this.times.ttl)) this.until = asked + this.times.ttl;
    else this.lose();
  }
}
