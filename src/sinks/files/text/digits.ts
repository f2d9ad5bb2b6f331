/** Numbers as the text that JSON.stringify gives, most of them from a table of ready digits. */
import type { Page } from './page.ts';

/** Texts of n / 10^decimals for n in [0, SIZE): eight bytes each, which is enough up to six decimals. */
const SIZE = 1 << 15;
const MOST_DECIMALS = 6;

interface Digits {
  readonly scale: number;
  /** Eight bytes of text a number. */
  readonly texts: Float64Array;
  readonly lengths: Uint8Array;
}

/** The order of bytes in memory, so that eight bytes of a table can be copied as one number. */
export const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The longest text of a double: `-1.2345678901234567e-300`. */
export const LONGEST_NUMBER = 24;

/** Texts without trailing zeros: with at most 15 significant digits the shortest text that reads back is just this. */
function createDigits(decimals: number): Digits {
  const texts = new Float64Array(SIZE);
  const bytes = new Uint8Array(texts.buffer);
  const lengths = new Uint8Array(SIZE);
  const scale = 10 ** decimals;
  for (let n = 0; n < SIZE; n++) {
    const text = String(n / scale);
    for (let i = 0; i < text.length; i++) bytes[n * 8 + i] = text.charCodeAt(i);
    lengths[n] = text.length;
  }
  return { scale, texts, lengths };
}

/** What one column of numbers needs. */
export interface NumberTables {
  readonly digits: Digits;
  readonly whole: Digits;
}

/** Tables by decimals, each made when it is first needed. */
export class DigitTables {
  private readonly made = new Map<number, Digits>();

  of(decimals: number | null): NumberTables {
    const whole = this.table(0);
    return { digits: decimals === null || decimals > MOST_DECIMALS ? whole : this.table(decimals), whole };
  }

  private table(decimals: number): Digits {
    let table = this.made.get(decimals);
    if (table === undefined) this.made.set(decimals, (table = createDigits(decimals)));
    return table;
  }
}

/**
 * Writes `values[row]`, a finite number, at `at` and returns where it ends.
 * Needs LONGEST_NUMBER bytes of room, and SLACK behind them.
 * (It reads the array itself: a double as an argument would be an object on the heap, one a record.)
 */
export function writeNumber(page: Page, at: number, values: Float64Array, row: number, tables: NumberTables): number {
  const { scale, texts, lengths } = tables.digits;
  const value = values[row]!;
  const positive = value < 0 ? -value : value;
  const n = (positive * scale + 0.5) | 0;
  // What is no multiple of 1 / scale, or wrapped in 32 bits, fails one of these.
  if (n < 0 || n / scale !== positive) return writeText(page, at, String(value));
  let from = at;
  if (value < 0) page.bytes[from++] = 45; // -
  if (n < SIZE) {
    page.view.setFloat64(from, texts[n]!, LITTLE_ENDIAN);
    return from + lengths[n]!;
  }
  const whole = (n / scale) | 0;
  const part = n - whole * scale;
  if (whole >= SIZE || part >= SIZE) return writeText(page, at, String(value));
  page.view.setFloat64(from, tables.whole.texts[whole]!, LITTLE_ENDIAN);
  const end = from + tables.whole.lengths[whole]!;
  if (part === 0) return end;
  // The text of the part begins with `0`, which falls on the last digit of the whole.
  const digit = page.bytes[end - 1]!;
  page.view.setFloat64(end - 1, texts[part]!, LITTLE_ENDIAN);
  page.bytes[end - 1] = digit;
  return end - 1 + lengths[part]!;
}

/** Writes text of single bytes. */
function writeText(page: Page, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) page.bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}
