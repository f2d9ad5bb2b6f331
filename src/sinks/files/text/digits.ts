/** Numbers as the text that JSON.stringify gives, most of them from a table of ready digits. */
import type { Page } from './page.ts';
import { writeShortest } from './shortest.ts';

/** Texts of n / 10^decimals for n in [0, SIZE): eight bytes each, which is enough up to six decimals. */
const SIZE = 1 << 15;
const MOST_DECIMALS = 6;

interface Digits {
  readonly scale: number;
  /** Eight bytes of text a number. */
  readonly texts: Float64Array;
  readonly lengths: Uint8Array;
}

/** The longest text of a double: `-1.2345678901234567e-300`. */
export const LONGEST_NUMBER = 24;

/** Texts without trailing zeros: with at most 15 significant digits the shortest text that reads back is just this. */
function createDigits(decimals: number): Digits {
  const texts = new Float64Array(SIZE);
  const lengths = new Uint8Array(SIZE);
  const scale = 10 ** decimals;
  const view = new DataView(new ArrayBuffer(8));
  for (let n = 0; n < SIZE; n++) {
    const whole = (n / scale) | 0;
    let part = (n - whole * scale) | 0;
    let places = decimals;
    for (; places > 0 && part % 10 === 0; places--) part = (part / 10) | 0;
    // From the last digit to the first.
    const point = whole < 10 ? 1 : whole < 100 ? 2 : whole < 1000 ? 3 : whole < 10_000 ? 4 : 5;
    const length = places === 0 ? point : point + 1 + places;
    for (let at = point, left = whole; at > 0; left = (left / 10) | 0) view.setUint8(--at, 48 + (left % 10));
    for (let at = length; at > point + 1; part = (part / 10) | 0) view.setUint8(--at, 48 + (part % 10));
    if (places > 0) view.setUint8(point, 46);
    texts[n] = view.getFloat64(0, true);
    lengths[n] = length;
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
  if (n < 0 || n / scale !== positive) {
    const sign = value < 0 ? 1 : 0;
    page.bytes[at] = 45;
    const end = writeShortest(page, at + sign, values, row);
    return end < 0 ? writeText(page, at, String(value)) : end;
  }
  let from = at;
  if (value < 0) page.bytes[from++] = 45; // -
  if (n < SIZE) {
    page.view.setFloat64(from, texts[n]!, true);
    return from + lengths[n]!;
  }
  const whole = (n / scale) | 0;
  const part = n - whole * scale;
  if (whole >= SIZE || part >= SIZE) return writeText(page, at, String(value));
  page.view.setFloat64(from, tables.whole.texts[whole]!, true);
  const end = from + tables.whole.lengths[whole]!;
  if (part === 0) return end;
  // The text of the part begins with `0`, which falls on the last digit of the whole.
  const digit = page.bytes[end - 1]!;
  page.view.setFloat64(end - 1, texts[part]!, true);
  page.bytes[end - 1] = digit;
  return end - 1 + lengths[part]!;
}

/** Writes text of single bytes. */
function writeText(page: Page, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) page.bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}
