/**
 * A fingerprint of a set of records: the sum of a 64-bit mix of each, two lanes of 32 bits that are added on their
 * own. A sum depends neither on order nor on how the work was cut, and sums of parts add up to that of the whole.
 * It is taken before `record:` renames, so that it is the same for every sink.
 */
import { canonical } from '../model/canonical.ts';
import { derive, type Key, rootKey } from '../random/key.ts';

const TWO_32 = 4_294_967_296;
/** Index of the low word of a double in its two 32-bit words. */
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1;
const ROOT = rootKey(0x66_70);

export interface Fingerprint {
  a: number;
  b: number;
}

export function emptyFingerprint(): Fingerprint {
  return { a: 0, b: 0 };
}

/** The part of a record's row key that is constant in its series; `copy` numbers duplicates. */
export function rowKey(asset: string, metric: string, labels: string, copy: number): Key {
  return derive(ROOT, asset, metric, labels, String(copy));
}

/** Adds `count` records of one series: instants in ms, values as doubles. */
export function addValues(sum: Fingerprint, key: Key, times: Float64Array, values: Float64Array, count: number): void {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * count);
  let { a, b } = sum;
  // The upper word of an instant changes every 49.7 days.
  let [late, since, until] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const t = times[i]!;
    const low = words[2 * i + LOW]!;
    const high = words[2 * i + 1 - LOW]!;
    if (t < since || t >= until) {
      late = Math.floor(t / TWO_32);
      [since, until] = [late * TWO_32, (late + 1) * TWO_32];
    }
    const early = (t - since) | 0;
    let x = Math.imul(key.a ^ early, 0x9e37_79b1) ^ high;
    x = Math.imul(x ^ (x >>> 15), 0x85eb_ca6b) ^ low;
    x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35) ^ late;
    x = Math.imul(x ^ (x >>> 16), 0x21f0_aaad);
    let y = Math.imul(key.b ^ low, 0x735a_2d97) ^ early;
    y = Math.imul(y ^ (y >>> 16), 0x2c1b_3c6d) ^ high;
    y = Math.imul(y ^ (y >>> 15), 0x297a_2d39) ^ late;
    y = Math.imul(y ^ (y >>> 13), 0x5f35_6495);
    a = (a + (x ^ (x >>> 15))) | 0;
    b = (b + (y ^ (y >>> 16))) | 0;
  }
  sum.a = a;
  sum.b = b;
}

/** Adds one record that is no series' value: an asset, an event. */
export function addRecord(sum: Fingerprint, record: unknown): void {
  const { a, b } = derive(ROOT, canonical(record));
  sum.a = (sum.a + a) | 0;
  sum.b = (sum.b + b) | 0;
}

/** 16 hex digits. */
export function toHex({ a, b }: Fingerprint): string {
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}

/** The fingerprint of two disjoint sets of records, from theirs. */
export function addFingerprints(x: string, y: string): string {
  const lane = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 8), 16);
  return toHex({ a: lane(x, 0) + lane(y, 0), b: lane(x, 8) + lane(y, 8) });
}
