/** Columns of numbers as text: integers of as few bytes as hold them exactly, else doubles, in base64. */

/** Number = (integer × scale) + base, or the double itself; `missing` stands for NaN. */
export interface Packed {
  readonly type: 'u8' | 'u16' | 'u32' | 'f64';
  readonly base: number;
  /** Of doubles 1. A power of ten below 1 is given as `digits`, so that nothing is rounded twice. */
  readonly scale: number;
  readonly digits: number;
  readonly data: string;
}

const SIZES = [
  ['u8', 0xff],
  ['u16', 0xffff],
  ['u32', 0xffff_ffff],
] as const;

/**
 * @param digits after the point that say every number exactly; null where that is not known
 * @param scale every number is a multiple of it above the first: the step of times
 */
export function pack(numbers: ArrayLike<number>, { digits = null, scale = 1 }: PackOptions = {}): Packed {
  const whole = digits === null ? null : integersOf(numbers, digits, scale);
  if (whole === null) {
    const bytes = new Uint8Array(new Float64Array(numbers).buffer);
    return { type: 'f64', base: 0, scale: 1, digits: 0, data: base64(bytes) };
  }
  const [type] = SIZES.find(([, largest]) => whole.span < largest)!;
  const [, missing] = SIZES.find(([name]) => name === type)!;
  const make = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array }[type];
  const integers = make.from(whole.steps.map((step) => (Number.isNaN(step) ? missing : step)));
  const bytes = new Uint8Array(integers.buffer);
  return { type, base: whole.base, scale, digits: digits ?? 0, data: base64(bytes) };
}

export interface PackOptions {
  readonly digits?: number | null;
  readonly scale?: number;
}

/** Steps above the smallest, or null where they do not say the numbers exactly. */
function integersOf(
  numbers: ArrayLike<number>,
  digits: number,
  scale: number,
): { readonly base: number; readonly span: number; readonly steps: Float64Array } | null {
  const power = Number(`1e${String(digits)}`);
  const steps = Float64Array.from(numbers, (x) => Math.round((x * power) / scale));
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (Number.isNaN(step)) continue;
    if ((step * scale) / power !== numbers[i]) return null;
    if (step < low) low = step;
    if (step > high) high = step;
  }
  if (low > high) [low, high] = [0, 0];
  if (high - low >= 0xffff_ffff) return null;
  return { base: low, span: high - low, steps: steps.map((step) => step - low) };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const group = (a! << 16) | (b << 8) | c;
    const left = bytes.length - i;
    parts.push(
      ALPHABET[group >> 18]! +
        ALPHABET[(group >> 12) & 63]! +
        (left > 1 ? ALPHABET[(group >> 6) & 63]! : '=') +
        (left > 2 ? ALPHABET[group & 63]! : '='),
    );
  }
  return parts.join('');
}
