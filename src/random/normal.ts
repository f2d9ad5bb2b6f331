/** The normal distribution: its quantile function, its distribution function, and the fast way from bits to a value. */
import { exp, log } from './math.ts';

/**
 * Quantile function, accurate to about 1 part in 10^16: PPND16 of M. J. Wichura, "Algorithm AS 241: The
 * Percentage Points of the Normal Distribution", Applied Statistics 37 (1988).
 * @param p in (0, 1); 0 and 1 give −Infinity and Infinity
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return central(q, 0.180625 - q * q);
  const tail = q < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? (q < 0 ? -Infinity : Infinity) : NaN;
  const r = Math.sqrt(-log(tail));
  const value = r <= 5 ? near(r - 1.6) : far(r - 5);
  return q < 0 ? -value : value;
}

// prettier-ignore
function central(q: number, r: number): number {
  return (q * (((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r
    + 45921.95393154987) * r + 13731.69376550946) * r + 1971.5909503065513) * r
    + 133.14166789178438) * r + 3.3871328727963665))
    / (((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r
    + 21213.794301586597) * r + 5394.196021424751) * r + 687.1870074920579) * r
    + 42.31333070160091) * r + 1);
}

// prettier-ignore
function near(r: number): number {
  return (((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r
    + 1.2704582524523684) * r + 3.6478483247632045) * r + 5.769497221460691) * r
    + 4.630337846156546) * r + 1.4234371107496835)
    / (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r
    + 0.14810397642748008) * r + 0.6897673349851) * r + 1.6763848301838038) * r
    + 2.053191626637759) * r + 1);
}

// prettier-ignore
function far(r: number): number {
  return (((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r
    + 0.026532189526576124) * r + 0.29656057182850487) * r + 1.7848265399172913) * r
    + 5.463784911164114) * r + 6.657904643501103)
    / (((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r
    + 0.0007868691311456133) * r + 0.014875361290850615) * r + 0.1369298809227358) * r
    + 0.599832206555888) * r + 1);
}

// Ratios of polynomials of W. J. Cody, "Rational Chebyshev approximations for the error function",
// Mathematics of Computation 23 (1969), in the form that R's pnorm uses; lowest degree last.
const CENTRE = [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356];
const CENTRE_BELOW = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
// prettier-ignore
const SHOULDER = [1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785,
  597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978];
// prettier-ignore
const SHOULDER_BELOW = [1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761,
  18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992];
// prettier-ignore
const TAIL = [0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807,
  0.0014216191932278934, 2.9112874951168793e-5];
// prettier-ignore
const TAIL_BELOW = [1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824,
  7.297515550839662e-5];
const INVERSE_ROOT_TAU = 0.3989422804014327;

/** Distribution function: the probability of a value below x, with all its digits also far down the lower tail. */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.67448975) {
    const square = x * x;
    return 0.5 + (x * horner(CENTRE, square)) / horner(CENTRE_BELOW, square);
  }
  const below = size < 39 ? upperTail(size) : 0;
  return x > 0 ? 1 - below : x < 0 ? below : NaN;
}

function upperTail(x: number): number {
  // x² is split, since the rounding of a large exponent would be seen in the result.
  const coarse = Math.floor(x * 16) / 16;
  const density = exp(-0.5 * coarse * coarse) * exp(-0.5 * (x - coarse) * (x + coarse));
  if (x <= 5.656854249492381) return (density * horner(SHOULDER, x)) / horner(SHOULDER_BELOW, x);
  const r = 1 / (x * x);
  return (density * (INVERSE_ROOT_TAU - (r * horner(TAIL, r)) / horner(TAIL_BELOW, r))) / x;
}

function horner(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** Segments of the table, in both tails, whose quantile bends too much for a straight line. */
const EXACT = 32;
const SEGMENTS = 4096;
/** For each segment the value in its middle, and the slope; side by side, for the processor's cache. NaN in the tails. */
const LINES = new Float64Array(2 * SEGMENTS).fill(NaN);
for (let i = EXACT; i < SEGMENTS - EXACT; i++) {
  const low = normalQuantile(i / SEGMENTS);
  const high = normalQuantile((i + 1) / SEGMENTS);
  LINES[2 * i] = (low + high) / 2;
  LINES[2 * i + 1] = (high - low) / 0x100000;
}

/**
 * The standard normal value of 32 random bits: the quantile at (bits + ½) / 2^32. A straight line in each of
 * 4096 segments, at most 4·10^-5 from the quantile, and the quantile itself in the outer 1.6 %; so tails and
 * moments are right, at more than twice the speed. The complement of the bits gives the value's opposite.
 */
export function normalOf(bits: number): number {
  const line = (bits >>> 20) * 2;
  const value = LINES[line]! + LINES[line + 1]! * ((bits & 0xfffff) - 524287.5);
  return value === value ? value : normalQuantile(((bits >>> 0) + 0.5) / 4294967296);
}

/**
 * The same for many: `out[i]` = scale · normalOf(bits[i]), without a call for each. Two at a time, since what the engine
 * checks once in each round of a loop costs as much as a value.
 */
export function fillNormal(bits: Int32Array, count: number, scale: number, out: Float64Array): void {
  const lines = LINES;
  let i = 0;
  for (const paired = count & ~1; i < paired; i = (i + 2) | 0) {
    const word = bits[i]!;
    const next = bits[i | 1]!;
    const line = (word >>> 20) << 1;
    const nextLine = (next >>> 20) << 1;
    const value = lines[line]! + lines[line | 1]! * ((word & 0xfffff) - 524287.5);
    const nextValue = lines[nextLine]! + lines[nextLine | 1]! * ((next & 0xfffff) - 524287.5);
    out[i] = value * scale;
    out[i | 1] = nextValue * scale;
    if (value !== value) out[i] = normalOf(word) * scale;
    if (nextValue !== nextValue) out[i | 1] = normalOf(next) * scale;
  }
  if (i < count) out[i] = normalOf(bits[i]!) * scale;
}
