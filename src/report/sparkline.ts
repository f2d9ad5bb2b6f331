/** A row of numbers as one line of blocks. */

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** Rising weight, for terminals that draw nothing else. */
const ASCII = ['_', '.', ':', '-', '=', '+', '*', '#'];

export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** One scale for all, so that they can be compared; a flat one has its line at the bottom. */
export function scaleOf(...rows: readonly (readonly (number | null)[])[]): Scale {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) {
    for (const value of row) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return { low, high };
}

/** @param values null: nothing there, a gap */
export function sparkline(values: readonly (number | null)[], { low, high }: Scale, unicode: boolean): string {
  const signs = unicode ? BLOCKS : ASCII;
  const steps = signs.length;
  return values
    .map((value) => {
      if (value === null) return ' ';
      const place = high > low ? Math.floor(((value - low) / (high - low)) * steps) : 0;
      return signs[Math.min(steps - 1, Math.max(0, place))]!;
    })
    .join('');
}

/** Means of neighbours, so that there are `bins` left; gaps count for nothing. */
export function binned(values: readonly (number | null)[], bins: number): readonly (number | null)[] {
  const width = values.length / bins;
  return Array.from({ length: bins }, (_, i) => {
    const part = values.slice(Math.round(i * width), Math.round((i + 1) * width)).filter((value) => value !== null);
    return part.length === 0 ? null : part.reduce((a, b) => a + b, 0) / part.length;
  });
}
