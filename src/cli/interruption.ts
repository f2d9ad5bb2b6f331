/**
 * SIGINT and SIGTERM: first what is under way is finished, within seconds; the second signal gives it up at once, and
 * ends the process if it will not be given up; the third ends it whatever it waits for.
 */
import { Exit, type ExitCode } from '../model/errors.ts';
import type { Interruption } from '../run/execute.ts';

/** A group that is not written by then is given up; well inside the ten seconds that a terminal user is promised. */
const GRACE_MS = 5000;

/** For what is still to be said once a run was given up. */
const LINGER_MS = 500;

/** For what is under way to be given up by a second signal: it takes some milliseconds, unless nobody listens. */
const GIVE_UP_MS = 1000;

export interface Signals extends Interruption {
  /** The process listens no more. */
  release(): void;
}

export function listenToSignals(told: (signal: NodeJS.Signals) => void): Signals {
  const stopping = new AbortController();
  const aborting = new AbortController();
  let exit: ExitCode = Exit.interrupted;
  let grace: NodeJS.Timeout | undefined;
  let ending: NodeJS.Timeout | undefined;

  const onSignal = (signal: NodeJS.Signals) => {
    const code = signal === 'SIGTERM' ? Exit.terminated : Exit.interrupted;
    if (ending !== undefined) process.kill(process.pid, 'SIGKILL');
    exit = code;
    if (stopping.signal.aborted) {
      // Threads of DuckDB ask this one for rows, and an exit waits for them: they must hear of it before.
      aborting.abort();
      ending = setTimeout(() => process.exit(code), GIVE_UP_MS);
      return;
    }
    told(signal);
    stopping.abort();
    grace = setTimeout(() => {
      aborting.abort();
    }, GRACE_MS);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    stopping: stopping.signal,
    aborting: aborting.signal,
    exit: () => exit,
    release() {
      clearTimeout(grace);
      clearTimeout(ending);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
      // A socket that a silent server keeps half open must not keep the process.
      if (aborting.signal.aborted) setTimeout(() => process.exit(), LINGER_MS).unref();
    },
  };
}

/** For what only reads: a signal ends the process as it would without us, after `leave`. */
export function endOnSignal(leave: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      leave();
      process.kill(process.pid, signal);
    });
  }
}
