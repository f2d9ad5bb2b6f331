import type { Place } from '../../model/diagnostic.ts';

/** Turns offsets into places. Columns count UTF-16 code units, as editors and language servers do. */
export class Lines {
  readonly #starts: number[] = [0];
  readonly #file: string;
  readonly #length: number;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#length = text.length;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** The place of [from, to). */
  place(from: number, to: number): Place {
    const start = this.#position(from);
    const end = this.#position(Math.max(from, to));
    return { file: this.#file, ...start, endLine: end.line, endColumn: end.column };
  }

  #position(at: number): { line: number; column: number } {
    const offset = Math.max(0, Math.min(at, this.#length));
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 };
  }
}
