/** Rows of text from columns: constant pieces that are encoded once a batch, and holes for numbers and times. */
import { Clock, LONGEST_TIME, timeText } from './clock.ts';
import { DigitTables, LONGEST_NUMBER, writeNumber, type NumberTables } from './digits.ts';
import { PagePool, Pages, SLACK, type Page } from './page.ts';

/** What stands between two constant pieces of a row. */
export type Hole =
  /** `missing` stands for what is no finite number. */
  | {
      readonly kind: 'numbers';
      readonly values: Float64Array;
      readonly decimals: number | null;
      readonly missing: string;
    }
  | { readonly kind: 'times'; readonly values: Float64Array }
  | { readonly kind: 'texts'; readonly text: (row: number) => string };

/** A row of a batch, from left to right. */
export type RowTemplate = readonly (string | Hole)[];

/** Buffers, and ready texts of numbers and times, made once for all that an encoder writes. */
export class TextTables {
  readonly pages: PagePool;
  readonly digits = new DigitTables();
  readonly wholeSeconds = new Clock(true);
  readonly milliseconds = new Clock(false);

  constructor(pages = new PagePool()) {
    this.pages = pages;
  }
}

/** Lets `work` write rows, and resolves when `write` has taken all of their bytes. */
export async function writeRows(
  tables: TextTables,
  write: (bytes: Uint8Array) => Promise<void>,
  work: (rows: RowWriter) => Promise<void>,
): Promise<void> {
  const pages = new Pages(write, tables.pages);
  try {
    await work(new RowWriter(pages, tables));
    await pages.end();
  } finally {
    await pages.release();
  }
}

/** Writes rows to pages. */
class RowWriter {
  private readonly pages: Pages;
  private readonly tables: TextTables;

  constructor(pages: Pages, tables: TextTables) {
    this.pages = pages;
    this.tables = tables;
  }

  /** Text that stands between rows. */
  append(text: string): Promise<void> {
    return this.pages.append(text);
  }

  /** Rows `from` to `count` of a batch. */
  async write(template: RowTemplate, count: number, wholeSeconds: boolean, from = 0): Promise<void> {
    const row = this.compile(template, wholeSeconds ? this.tables.wholeSeconds : this.tables.milliseconds);
    if (row === null || row.longest > this.pages.page.bytes.length - SLACK) {
      return this.writeSlowly(template, count, wholeSeconds, from);
    }
    for (let at = from; at < count;) {
      at = fill(this.pages.page, row, at, count);
      if (at < count) await this.pages.turn();
    }
  }

  /** Events and assets, which are few, and rows that are longer than a page. */
  private async writeSlowly(template: RowTemplate, count: number, wholeSeconds: boolean, from: number): Promise<void> {
    for (let i = from; i < count; i++) {
      let text = '';
      for (const piece of template) text += typeof piece === 'string' ? piece : holeText(piece, i, wholeSeconds);
      await this.pages.append(text);
    }
  }

  private compile(template: RowTemplate, clock: Clock): Row | null {
    const pieces: Piece[] = [];
    let longest = 0;
    let constant = '';
    for (const piece of [...template, null]) {
      if (typeof piece === 'string') {
        constant += piece;
        continue;
      }
      if (piece?.kind === 'texts') return null;
      const length = Buffer.byteLength(constant);
      const padded = Buffer.alloc(Math.ceil(length / 8) * 8, 0);
      padded.write(constant);
      const words = new Float64Array(padded.length / 8);
      for (let w = 0; w < words.length; w++) words[w] = padded.readDoubleLE(w * 8);
      constant = '';
      const digits = this.tables.digits.of(piece?.kind === 'numbers' ? piece.decimals : null);
      pieces.push({
        words,
        length,
        times: piece?.kind === 'times',
        values: piece?.values ?? null,
        missing: piece?.kind === 'numbers' ? piece.missing : '',
        digits,
      });
      longest += length + LONGEST_NUMBER + LONGEST_TIME;
    }
    return { pieces, longest, clock };
  }
}

/** A constant piece and the hole behind it; the last piece of a row has none. */
interface Piece {
  /** The bytes, eight at a time; what is behind `length` is overwritten by what follows. */
  readonly words: Float64Array;
  readonly length: number;
  readonly times: boolean;
  readonly values: Float64Array | null;
  readonly missing: string;
  readonly digits: NumberTables;
}

interface Row {
  readonly pieces: readonly Piece[];
  /** Bytes that no row exceeds. */
  readonly longest: number;
  readonly clock: Clock;
}

/** Fills the page with rows from `from` on and returns the first that found no room. */
function fill(page: Page, row: Row, from: number, count: number): number {
  const { view } = page;
  const { pieces, clock } = row;
  const last = page.bytes.length - SLACK - row.longest;
  let at = page.at;
  let i = from;
  for (; i < count && at <= last; i++) {
    for (let p = 0; p < pieces.length; p++) {
      const piece = pieces[p]!;
      const { words, values } = piece;
      for (let w = 0; w < words.length; w++) view.setFloat64(at + w * 8, words[w]!, true);
      at += piece.length;
      if (values === null) continue;
      if (piece.times) at = clock.write(page, at, values, i);
      else if (Number.isFinite(values[i])) at = writeNumber(page, at, values, i, piece.digits);
      else for (let c = 0; c < piece.missing.length; c++) page.bytes[at++] = piece.missing.charCodeAt(c);
    }
  }
  page.at = at;
  return i;
}

function holeText(hole: Hole, row: number, wholeSeconds: boolean): string {
  if (hole.kind === 'texts') return hole.text(row);
  const value = hole.values[row]!;
  if (hole.kind === 'times') return timeText(value, wholeSeconds);
  return Number.isFinite(value) ? String(value + 0) : hole.missing;
}
