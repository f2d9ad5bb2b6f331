/** SIGINT and SIGTERM: first what is under way is finished, within seconds; the second signal ends the process. */
import { Exit, type ExitCode } from '../model/errors.ts';
import type { Interruption } from '../run/execute.ts';

/** A group that is not written by then is given up; well inside the ten seconds that a terminal user is promised. */
const GRACE_MS = 5000;

/** For what is still to be said once a run was given up. */
const LINGER_MS = 500;

export interface Signals extends Interruption {
  /** The process listens no more. */
  release(): void;
}

export function listenToSignals(told: (signal: NodeJS.Signals) => void): Signals {
  const stopping = new AbortController();
  const aborting = new AbortController();
  let exit: ExitCode = Exit.interrupted;
  let grace: NodeJS.Timeout | undefined;

  const onSignal = (signal: NodeJS.Signals) => {
    const code = signal === 'SIGTERM' ? Exit.terminated : Exit.interrupted;
    if (stopping.signal.aborted) process.exit(code);
    exit = code;
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
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
      // A socket that a silent server keeps half open must not keep the process.
      if (aborting.signal.aborted) setTimeout(() => process.exit(), LINGER_MS).unref();
    },
  };
}
