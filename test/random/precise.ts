/** Reference values in fixed point with 200 binary digits, to measure errors in units of the last place. */

const BITS = 200n;
const ONE = 1n << BITS;

/** A double as fixed point, exactly (for |x| ≥ 2^-147, else rounded down). */
export function fixed(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const exponent = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const mantissa = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  const shift = Number(BITS) + Math.max(exponent, 1) - 1075;
  const size = shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
  return x < 0 ? -size : size;
}

const multiply = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
const divide = (a: bigint, b: bigint): bigint => (a << BITS) / b;

/** Σ xⁿ/n! over n ≡ first (mod step), with alternating signs for the circular functions. */
function series(x: bigint, first: number, step: number, sign: bigint): bigint {
  let term = first === 0 ? ONE : x;
  let sum = 0n;
  for (let n = first; term !== 0n; n += step) {
    sum += term;
    for (let i = 1; i <= step; i++) term = multiply(term, x) / BigInt(n + i);
    term *= sign;
  }
  return sum;
}

export function preciseExp(x: bigint): bigint {
  // e^x = (e^(x/2^k))^(2^k): the series needs small arguments.
  let value = series(x >> 8n, 0, 1, 1n);
  for (let i = 0; i < 8; i++) value = multiply(value, value);
  return value;
}

/** 2·artanh((x − 1)/(x + 1)), with the powers of two taken out. */
export function preciseLog(x: bigint): bigint {
  const artanh = (y: bigint): bigint => {
    let sum = 0n;
    let power = y;
    for (let n = 1n; power !== 0n; n += 2n, power = multiply(power, multiply(y, y))) sum += power / n;
    return sum;
  };
  const ln2 = 2n * artanh(ONE / 3n);
  let k = 0n;
  let m = x;
  for (; m > 2n * ONE; m >>= 1n) k++;
  for (; m < ONE; m <<= 1n) k--;
  return 2n * artanh(divide(m - ONE, m + ONE)) + k * ln2;
}

const PI = (() => {
  const arctan = (n: bigint): bigint => {
    let sum = 0n;
    let power = ONE / n;
    for (let i = 1n, sign = 1n; power !== 0n; i += 2n, sign = -sign, power /= n * n) sum += (sign * power) / i;
    return sum;
  };
  return 4n * (4n * arctan(5n) - arctan(239n));
})();

export function preciseSinTurn(x: bigint): bigint {
  let part = x % ONE;
  if (part > ONE / 2n) part -= ONE;
  if (part < -ONE / 2n) part += ONE;
  return series(multiply(2n * PI, part), 1, 2, -1n);
}

export function preciseCosh(x: bigint): bigint {
  return (preciseExp(x) + preciseExp(-x)) / 2n;
}

export function preciseTanh(x: bigint): bigint {
  const square = preciseExp(2n * x);
  return divide(square - ONE, square + ONE);
}

export function preciseExpm1(x: bigint): bigint {
  return preciseExp(x) - ONE;
}

/** Distance of a result from the truth, in units of the truth's last place. */
export function ulps(result: number, truth: bigint): number {
  const size = truth < 0n ? -truth : truth;
  const bits = size.toString(2).length;
  const unit = bits > 53 ? 1n << BigInt(bits - 53) : 1n;
  const error = fixed(result) - truth;
  return Number((error * 1000n) / unit) / 1000;
}
