/** The files of a lock: one for each generation, of which the highest is in force. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SECOND, type Duration } from '../../model/units.ts';
import type { Disk } from './disk.ts';
import type { Holder } from '../holder.ts';

/** An empty lock younger than this is being written. */
const BIRTH: Duration = 2 * SECOND;

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

export interface Found {
  readonly generation: number;
  /** Null: released. */
  readonly holder: Holder | null;
  readonly silent: Duration;
}

export class LockFiles {
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
