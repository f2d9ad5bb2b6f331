/** The file of records that were not taken: each once, however often a run was killed and begun again. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Reject } from '../../sources/store.ts';

/** A line of the file. */
interface Line {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
  /** What was read, or its beginning. */
  readonly text: string;
  /** SHA-256 of the file's content, and which of its records it is, from 0. */
  readonly content: string;
  readonly record: number;
}

const LONGEST_TEXT = 2000;

export class RejectFile {
  readonly path: string;
  private made = false;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Keeps what an earlier run said of records that the target's ledger has: those that are read again are rejected
   * again. Called before the first record is read.
   *
   * @param done whether record `record` of the content is behind us
   */
  open(done: (content: string, record: number) => boolean): void {
    this.onDisk(() => {
      if (statSync(this.path, { throwIfNoEntry: false }) === undefined) return;
      const lines = readFileSync(this.path, 'utf8').split('\n');
      const kept = lines.filter((line) => {
        const found = parse(line);
        return found !== null && done(found.content, found.record);
      });
      if (kept.length === lines.filter((line) => line !== '').length) return;
      write(`${this.path}.tmp`, 'w', kept);
      renameSync(`${this.path}.tmp`, this.path);
    });
  }

  /** They are on the disk before the ledger says that their records are done. */
  append(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return;
    const lines = rejects.map(({ input, line, column, reason, text, record }): string => {
      const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
      const held: Line = { file: input.name, line, column, reason, text: short, content: input.hash, record };
      return JSON.stringify(held);
    });
    this.onDisk(() => {
      if (!this.made) mkdirSync(dirname(this.path), { recursive: true });
      this.made = true;
      write(this.path, 'a', lines);
    });
  }

  private onDisk(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw new SeedctlError(
        {
          code: 'no-reject-file',
          exit: Exit.target,
          message: `rejected records cannot be kept in ${this.path}: ${(error as Error).message}`,
          place: this.path,
          safe: 'whole groups only are in the target',
          next: 'make room, or write another path in `rejects`, and run the same command again',
        },
        { cause: error },
      );
    }
  }
}

function write(path: string, flags: string, lines: readonly string[]): void {
  const file = openSync(path, flags);
  try {
    // All of it, or an error: a write may take less than it is given.
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Null for a line that was cut. */
function parse(line: string): Line | null {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return null;
  }
}
