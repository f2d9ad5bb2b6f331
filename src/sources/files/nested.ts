/** Records that lie somewhere in a JSON file, with what encloses them: streamed, so that the file need not fit. */
import { JSONParser, TokenType } from '@streamparser/json';
import type { SourceInput } from '../../model/plan.ts';
import type { Json } from '../../model/units.ts';
import type { Store } from '../store.ts';
import { broken } from './faults.ts';
import { LONGEST_RECORD } from './json.ts';
import { at, stepsOf, type Path } from './path.ts';
import { beyond, keepRecord, type RecordShape } from './record.ts';

const LINE = 10;

export interface NestedShape extends RecordShape {
  readonly paths: readonly Path[];
  readonly items: string;
}

interface Found {
  readonly record: Json | undefined;
  /** From the nearest outwards. */
  readonly around: readonly (Json | undefined)[];
  readonly line: number;
  readonly column: number;
}

/** Reads one file. `next` gives its records in turn, as far as the bytes that were given hold them. */
export class NestedRecords {
  private readonly input: SourceInput;
  private readonly shape: NestedShape;
  private readonly store: Store;
  private readonly parser: JSONParser;
  private skip: number;
  private found: Found[] = [];
  private base = 0;
  private chunk: Buffer = Buffer.alloc(0);
  private line = 1;
  private lineStart = 0;
  private counted = 0;
  /** Where the objects that are open begin. */
  private readonly starts: { readonly line: number; readonly column: number; readonly offset: number }[] = [];
  private begun = { line: 1, column: 1, offset: 0 };

  constructor(input: SourceInput, shape: NestedShape, store: Store, skip: number) {
    this.input = input;
    this.shape = shape;
    this.store = store;
    this.skip = skip;
    const steps = stepsOf(shape.items);
    const levels = steps.flatMap(({ key, each }) => [...(key === '' ? [] : [key]), ...(each ? ['*'] : [])]);
    // Lists on the way are emptied as they are read; the records are what is deepest.
    const lists = levels.flatMap((key, i) => (key === '*' ? [['$', ...levels.slice(0, i + 1)].join('.')] : []));
    const deepest = ['$', ...levels].join('.');
    this.parser = new JSONParser({ paths: [...new Set([...lists, deepest])], keepStack: true });
    this.parser.onToken = ({ token, offset }) => {
      if (token === TokenType.LEFT_BRACE) this.starts.push(this.position(offset));
      else if (token === TokenType.RIGHT_BRACE) this.begun = this.starts.pop() ?? this.begun;
      const open = this.starts[levels.length];
      if (open !== undefined && offset - open.offset > LONGEST_RECORD)
        throw new Error('a record is longer than 16 MiB');
    };
    this.parser.onValue = ({ value, parent, stack }) => {
      if (Array.isArray(parent)) parent.length = 0;
      if (stack.length !== levels.length) return;
      const around = stack.slice(1).map((entry) => entry.value as Json | undefined);
      const objects = [...around, ...(Array.isArray(parent) ? [] : [parent as unknown as Json])];
      this.found.push({
        record: value,
        around: objects.filter((one) => !Array.isArray(one)).reverse(),
        line: this.begun.line,
        column: this.begun.column,
      });
    };
  }

  /** @throws SeedctlError (exit 3) */
  write(chunk: Buffer): void {
    this.chunk = chunk;
    this.counted = 0;
    try {
      this.parser.write(chunk);
    } catch (error) {
      throw this.broken((error as Error).message);
    }
    this.position(this.base + chunk.length);
    this.base += chunk.length;
  }

  finish(): void {
    if (!this.parser.isEnded) throw this.broken('the file ends inside its JSON');
  }

  /** Moves what was found into the store; false where it is full and there is more. */
  drain(): boolean {
    for (const [i, found] of this.found.entries()) {
      if (this.store.full) {
        this.found = this.found.slice(i);
        return false;
      }
      if (this.skip > 0) this.skip--;
      else this.keep(found);
    }
    this.found = [];
    return true;
  }

  private keep({ record, around, line, column }: Found): void {
    const { paths } = this.shape;
    const reject = (reason: string) =>
      this.store.reject(line, column, reason, record === undefined ? '' : JSON.stringify(record));
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return reject('it is no object');
    const value = (i: number): Json | undefined => {
      const path = paths[i]!;
      return path.up === 0 ? at(record, path) : at(around[path.up - 1], path);
    };
    const enclosing = paths.flatMap(({ up }, i) => (up === 0 ? [] : [value(i) ?? null]));
    const large = largeInteger([record, ...enclosing]);
    if (large !== null) return reject(beyond(String(large)));
    const reason = keepRecord(this.shape, value, this.store, line);
    if (reason !== null) reject(reason);
  }

  /** Of an offset in the chunk, at or behind the last one that was asked for. */
  private position(offset: number): { readonly line: number; readonly column: number; readonly offset: number } {
    const to = Math.min(this.chunk.length, offset - this.base);
    for (let i = this.chunk.indexOf(LINE, this.counted); i >= 0 && i < to; i = this.chunk.indexOf(LINE, i + 1)) {
      this.line++;
      this.lineStart = this.base + i + 1;
    }
    this.counted = Math.max(this.counted, to);
    return { line: this.line, column: offset - this.lineStart + 1, offset };
  }

  private broken(what: string) {
    const offset = this.base + this.counted;
    return broken(this.input.name, { offset, line: this.line, column: offset - this.lineStart + 1 }, what);
  }
}

/** An integer whose last digits may have been rounded away. */
function largeInteger(value: Json): number | null {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) >= 2 ** 53 ? value : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const item of Object.values(value)) {
    const large = largeInteger(item);
    if (large !== null) return large;
  }
  return null;
}
