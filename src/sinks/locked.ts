/** One run at a time in a target: what is said to the run that is not the one (all exit 5). */
import { Exit, SeedctlError } from '../model/errors.ts';
import { SECOND, type Duration } from '../model/units.ts';
import type { Holder } from './holder.ts';

/** @param silent how long the holder has shown no sign of life; `ttl`: after how long it counts as gone */
export function locked(place: string, holder: Holder, silent: Duration, ttl: Duration): SeedctlError {
  const since = new Date(holder.since).toISOString();
  return new SeedctlError({
    code: 'locked',
    exit: Exit.locked,
    message: `process ${holder.pid} on ${holder.host} has been writing here since ${since}`,
    place,
    safe: 'nothing was changed by this run',
    next: `wait until it has ended; if it is gone, its lock expires after ${ttl / SECOND} s of silence (now ${Math.max(0, Math.floor(silent / SECOND))} s)`,
  });
}

/** @param where what the other run has taken over; `safe`: what stays of this one */
export function lockLost(place: string, where: string, safe: string): SeedctlError {
  return new SeedctlError({
    code: 'lock-lost',
    exit: Exit.locked,
    message: `another run has taken over ${where}, because this one showed no sign of life`,
    place,
    safe,
    next: 'wait until the other run has ended, then run the same command again',
  });
}
