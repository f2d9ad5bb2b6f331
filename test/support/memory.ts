/** How much memory a process has held at the most, by the kernel's account. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Watch {
  /** In bytes, of a process that may have ended since. */
  peak(): number;
}

/** Looks again and again until the process ends. Null where there is no /proc. */
export function watchMemory(child: ChildProcess): Watch | null {
  if (process.platform !== 'linux') return null;
  let peak = 0;
  const look = (): void => {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid!}/status`, 'utf8')) ?? [];
      peak = Math.max(peak, 1024 * Number(kilobytes ?? 0));
    } catch {
      // It has ended.
    }
  };
  const timer = setInterval(look, 20);
  child.once('exit', () => {
    clearInterval(timer);
  });
  return { peak: () => peak };
}
