/** A rectangle of characters, each with its colour. */

export type Paint = (text: string) => string;

interface Spot {
  readonly text: string;
  readonly paint: Paint;
}

export class Canvas {
  readonly width: number;
  readonly #rows: (Spot | undefined)[][];

  constructor(width: number, height: number) {
    this.width = width;
    this.#rows = Array.from({ length: height }, () => []);
  }

  /** Characters that take one column each; what lies outside is not drawn. */
  put(x: number, y: number, text: string, paint: Paint = String): void {
    const row = this.#rows[y];
    if (row === undefined) return;
    for (const [i, character] of Array.from(text).entries()) {
      if (x + i >= 0 && x + i < this.width) row[x + i] = { text: character, paint };
    }
  }

  /** Without spaces at the end; neighbours of one colour are painted together. */
  lines(): readonly string[] {
    return this.#rows.map((row) => {
      let [line, run, paint]: [string, string, Paint] = ['', '', String];
      for (let x = 0; x < row.length; x++) {
        const spot = row[x] ?? { text: ' ', paint };
        if (spot.paint !== paint) {
          line += paint(run);
          [run, paint] = ['', spot.paint];
        }
        run += spot.text;
      }
      return (line + (run.trim() === '' ? '' : paint(run.trimEnd()))).trimEnd();
    });
  }
}

/** Blocks of lines side by side; `width` is that of the left one with the space after it. */
export function beside(
  left: readonly string[],
  right: readonly string[],
  width: number,
  widthOf: (text: string) => number,
): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const [a, b] = [left[i] ?? '', right[i] ?? ''];
    return b === '' ? a : a + ' '.repeat(Math.max(0, width - widthOf(a))) + b;
  });
}
