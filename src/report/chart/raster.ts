/** Dots: eight in a character of Braille, one where there is no Unicode. */
import type { Style } from '../style.ts';
import type { Canvas, Paint } from './canvas.ts';

/** `back` lies behind: the spread around what most values are like. */
export type Ink = 'front' | 'back';

/** Bits of the dots of a Braille character, by column and row (Unicode 15, chapter 21.1). */
const BRAILLE = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

export class Raster {
  /** Dots across and down. */
  readonly width: number;
  readonly height: number;
  readonly #across: number;
  readonly #down: number;
  readonly #inks: { readonly [ink in Ink]: Uint8Array };
  readonly #unicode: boolean;

  /** @param columns and rows of characters */
  constructor(columns: number, rows: number, { unicode }: Pick<Style, 'unicode'>) {
    [this.#across, this.#down] = unicode ? [2, 4] : [1, 1];
    this.#unicode = unicode;
    this.width = columns * this.#across;
    this.height = rows * this.#down;
    const dots = () => new Uint8Array(this.width * this.height);
    this.#inks = { front: dots(), back: dots() };
  }

  /** From one height to another in one column, 0 at the foot and 1 at the top. */
  span(x: number, from: number, to: number, ink: Ink): void {
    if (Number.isNaN(from) || Number.isNaN(to)) return;
    const row = (share: number): number => Math.round((1 - Math.min(1, Math.max(0, share))) * (this.height - 1));
    for (let y = row(Math.max(from, to)); y <= row(Math.min(from, to)); y++) this.#inks[ink][y * this.width + x] = 1;
  }

  /** A line through heights, one for each column; NaN is a gap. */
  line(heights: Float64Array): void {
    for (let x = 0; x < heights.length; x++) {
      const [here, before] = [heights[x]!, heights[x - 1] ?? NaN];
      // Half the way from the neighbour: steep lines stay in one piece, and end where they end.
      this.span(x, here, here, 'front');
      if (Number.isNaN(before)) continue;
      const half = (here + before) / 2;
      this.span(x, half, here, 'front');
      this.span(x - 1, before, half, 'front');
    }
  }

  drawOn(canvas: Canvas, left: number, top: number, paints: { readonly [ink in Ink]: Paint }): void {
    for (let row = 0; row * this.#down < this.height; row++) {
      for (let column = 0; column * this.#across < this.width; column++) {
        const [text, ink] = this.#cell(column, row);
        if (ink !== null) canvas.put(left + column, top + row, text, paints[ink]);
      }
    }
  }

  #cell(column: number, row: number): readonly [string, Ink | null] {
    const { front, back } = this.#inks;
    let [bits, ink]: [number, Ink | null] = [0, null];
    for (let x = 0; x < this.#across; x++) {
      for (let y = 0; y < this.#down; y++) {
        const [atX, atY] = [column * this.#across + x, row * this.#down + y];
        const dot = atY * this.width + atX;
        if (front[dot] === 1) ink = 'front';
        else if (back[dot] === 1) ink ??= 'back';
        // Every second dot: a grey that does not hide the line.
        if (front[dot] === 1 || (back[dot] === 1 && (atX + atY) % 2 === 0)) bits |= BRAILLE[x]![y]!;
      }
    }
    if (this.#unicode) return [String.fromCharCode(0x2800 + bits), bits === 0 ? null : ink];
    return [ink === 'front' ? '*' : ':', ink];
  }
}
