/** Records of JSON that follow each other: on lines, or as the elements of the file's array. */
import type { SourceInput } from '../../model/plan.ts';
import type { Json } from '../../model/units.ts';
import type { Store } from '../store.ts';
import { endOfValue } from './extent.ts';
import { broken } from './faults.ts';
import type { Flat } from './flat.ts';
import type { Held } from './held.ts';
import { at, type Path } from './path.ts';
import { beyond, keepRecord, roundedInteger, type RecordShape } from './record.ts';

/** A record that is longer is an error: it would have to lie in memory as a whole. */
export const LONGEST_RECORD = 16 * 1024 * 1024;

const [LINE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN] = [10, 44, 91, 93, 123];

export interface JsonShape extends RecordShape {
  /** One for each column. */
  readonly paths: readonly Path[];
  /** Null where records are not flat. */
  readonly flat: Flat | null;
}

/** Reads one file, however its bytes are cut. */
export class JsonRecords {
  private readonly input: SourceInput;
  private readonly shape: JsonShape;
  private readonly store: Store;
  private readonly lines: boolean;
  private skip: number;
  /** Bytes before those in hand. */
  private base = 0;
  private line = 1;
  /** Offset of the first byte of the line. */
  private lineStart = 0;
  /** The bytes in hand, with something behind them. */
  private padded: Buffer = Buffer.alloc(0);
  private state: 'start' | 'first' | 'value' | 'after' | 'end' = 'start';
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  /** @param lines a record on each line, and no array around them */
  constructor(input: SourceInput, shape: JsonShape, store: Store, lines: boolean, skip: number) {
    this.input = input;
    this.shape = shape;
    this.store = store;
    this.lines = lines;
    this.skip = skip;
  }

  /**
   * Reads on from `from`, until the bytes end or the store is full: how far it came. What is left is a record that
   * is not whole yet.
   *
   * @param last no bytes follow
   */
  read({ bytes: b, padded }: Held, from: number, last: boolean): number {
    let i = from;
    this.padded = padded;
    if (this.base === 0 && i === 0 && b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) i = 3;
    for (;;) {
      i = this.space(b, i);
      if (i >= b.length || this.store.full) return i;
      const next = this.lines ? this.onLine(b, i, last) : this.inArray(b, i);
      if (next < 0) return this.left(b, i, last);
      i = next;
    }
  }

  /** These bytes are done with. */
  advance(bytes: number): void {
    this.base += bytes;
  }

  /** @throws SeedctlError where the file is not whole */
  finish(): void {
    if (this.lines || this.state === 'end') return;
    throw this.broken(0, this.state === 'start' ? 'the file holds no array' : 'the file ends inside its array');
  }

  private left(b: Buffer, i: number, last: boolean): number {
    if (b.length - i > LONGEST_RECORD) {
      throw this.broken(i, `a record is longer than ${LONGEST_RECORD / 1024 / 1024} MiB`);
    }
    if (last) throw this.broken(i, 'the file ends inside a record that begins here');
    return i;
  }

  private space(b: Buffer, from: number): number {
    let i = from;
    for (; i < b.length; i++) {
      const c = b[i]!;
      if (c === LINE) {
        this.line++;
        this.lineStart = this.base + i + 1;
      } else if (c !== 32 && c !== 13 && c !== 9) break;
    }
    return i;
  }

  private onLine(b: Buffer, i: number, last: boolean): number {
    const fast = this.fast(i);
    // Nothing may follow on the line; where the bytes end, nobody knows yet.
    if (fast > 0) {
      const { padded } = this;
      const next = padded[fast];
      if (next === LINE || (next === 13 && padded[fast + 1] === LINE) || (last && fast === b.length)) {
        return this.kept(fast);
      }
    }
    const found = b.indexOf(LINE, i);
    if (found < 0 && !last) return -1;
    const end = found < 0 ? b.length : found;
    this.slow(b, i, end);
    return end;
  }

  private inArray(b: Buffer, i: number): number {
    const c = b[i]!;
    if (this.state === 'start') {
      if (c !== OPEN_LIST) throw this.broken(i, 'an array of records is expected (say where they lie with `items`)');
      this.state = 'first';
      return i + 1;
    }
    if (this.state === 'end') throw this.broken(i, 'something stands behind the array');
    if (c === CLOSE_LIST && this.state !== 'value') {
      this.state = 'end';
      return i + 1;
    }
    if (this.state === 'after') {
      if (c !== COMMA) throw this.broken(i, 'a comma or the end of the array is expected');
      this.state = 'value';
      return i + 1;
    }
    const fast = this.fast(i);
    if (fast > 0) {
      this.state = 'after';
      return this.kept(fast);
    }
    const end = endOfValue(b, i);
    if (end < 0) return -1;
    if (end === i) throw this.broken(i, 'a record is expected');
    this.slow(b, i, end);
    this.state = 'after';
    return end;
  }

  /** Where a plain record ends that is in the next row now, but not kept yet; 0 or less for what is not plain. */
  private fast(i: number): number {
    const { flat } = this.shape;
    return flat === null || this.skip > 0 || this.padded[i] !== OPEN ? -1 : flat.read(this.padded, i);
  }

  private kept(end: number): number {
    const flat = this.shape.flat!;
    this.store.keep(this.line);
    if (flat.lines > 0) {
      this.line += flat.lines;
      this.lineStart = this.base + flat.lastLine + 1;
    }
    return end;
  }

  private slow(b: Buffer, from: number, end: number): void {
    const line = this.line;
    const column = this.base + from - this.lineStart + 1;
    if (this.skip > 0) this.skip--;
    else {
      const bytes = b.subarray(from, end);
      const problem = this.keep(bytes, line);
      if (problem !== null) {
        const far = problem.at ?? 0;
        this.store.reject(line, column + far, problem.reason, bytes.toString('utf8'));
      }
    }
    if (this.lines) return;
    for (let i = b.indexOf(LINE, from); i >= 0 && i < end; i = b.indexOf(LINE, i + 1)) {
      this.line++;
      this.lineStart = this.base + i + 1;
    }
  }

  /** Why it is rejected, or null. */
  private keep(bytes: Buffer, line: number): { readonly reason: string; readonly at?: number } | null {
    let text: string;
    try {
      text = this.decoder.decode(bytes);
    } catch {
      const far = firstInvalid(bytes);
      return { reason: `it is no UTF-8, from its byte ${far} on`, at: far };
    }
    let record: Json;
    try {
      record = JSON.parse(text) as Json;
    } catch (error) {
      const { message } = error as Error;
      const position = /position (\d+)/.exec(message);
      return {
        reason: `it is no JSON: ${message.replace(/, .*is not valid JSON$/s, '')}`,
        ...(position === null ? {} : { at: Number(position[1]) }),
      };
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return { reason: 'it is no object' };
    if (/\d{16}/.test(text)) {
      const digits = roundedInteger(text);
      if (digits !== null) return { reason: beyond(digits) };
    }
    const { paths } = this.shape;
    const reason = keepRecord(this.shape, (i) => at(record, paths[i]!), this.store, line);
    return reason === null ? null : { reason };
  }

  private broken(i: number, what: string) {
    const offset = this.base + i;
    return broken(this.input.name, { offset, line: this.line, column: offset - this.lineStart + 1 }, what);
  }
}

/** The first byte that is part of no character. */
function firstInvalid(bytes: Buffer): number {
  let [low, high] = [0, bytes.length];
  const sound = (length: number, whole = false): boolean => {
    try {
      // A character that is cut is sound so far.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: !whole });
      return true;
    } catch {
      return false;
    }
  };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sound(middle)) low = middle;
    else high = middle - 1;
  }
  // The character that is cut there is the one that is none.
  while (low > 0 && !sound(low, true)) low--;
  return low;
}
