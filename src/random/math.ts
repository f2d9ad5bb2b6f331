/**
 * Transcendental functions whose every bit is the same on all engines and processors: made of
 * + − × ÷ and floor alone, which IEEE 754 defines exactly. Those of `Math` differ between versions.
 *
 * Coefficients and reductions of exp, log, sine and cosine are those of fdlibm (Sun Microsystems, 1993:
 * e_exp.c, e_log.c, k_sin.c, k_cos.c). Errors stay below 2.5 units in the last place, for exp and log below 1.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.4426950408889634;
const TAU = 6.283185307179586;

/** 2^k for k from −1074 to 1023, by exact doublings, at index k + 1074. */
const POWERS = powersOfTwo();
const BIAS = 1074;

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2098);
  let power = Number.MIN_VALUE;
  for (let i = 0; i < powers.length; i++, power *= 2) powers[i] = power;
  return powers;
}

/** e^(high − low) − 1 for |high − low| ≤ ln 2 / 2, without cancellation. */
function reducedExpm1(high: number, low: number): number {
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  return high - (low - (r * c) / (2 - c));
}

/** e^x. */
export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Infinity : NaN;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const y = 1 + reducedExpm1(x - k * LN2_HIGH, k * LN2_LOW);
  if (k >= -1021 && k <= 1023) return y * POWERS[k + BIAS]!;
  // In two steps: 2^1024 is no number, and below 2^−1022 the last one rounds.
  return k > 0 ? y * 2 * POWERS[k - 1 + BIAS]! : y * POWERS[k + 1000 + BIAS]! * POWERS[BIAS - 1000]!;
}

/**
 * Replaces each of the first `count` values x by e^(shift + scale·x): the same as `exp`, without a call for each. Two at
 * a time, so that the engine loads the coefficients once for both.
 */
export function expAll(values: Float64Array, count: number, shift: number, scale: number): void {
  const powers = POWERS;
  let i = 0;
  for (const paired = count & ~1; i < paired; i = (i + 2) | 0) {
    const x = shift + scale * values[i]!;
    const y = shift + scale * values[i | 1]!;
    if (x > -700 && x < 700 && y > -700 && y < 700) {
      const k = Math.floor(x * INVERSE_LN2 + 0.5);
      const l = Math.floor(y * INVERSE_LN2 + 0.5);
      const rest = reducedExpm1(x - k * LN2_HIGH, k * LN2_LOW);
      const other = reducedExpm1(y - l * LN2_HIGH, l * LN2_LOW);
      values[i] = (1 + rest) * powers[(k | 0) + BIAS]!;
      values[i | 1] = (1 + other) * powers[(l | 0) + BIAS]!;
    } else {
      values[i] = exp(x);
      values[i | 1] = exp(y);
    }
  }
  if (i < count) values[i] = exp(shift + scale * values[i]!);
}

/** e^x − 1, accurate where x is small. */
export function expm1(x: number): number {
  if (!(x <= 709)) return exp(x);
  if (x < -40) return -1;
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const power = POWERS[k + BIAS]!;
  return power * reducedExpm1(x - k * LN2_HIGH, k * LN2_LOW) + (power - 1);
}

/**
 * Only for reading a number's exponent: written and read within one call, so it carries nothing from
 * one call to the next. A DataView, because its byte order does not depend on the processor.
 */
const scratch = new DataView(new ArrayBuffer(8));

/** Natural logarithm. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (x < 2.2250738585072014e-308) return log(x * 18014398509481984) - 54 * 0.6931471805599453;
  scratch.setFloat64(0, x);
  const word = scratch.getInt32(0);
  // Adding what lies between √½ and 1 carries into the exponent: the mantissa comes to lie in [√½, √2).
  const k = ((word + 0x95f64) >> 20) - 1023;
  const m = k < 1024 ? x * POWERS[BIAS - k]! : x * 0.5 * POWERS[BIAS - 1023]!;
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + even + odd) + k * LN2_LOW) - f);
}

/** log(1 + x), accurate where x is small (W. Kahan's correction of the rounded sum). */
export function log1p(x: number): number {
  const sum = 1 + x;
  return sum === 1 ? x : sum === Infinity ? sum : (log(sum) * x) / (sum - 1);
}

/** Sine of x turns, sin 2πx. The reduction is exact: whole turns leave no trace however many they are. */
export function sinTurn(x: number): number {
  const turns = Math.abs(x);
  const part = turns - Math.floor(turns);
  const quarter = Math.floor(part * 4 + 0.5);
  const angle = (part - quarter * 0.25) * TAU;
  const value = (quarter & 1) === 0 ? reducedSin(angle) : reducedCos(angle);
  return x < 0 === (quarter & 2) > 0 ? value : -value;
}

/** For |x| ≤ π/4. */
function reducedSin(x: number): number {
  const z = x * x;
  const tail =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x + z * x * (-1.66666666666666324348e-1 + z * tail);
}

/** For |x| ≤ π/4. */
function reducedCos(x: number): number {
  const z = x * x;
  const tail =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const top = 1 - half;
  return top + (1 - top - half + z * tail);
}

/** Hyperbolic cosine, for |x| ≤ 709. */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (size > 22) return 0.5 * exp(size);
  const t = expm1(size);
  return 1 + (t * t) / (2 * (1 + t));
}

/** Hyperbolic tangent, accurate where x is small. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  const t = expm1(size < 1 ? -2 * size : 2 * Math.min(size, 20));
  const value = size < 1 ? 0 - t / (t + 2) : 1 - 2 / (t + 2);
  return x < 0 ? -value : value;
}
