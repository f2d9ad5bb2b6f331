/** Records that were read and are not written yet, in columns: what bounds the memory of reading. */
import type { SourceInput } from '../model/plan.ts';
import type { Json } from '../model/units.ts';
import type { SourceColumn } from './definition.ts';
import { Words } from './words.ts';

export type StoreColumn =
  | { readonly kind: 'text'; readonly ids: Uint32Array; readonly words: Words }
  /** NaN where it is missing. */
  | { readonly kind: 'number' | 'time'; readonly values: Float64Array }
  /** Booleans and JSON. */
  | { readonly kind: 'any'; readonly values: (Json | undefined)[] };

/** A record that was not taken, and why. */
export interface Reject {
  readonly input: SourceInput;
  /** Which of the input's records it is, from 0. */
  readonly record: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly reason: string;
  /** What was read, or its beginning. */
  readonly text: string;
}

/** Records of one input that follow each other: [from, to) of its records, good or bad, and their rows. */
export interface Segment {
  readonly input: SourceInput;
  readonly from: number;
  to: number;
  readonly firstRow: number;
  endRow: number;
  /** The input ends with them. */
  done: boolean;
}

/** Many reasons take more memory than many records. */
const MOST_REJECTS = 10_000;
/** Texts are forgotten between fillings where they are so many. */
const MOST_WORDS = 65_536;

export class Store {
  readonly size: number;
  readonly columns: readonly StoreColumn[];
  /** The line of each row. */
  readonly lines: Float64Array;
  rejects: Reject[] = [];
  segments: Segment[] = [];
  /** Rows: good records. */
  count = 0;
  /** Records, good or bad. */
  seen = 0;

  constructor(columns: readonly SourceColumn[], size: number) {
    this.size = size;
    this.lines = new Float64Array(size);
    this.columns = columns.map(({ type }): StoreColumn => {
      if (type === 'text') return { kind: 'text', ids: new Uint32Array(size), words: new Words() };
      if (type === 'number') return { kind: 'number', values: new Float64Array(size) };
      if (type === 'timestamp') return { kind: 'time', values: new Float64Array(size) };
      return { kind: 'any', values: [] };
    });
  }

  get full(): boolean {
    return this.seen >= this.size || this.rejects.length >= MOST_REJECTS;
  }

  /** What follows is of this input, from its record `from` on. */
  begin(input: SourceInput, from: number): void {
    this.segments.push({ input, from, to: from, firstRow: this.count, endRow: this.count, done: false });
  }

  /** The current row is whole. */
  keep(line: number): void {
    const segment = this.segments.at(-1)!;
    this.lines[this.count++] = line;
    this.seen++;
    segment.to++;
    segment.endRow = this.count;
  }

  reject(line: number, column: number, reason: string, text: string): void {
    const segment = this.segments.at(-1)!;
    this.rejects.push({ input: segment.input, record: segment.to, line, column, reason, text });
    this.seen++;
    segment.to++;
  }

  end(): void {
    this.segments.at(-1)!.done = true;
  }

  /** Empties it; an input that is not at its end goes on where it was. */
  clear(): void {
    const last = this.segments.at(-1);
    this.segments = [];
    this.rejects = [];
    this.count = this.seen = 0;
    for (const column of this.columns) {
      if (column.kind === 'any') column.values.length = 0;
      else if (column.kind === 'text' && column.words.size > MOST_WORDS) column.words.clear();
    }
    if (last !== undefined && !last.done) this.begin(last.input, last.to);
  }
}
