/**
 * One run at a time in a folder.
 *
 * A lock is a file whose name ends in a generation, and the highest generation is in force. Taking it means to
 * create the next generation, which only one process can. It replaces one that is released or whose process is
 * gone, and never removes the highest: so nobody can take away a lock that he has not seen.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Exit, SeedctlError } from '../../model/errors.ts';
import { SECOND, type Duration } from '../../model/units.ts';
import type { Disk } from './disk.ts';
import { currentHolder, isGone, type Holder } from './holder.ts';

export interface LockTimes {
  /** How often the holder shows that it lives. */
  readonly beat: Duration;
  /** Silence after which a holder on another machine counts as gone. */
  readonly ttl: Duration;
}

/** An empty lock younger than this is being written. */
const BIRTH: Duration = 2 * SECOND;

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

const usual: LockTimes = { beat: 5 * SECOND, ttl: 60 * SECOND };

interface Found {
  readonly generation: number;
  /** Null: released. */
  readonly holder: Holder | null;
  readonly silent: Duration;
}

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
      const found = await files.highest();
      const lost = found?.holder && (isGone(found.holder, me) ?? found.silent > times.ttl);
      if (found?.holder && lost !== true) throw locked(files.path(found.generation), found.holder, found.silent, times);
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

  /** @throws SeedctlError (exit 5) where another run has taken over: this process was stopped for too long */
  async assertHeld(): Promise<void> {
    const found = await this.files.highest();
    if (found?.generation === this.generation) return;
    throw new SeedctlError({
      code: 'lock-lost',
      exit: Exit.locked,
      message: 'another run has taken over this folder, because this one showed no sign of life',
      place: this.files.path(this.generation),
      safe: 'every finished part stays, and the other run counts it',
      next: 'wait until the other run has ended, then run the same command again',
    });
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    if ((await this.files.highest())?.generation === this.generation) await this.files.release(this.generation);
  }
}

class LockFiles {
  readonly disk: Disk;
  private readonly folder: string;
  private readonly name: string;

  constructor(disk: Disk, folder: string, name: string) {
    this.disk = disk;
    this.folder = folder;
    this.name = name;
  }

  path(generation: number): string {
    return join(this.folder, `${this.name}.${generation}.lock`);
  }

  async highest(): Promise<Found | null> {
    for (;;) {
      const generation = Math.max(0, ...(await this.generations()));
      if (generation === 0) return null;
      const text = await this.disk.read(this.path(generation));
      const state = await this.disk.stat(this.path(generation));
      // Gone since the listing: there is a higher one now.
      if (text === null || state === null) continue;
      if (text === '' && Date.now() - state.modified < BIRTH) {
        await delay(20);
        continue;
      }
      return { generation, holder: holderOf(text), silent: Date.now() - state.modified };
    }
  }

  /** With its whole text from the first moment; false where another process was faster. */
  async create(generation: number, holder: Holder): Promise<boolean> {
    const draft = await this.draft(JSON.stringify(holder));
    try {
      await this.disk.link(draft, this.path(generation));
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (!NO_LINKS.has(code ?? '')) throw error;
      return await this.createInPlace(generation, holder);
    } finally {
      await this.disk.remove(draft);
    }
  }

  /** Where the file system has no hard links: for a moment the file is empty. */
  private async createInPlace(generation: number, holder: Holder): Promise<boolean> {
    try {
      await writeNew(this.disk, this.path(generation), JSON.stringify(holder));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  async release(generation: number): Promise<void> {
    await this.disk.rename(await this.draft('released'), this.path(generation));
  }

  async removeBelow(generation: number): Promise<void> {
    for (const old of await this.generations()) if (old < generation) await this.disk.remove(this.path(old));
  }

  private async generations(): Promise<number[]> {
    const start = `${this.name}.`;
    const names = (await this.disk.list(this.folder)).filter((file) => file.startsWith(start));
    return names.flatMap((file) => {
      const number = /^(\d+)\.lock$/.exec(file.slice(start.length))?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  }

  private async draft(text: string): Promise<string> {
    const path = join(this.folder, `${this.name}.${randomBytes(6).toString('hex')}.tmp`);
    await writeNew(this.disk, path, text);
    return path;
  }
}

async function writeNew(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.create(path);
  try {
    await file.write(Buffer.from(text));
  } finally {
    await file.close();
  }
}

/** Null where it was released, or where damage has made it nobody's. */
function holderOf(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}

function locked(place: string, holder: Holder, silent: Duration, times: LockTimes): SeedctlError {
  const since = new Date(holder.since).toISOString();
  return new SeedctlError({
    code: 'locked',
    exit: Exit.locked,
    message: `process ${holder.pid} on ${holder.host} has been writing here since ${since}`,
    place,
    safe: 'nothing was changed by this run',
    next: `wait until it has ended; if it is gone, its lock expires after ${times.ttl / SECOND} s of silence (now ${Math.max(0, Math.floor(silent / SECOND))} s)`,
  });
}
