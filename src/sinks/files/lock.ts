/**
 * One run at a time in a folder.
 *
 * A lock is a file whose name ends in a generation, and the highest generation is in force. Taking it means to
 * create the next generation, which only one process can. It replaces one that is released or whose process is
 * gone, and never removes the highest: so nobody can take away a lock that he has not seen.
 */
import { SECOND, type Duration } from '../../model/units.ts';
import type { Disk } from './disk.ts';
import { currentHolder, isGone } from '../holder.ts';
import { locked, lockLost } from '../locked.ts';
import { type Found, LockFiles } from './lock-files.ts';

export interface LockTimes {
  /** How often the holder shows that it lives. */
  readonly beat: Duration;
  /** Silence after which a holder on another machine counts as gone. */
  readonly ttl: Duration;
}

const usual: LockTimes = { beat: 5 * SECOND, ttl: 60 * SECOND };

export class Lock {
  private readonly timer: NodeJS.Timeout;
  private readonly files: LockFiles;
  private readonly generation: number;

  private constructor(files: LockFiles, generation: number, beat: Duration) {
    this.files = files;
    this.generation = generation;
    this.timer = setInterval(() => {
      files.disk.touch(files.path(generation)).catch(() => undefined);
    }, beat).unref();
  }

  /** @throws SeedctlError (exit 5) that names the holder */
  static async take(disk: Disk, folder: string, name: string, times: LockTimes = usual): Promise<Lock> {
    const files = new LockFiles(disk, folder, name);
    const me = currentHolder();
    for (;;) {
      const found = await refuseHeld(files, times);
      const generation = (found?.generation ?? 0) + 1;
      if (!(await files.create(generation, me))) continue;
      // One that looked before others came and went finds a higher generation now, and withdraws.
      if ((await files.highest())?.generation === generation) {
        await files.removeBelow(generation);
        return new Lock(files, generation, times.beat);
      }
      await disk.remove(files.path(generation));
    }
  }

  /** Takes nothing. @throws SeedctlError (exit 5) that names the holder */
  static async assertFree(disk: Disk, folder: string, name: string, times: LockTimes = usual): Promise<void> {
    await refuseHeld(new LockFiles(disk, folder, name), times);
  }

  /** @throws SeedctlError (exit 5) where another run has taken over: this process was stopped for too long */
  async assertHeld(): Promise<void> {
    const found = await this.files.highest();
    if (found?.generation === this.generation) return;
    throw lockLost(
      this.files.path(this.generation),
      'this folder',
      'every finished part stays, and the other run counts it',
    );
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    if ((await this.files.highest())?.generation === this.generation) await this.files.release(this.generation);
  }
}

/** The lock that is in force, where nobody holds it any more. @throws SeedctlError (exit 5) that names the holder */
async function refuseHeld(files: LockFiles, times: LockTimes): Promise<Found | null> {
  const found = await files.highest();
  const lost = found?.holder && (isGone(found.holder, currentHolder()) ?? found.silent > times.ttl);
  if (found?.holder && lost !== true) {
    throw locked(files.path(found.generation), found.holder, found.silent, times.ttl);
  }
  return found;
}
