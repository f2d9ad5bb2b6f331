/** Bars and lines of one row: sparklines, histograms. */
import type { Style } from '../style.ts';
import { Canvas } from './canvas.ts';
import { shortNumber } from './scale.ts';

const EIGHTHS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** From low to high, for those who have only ASCII. */
const ASCII = ['_', '.', ':', '-', '=', '+', '*', '#'];

/** One sign for each value, from the lowest to the highest; a space for NaN. */
export function sparkline(values: ArrayLike<number>, { unicode }: Pick<Style, 'unicode'>): string {
  const all = Array.from(values);
  const known = all.filter((value) => !Number.isNaN(value));
  const min = known.reduce((a, b) => Math.min(a, b), Infinity);
  const max = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const signs = unicode ? EIGHTHS : ASCII;
  const sign = (value: number): string => {
    if (Number.isNaN(value)) return ' ';
    const share = max > min ? (value - min) / (max - min) : 0.5;
    return signs[Math.min(7, Math.floor(share * 8))]!;
  };
  return all.map(sign).join('');
}

export interface Bars {
  readonly width: number;
  readonly height: number;
  /** Where the first bar begins, and how wide each is. */
  readonly from: number;
  readonly step: number;
  readonly counts: ArrayLike<number>;
}

/** Upright bars over an axis of numbers, with the share of the highest beside it. */
export function bars({ width, height, from, step, counts }: Bars, style: Style, margin: number): readonly string[] {
  const all = Array.from(counts);
  const total = all.reduce((a, b) => a + b, 0);
  const highest = all.reduce((a, b) => Math.max(a, b), 0);
  if (highest === 0) return [];
  const across = width - margin;
  const wide = Math.max(1, Math.floor(across / all.length));
  const canvas = new Canvas(width, height + 2);
  const signs = style.unicode
    ? { wall: '│', foot: '─', corner: '└', down: '┬' }
    : { wall: '|', foot: '-', corner: '+', down: '+' };
  for (let y = 0; y < height; y++) canvas.put(margin - 1, y, signs.wall, style.dim);
  const share = `${((100 * highest) / total).toFixed(highest / total < 0.1 ? 1 : 0)} %`;
  canvas.put(margin - 2 - share.length, 0, share, style.dim);
  for (const [i, one] of all.entries()) {
    // A bar that is there is seen, however low it is.
    const eighths = one === 0 ? 0 : Math.max(1, Math.round((8 * height * one) / highest));
    for (let y = 0; y < height; y++) {
      const filled = Math.min(8, eighths - 8 * (height - 1 - y));
      if (filled <= 0) continue;
      const sign = style.unicode
        ? EIGHTHS[filled - 1]!
        : filled >= 4
          ? '#'
          : filled > 0 && y === height - 1
            ? '_'
            : ' ';
      canvas.put(margin + i * wide, y, sign.repeat(wide), style.accent);
    }
  }
  canvas.put(margin - 1, height, signs.corner + signs.foot.repeat(all.length * wide), style.dim);
  for (const { i, label } of labels(from, step, all.length, wide)) {
    const x = margin + i * wide;
    const start = x - (label.length >> 1);
    if (start + label.length > width) continue;
    canvas.put(x, height, signs.down, style.dim);
    canvas.put(start, height + 1, label, style.dim);
  }
  return canvas.lines();
}

/** Every so many bars, on round numbers, where there is room between them. */
function labels(
  from: number,
  step: number,
  bars: number,
  wide: number,
): { readonly i: number; readonly label: string }[] {
  const all = Array.from({ length: bars + 1 }, (_, i) => ({
    i,
    label: shortNumber(Number((from + i * step).toPrecision(10))),
  }));
  const longest = Math.max(...all.map(({ label }) => label.length));
  let every = 1;
  for (const next of [2, 5, 10, 20, 50, 100]) if (every * wide < longest + 2) every = next;
  const first = Math.round(from / step);
  return all.filter(({ i }) => (first + i) % every === 0);
}
