/** Who holds a lock, and whether that process still runs. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Boot and process namespace: process ids mean the same only within one. Null where the system does not say. */
  readonly boot: string | null;
  /** When the process was started, in ticks since the boot: a process id is given out again. */
  readonly started: string | null;
  /** Epoch milliseconds, for people. */
  readonly since: number;
}

export function currentHolder(): Holder {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return {
    pid: process.pid,
    host: hostname(),
    boot: boot === null || namespace === null ? null : `${boot} ${namespace}`,
    started: startOf(process.pid),
    since: Date.now(),
  };
}

/** True: certainly gone. Null: it ran elsewhere, so that only its heartbeat can tell. */
export function isGone(holder: Holder, here: Holder): boolean | null {
  if (holder.host !== here.host || holder.boot !== here.boot) return null;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return holder.started !== null && startOf(holder.pid) !== holder.started;
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and parentheses. */
function startOf(pid: number): string | null {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
