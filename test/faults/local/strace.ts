/** The program under strace: which system calls it makes, and what becomes of it when the kernel refuses or ends one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Ended, runToEnd } from '../../support/cli.ts';

export interface Strace {
  /** How often each of these calls is made by one thread of the program, at the most. */
  count(cwd: string, args: readonly string[], calls: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Runs the program with a fault injected, as strace writes it (`fsync:error=EIO:when=3`). Each thread has a count of
   * its own: all files are written by one thread, so that one count runs through what happens to them.
   */
  inject(cwd: string, args: readonly string[], fault: string): Promise<Ended>;
}

/** Call it inside `describe`: the block is left out where nothing can be traced. */
export function useStrace(): Strace {
  let folder = '';
  before(function () {
    this.timeout(120_000);
    if (spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status !== 0) {
      console.log('        (skipped: needs strace, and the right to trace)');
      this.skip();
    }
    build();
    folder = mkdtempSync(join(tmpdir(), 'seedctl-strace-'));
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  const launcher = join(import.meta.dirname, '../../../bin/run.js');
  const traced = (cwd: string, args: readonly string[], how: readonly string[]): Promise<Ended> =>
    runToEnd(['strace', '-f', '-qq', '-o', join(folder, 'calls'), ...how, process.execPath, launcher, ...args], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: cwd, LANG: 'C.UTF-8', UV_THREADPOOL_SIZE: '1' },
    });

  return {
    async count(cwd, args, calls) {
      const { code, stderr } = await traced(cwd, args, ['-e', `trace=${calls.join()}`]);
      if (code !== 0) throw new Error(stderr);
      const byThread = new Map<string, number>();
      for (const line of readFileSync(join(folder, 'calls'), 'utf8').split('\n')) {
        const [, thread, call] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
        if (call !== undefined) byThread.set(`${thread} ${call}`, (byThread.get(`${thread} ${call}`) ?? 0) + 1);
      }
      const most = new Map<string, number>();
      for (const [of, count] of byThread) {
        const call = of.split(' ')[1]!;
        most.set(call, Math.max(count, most.get(call) ?? 0));
      }
      return most;
    },
    inject: (cwd, args, fault) => traced(cwd, args, ['-e', `trace=${fault.split(':')[0]}`, '-e', `inject=${fault}`]),
  };
}
