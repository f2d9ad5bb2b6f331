/** Commands that may be sent twice, again and again for a while: a server that restarts is back within it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND, type Duration } from '../../model/units.ts';
import type { Log } from '../sink.ts';
import { asMongoError, isPassing } from './failure.ts';

export interface Persistence {
  /** From the first failure on. */
  readonly giveUpAfter: Duration;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly place: string;
}

export const GIVE_UP_AFTER: Duration = 30 * SECOND;
const LONGEST_PAUSE: Duration = 2 * SECOND;

/**
 * `attempt` says how often the command was sent before: what it wrote then may be there.
 *
 * @throws SeedctlError; exit 6 once the deadline has passed
 */
export async function persist<T>(
  { giveUpAfter, log, signal, place }: Persistence,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  let deadline = Infinity;
  const aborted = rejectedBy(signal);
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        return await Promise.race([work(attempt), aborted.promise]);
      } catch (error) {
        const pause = Math.min(LONGEST_PAUSE, 50 * 2 ** attempt);
        deadline = Math.min(deadline, performance.now() + giveUpAfter);
        // How an interruption is told, the caller knows.
        if (signal.aborted) throw error;
        if (!isPassing(error) || performance.now() + pause > deadline) throw asMongoError(error, place);
        log.debug(`${place}: ${(asMongoError(error, place) as Error).message}; trying again in ${pause} ms`);
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  } finally {
    aborted.release();
  }
}

/** A promise that a signal rejects: what does not listen to it is left to its own deadline. */
function rejectedBy(signal: AbortSignal): { readonly promise: Promise<never>; release(): void } {
  let reject: (reason: unknown) => void;
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  promise.catch(() => undefined);
  const onAbort = (): void => {
    reject(signal.reason);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return {
    promise,
    release() {
      signal.removeEventListener('abort', onAbort);
    },
  };
}
