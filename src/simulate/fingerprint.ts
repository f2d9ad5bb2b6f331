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

/**
 * Mixes instants in ms, which series share, into two words each. One to one: both halves of an instant go through
 * MurmurHash3's finaliser with other multipliers, and the lower is then turned by the upper.
 */
export function mixInstants(times: Float64Array, count: number, mixed: Int32Array): void {
  for (let i = 0; i < count; i++) {
    const t = times[i]!;
    const late = Math.floor(t / TWO_32);
    let x = (t - late * TWO_32) | 0;
    let y = Math.imul(late, 0x9e37_79b1) ^ 0x5bd1_e995;
    x = Math.imul(x ^ (x >>> 16), 0x85eb_ca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2_ae35);
    x = ((x ^ (x >>> 16)) + Math.imul(y, 0x297a_2d39)) | 0;
    y = Math.imul(y ^ x ^ (x >>> 15), 0x2c1b_3c6d);
    mixed[2 * i] = x;
    mixed[2 * i + 1] = y ^ (y >>> 16);
  }
}

/**
 * Adds `count` records of one series: mixed instants, and values as doubles. For a given series and instant the mix of
 * the 64 bits of a value is one to one, so no single value can change unseen.
 *
 * Two records at a time: what the engine checks once in each round of a loop costs as much as the mix of a record. All
 * is said to be a 32-bit integer, else it would be added as doubles.
 */
export function addMixed(sum: Fingerprint, key: Key, mixed: Int32Array, values: Float64Array, count: number): void {
  const words = wordsOf(values, count);
  const keyA = key.a | 0;
  const keyB = key.b | 0;
  let a = sum.a | 0;
  let b = sum.b | 0;
  const end = (2 * count) | 0;
  let i = 0;
  for (const paired = end & ~3; i < paired; i = (i + 4) | 0) {
    let x = Math.imul((mixed[i]! + keyA) ^ words[i]!, 0x21f0_aaad);
    let y = Math.imul((mixed[i | 1]! + keyB) ^ words[i | 1]!, 0x735a_2d97);
    let v = Math.imul((mixed[i | 2]! + keyA) ^ words[i | 2]!, 0x21f0_aaad);
    let w = Math.imul((mixed[i | 3]! + keyB) ^ words[i | 3]!, 0x735a_2d97);
    y = Math.imul((y ^ (y >>> 15)) + x, 0x297a_2d39);
    w = Math.imul((w ^ (w >>> 15)) + v, 0x297a_2d39);
    x = Math.imul(x ^ (x >>> 15) ^ (y >>> 13) ^ y, 0x2c1b_3c6d);
    v = Math.imul(v ^ (v >>> 15) ^ (w >>> 13) ^ w, 0x2c1b_3c6d);
    a = (a + (x ^ (x >>> 16))) | 0;
    b = (b + (y ^ (y >>> 15) ^ x)) | 0;
    a = (a + (v ^ (v >>> 16))) | 0;
    b = (b + (w ^ (w >>> 15) ^ v)) | 0;
  }
  if (i < end) {
    let x = Math.imul((mixed[i]! + keyA) ^ words[i]!, 0x21f0_aaad);
    let y = Math.imul((mixed[i | 1]! + keyB) ^ words[i | 1]!, 0x735a_2d97);
    y = Math.imul((y ^ (y >>> 15)) + x, 0x297a_2d39);
    x = Math.imul(x ^ (x >>> 15) ^ (y >>> 13) ^ y, 0x2c1b_3c6d);
    a = (a + (x ^ (x >>> 16))) | 0;
    b = (b + (y ^ (y >>> 15) ^ x)) | 0;
  }
  sum.a = a;
  sum.b = b;
}

/** The two words of each double, the lower one first. */
function wordsOf(values: Float64Array, count: number): Int32Array {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * count);
  return LOW === 0 ? words : words.map((_, i) => words[i ^ 1]!);
}

/** The same from instants in ms. */
export function addValues(sum: Fingerprint, key: Key, times: Float64Array, values: Float64Array, count: number): void {
  const mixed = new Int32Array(2 * count);
  mixInstants(times, count, mixed);
  addMixed(sum, key, mixed, values, count);
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
