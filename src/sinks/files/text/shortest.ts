/**
 * The shortest text that reads back as a double, as String gives it, for most numbers of everyday size: by arithmetic on
 * pairs of doubles, which is exact enough to tell which decimals lie nearer than the next double. What is too close to
 * call, and what has few digits, is left to String.
 *
 * The product of two doubles as an unevaluated sum: T. J. Dekker, A floating-point technique for extending the available
 * precision, Numerische Mathematik 18 (1971).
 */
import type { Page } from './page.ts';

/** Numbers from 10^-3 on, below 10^5. */
const LEAST = -3;
const DECADES = 8;
/** Powers of ten that bring each decade to 17 digits; they are doubles exactly. */
const SCALES = Float64Array.from({ length: DECADES }, (_, i) => Number(`1e${16 - LEAST - i}`));
const BOUNDS = Float64Array.from({ length: DECADES }, (_, i) => Number(`1e${LEAST + i + 1}`));
/** Splits a double into halves of 26 bits, whose products are exact. */
const SPLITTER = 2 ** 27 + 1;
const high = (value: number): number => value * SPLITTER - (value * SPLITTER - value);
const HIGHS = SCALES.map(high);
const LOWS = SCALES.map((scale, i) => scale - HIGHS[i]!);
/** What is closer than this to a bound is not decided here; the error of the sums is below 2^-24. */
const DOUBT = 1e-5;
const HALF = 1e8;

/** Half of the distance to the next double, by exponent. */
const HALF_ULPS = Float64Array.from({ length: 64 }, (_, i) => 2 ** (i - 32 - 53));

/** `0000` to `9999`, four bytes each, as little-endian words. */
const FOURS = fours();

/**
 * Writes `values[row]` without its sign at `at` and returns where it ends; -1 where it is left to String.
 * Needs LONGEST_NUMBER bytes of room.
 */
export function writeShortest(page: Page, at: number, values: Float64Array, row: number): number {
  const v = values[row]! < 0 ? -values[row]! : values[row]!;
  if (!(v >= 1e-3 && v < 1e5)) return -1;
  let decade = 0;
  while (v >= BOUNDS[decade]!) decade++;
  // v × 10^n = product + rest, exactly.
  const scale = SCALES[decade]!;
  const product = v * scale;
  const vHigh = v * SPLITTER - (v * SPLITTER - v);
  const vLow = v - vHigh;
  const [sHigh, sLow] = [HIGHS[decade]!, LOWS[decade]!];
  const rest = vHigh * sHigh - product + vHigh * sLow + vLow * sHigh + vLow * sLow;
  // Its bits, in the page, where its digits will be.
  const { view } = page;
  view.setFloat64(at, v, true);
  const upper = view.getInt32(at + 4, true);
  const exponent = ((upper >>> 20) & 0x7ff) - 1023;
  // Below a power of two doubles are closer.
  if ((upper & 0xf_ffff) === 0 && view.getInt32(at, true) === 0) return -1;
  const reach = HALF_ULPS[exponent + 32]! * scale;
  let front = Math.floor(product / HALF);
  const back = product - front * HALF + rest;
  // One place less as long as the nearest such decimal still reads back.
  let unit = 1;
  let count = 17;
  let nearest = Math.round(back);
  if (Math.abs(Math.abs(back - nearest) - 0.5) < DOUBT) return -1;
  for (;;) {
    const wider = unit * 10;
    const candidate = Math.round(back / wider) * wider;
    const away = Math.abs(back - candidate);
    if (Math.abs(away - reach) < DOUBT || Math.abs(away - wider / 2) < DOUBT) return -1;
    if (away > reach) break;
    if (--count < 15) return -1;
    nearest = candidate;
    unit = wider;
  }
  if (nearest >= HALF) {
    nearest -= HALF;
    front++;
  } else if (nearest < 0) {
    nearest += HALF;
    front--;
  }
  if (front < HALF || front >= 10 * HALF) return -1;
  return writeDigits(page, at, front, nearest, decade + LEAST, count);
}

/** `count` of the 17 digits of `front` and `back`, with the point behind the first `point + 1`, or zeros before them. */
function writeDigits(
  { bytes, view }: Page,
  at: number,
  front: number,
  back: number,
  point: number,
  count: number,
): number {
  let from = at;
  for (let i = point; i < 0; i++) bytes[from++] = 48;
  const digits = from + 1;
  const first = (front / HALF) | 0;
  const rest = (front | 0) - first * HALF;
  const upper = (rest / 10_000) | 0;
  const lower = (back / 10_000) | 0;
  bytes[digits] = 48 + first;
  view.setInt32(digits + 1, FOURS[upper]!, true);
  view.setInt32(digits + 5, FOURS[rest - upper * 10_000]!, true);
  view.setInt32(digits + 9, FOURS[lower]!, true);
  view.setInt32(digits + 13, FOURS[(back | 0) - lower * 10_000]!, true);
  if (point < 0) {
    // `0`, the point, and the zeros that are left.
    bytes[at + 1] = 46;
    for (let i = at + 2; i < digits; i++) bytes[i] = 48;
    return digits + count;
  }
  for (let i = 0; i <= point; i++) bytes[from + i] = bytes[digits + i]!;
  bytes[from + point + 1] = 46;
  return digits + count;
}

function fours(): Int32Array {
  const all = new Int32Array(10_000);
  const view = new DataView(all.buffer);
  for (let n = 0; n < all.length; n++) {
    const at = n * 4;
    view.setUint8(at, 48 + ((n / 1000) | 0));
    view.setUint8(at + 1, 48 + (((n / 100) | 0) % 10));
    view.setUint8(at + 2, 48 + (((n / 10) | 0) % 10));
    view.setUint8(at + 3, 48 + (n % 10));
    all[n] = view.getInt32(at, true);
  }
  return all;
}
