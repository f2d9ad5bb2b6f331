/**
 * Counter-based random numbers: a 64-bit key is hashed from names, and a draw is a mix of the key with an
 * integer (a tick's instant, an index). Nothing is ever advanced, so any draw can be made alone and in any order.
 *
 * Strings are absorbed with two multiply-xor lanes (FNV-1a's scheme with other multipliers), avalanched by
 * MurmurHash3's finaliser (A. Appleby, public domain). Draws use the three-multiply lowbias32 mix
 * (C. Wellons, hash-prospector, public domain), with the second lane of the key added between its rounds, so
 * that two keys never give the same sequence shifted.
 */

/** Two lanes of 32 bits. */
export interface Key {
  readonly a: number;
  readonly b: number;
}

const TWO_32 = 4_294_967_296;

/** The key that all others of a scenario derive from. `seed` is an integer in [0, 2^53). */
export function rootKey(seed: number): Key {
  return finish(0x5eed_c711 ^ (seed | 0), 0x0c71_5eed ^ Math.floor(seed / TWO_32), 0);
}

/** The key of a named place below another. Names are separated by their lengths: ('ab','c') is not ('a','bc'). */
export function derive(key: Key, ...names: readonly string[]): Key {
  let { a, b } = key;
  for (const name of names) {
    for (let i = 0; i < name.length; i++) {
      const unit = name.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x9e37_79b1);
      b = Math.imul(b ^ unit, 0x5f35_6495);
    }
    ({ a, b } = finish(a, b, name.length));
  }
  return { a, b };
}

/** The key of an integer place below another: an instant, or an index. `n` is an integer, |n| < 2^53. */
export function deriveAt(key: Key, n: number): Key {
  return finish(key.a ^ Math.imul(n | 0, 0x9e37_79b1), key.b ^ Math.imul(Math.floor(n / TWO_32), 0x85eb_ca6b), n | 0);
}

function finish(a: number, b: number, salt: number): Key {
  a ^= salt;
  let x = Math.imul(a ^ (a >>> 16), 0x85eb_ca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2_ae35);
  let y = Math.imul(b ^ (b >>> 16), 0x85eb_ca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2_ae35);
  x = Math.imul(x ^ (x >>> 15), 0x735a_2d97);
  y = Math.imul(y ^ (y >>> 15), 0x21f0_aaad);
  x ^= x >>> 16;
  y ^= y >>> 16;
  x = Math.imul(x ^ y, 0x2c1b_3c6d);
  y = Math.imul(y ^ (x >>> 13), 0x297a_2d39);
  return { a: (x ^ (x >>> 15)) >>> 0, b: (y ^ (y >>> 15)) >>> 0 };
}

/** A uniform number in (0, 1), on the midpoints of 2^52 cells: never 0, never 1. */
export function uniform(key: Key): number {
  const { a, b } = finish(key.a, key.b, 0x0000_c0de);
  return ((a >>> 6) * 67_108_864 + (b >>> 6) + 0.5) / 4_503_599_627_370_496;
}

/**
 * 32 random bits for each of the instants start, start + step, …: `out[i]` for tick i of `count`, as int32.
 * Start and step are whole milliseconds.
 */
export function fillBits(key: Key, start: number, step: number, count: number, out: Int32Array): void {
  let i = 0;
  while (i < count) {
    const t = start + i * step;
    const high = Math.floor(t / TWO_32);
    // All ticks below the next multiple of 2^32 ms (49.7 days) share their upper word.
    const end = Math.min(count, i + Math.ceil(((high + 1) * TWO_32 - t) / step));
    const lane = deriveAt(key, high);
    const a = lane.a | 0;
    const b = lane.b | 0;
    // Both products wrap as integers do, so the sum of the first and i steps is the tick's own word.
    let word = Math.imul(t | 0, 0x9e37_79b1);
    const stride = Math.imul(step | 0, 0x9e37_79b1);
    for (; i < end; i++) {
      let x = (word + a) | 0;
      x = Math.imul(x ^ (x >>> 16), 0x21f0_aaad);
      x = ((x ^ (x >>> 15)) + b) | 0;
      x = Math.imul(x ^ (x >>> 16), 0x735a_2d97);
      x ^= x >>> 15;
      x = Math.imul(x, 0x2c1b_3c6d);
      out[i] = x ^ (x >>> 13);
      word = (word + stride) | 0;
    }
  }
}
