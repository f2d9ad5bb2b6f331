/**
 * PostgreSQL's own hashes of an instant and of a number, so that sums of them can be compared and no row has to
 * travel. Source: `hash_bytes_uint32_extended` and `hash_bytes_extended` in src/common/hashfn.c, which are Bob Jenkins'
 * lookup3 with a seed; the results are 64 bits, here in two halves.
 */
import type { Instant } from '../../model/units.ts';

/** 2000-01-01T00:00:00Z, where PostgreSQL counts microseconds from. */
const EPOCH_MS = 946_684_800_000;
const INITIAL = 0x9e3779b9 + 3923095;

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** Hashes of rows, summed modulo 2^64. */
export class HashSum {
  rows = 0;
  /** Sums of the halves as they are: below 2^53 for two million rows. */
  private high = 0;
  private low = 0;
  private readonly bits = new DataView(new ArrayBuffer(8));

  /** `hashfloat8extended(value, timestamp_hash_extended(time, 0))`; a second value is hashed with what the first gave. */
  add(time: Instant, values: readonly number[]): void {
    const us = Math.round((time - EPOCH_MS) * 1000);
    const high = Math.floor(us / 0x1_0000_0000);
    // Numbers that fit into 32 bits hash as such.
    let [b, c] = hash4((us - high * 0x1_0000_0000) ^ (us >= 0 ? high : ~high));
    for (const value of values) {
      // Both zeros are equal, and their hash is the seed.
      if (value === 0) continue;
      this.bits.setFloat64(0, value);
      [b, c] = hash8(this.bits.getInt32(4), this.bits.getInt32(0), b, c);
    }
    this.rows++;
    this.high += b >>> 0;
    this.low += c >>> 0;
  }

  /** As a signed sum modulo 2^64. */
  get sum(): bigint {
    return BigInt.asUintN(64, (BigInt(this.high) << 32n) + BigInt(this.low));
  }
}

/** Of four bytes, without a seed. */
function hash4(k: number): [high: number, low: number] {
  const start = (INITIAL + 4) | 0;
  return final((start + k) | 0, start, start);
}

/** Of eight bytes, with a seed. */
function hash8(k0: number, k1: number, seedHigh: number, seedLow: number): [high: number, low: number] {
  const start = (INITIAL + 8) | 0;
  let [a, b, c] = [start, start, start];
  if ((seedHigh | seedLow) !== 0) {
    a = (a + seedHigh) | 0;
    b = (b + seedLow) | 0;
    a = (a - c) ^ rotated(c, 4);
    c = (c + b) | 0;
    b = (b - a) ^ rotated(a, 6);
    a = (a + c) | 0;
    c = (c - b) ^ rotated(b, 8);
    b = (b + a) | 0;
    a = (a - c) ^ rotated(c, 16);
    c = (c + b) | 0;
    b = (b - a) ^ rotated(a, 19);
    a = (a + c) | 0;
    c = (c - b) ^ rotated(b, 4);
    b = (b + a) | 0;
  }
  return final((a + k0) | 0, (b + k1) | 0, c);
}

function final(a: number, b: number, c: number): [high: number, low: number] {
  c = ((c ^ b) - rotated(b, 14)) | 0;
  a = ((a ^ c) - rotated(c, 11)) | 0;
  b = ((b ^ a) - rotated(a, 25)) | 0;
  c = ((c ^ b) - rotated(b, 16)) | 0;
  a = ((a ^ c) - rotated(c, 4)) | 0;
  b = ((b ^ a) - rotated(a, 14)) | 0;
  c = ((c ^ b) - rotated(b, 24)) | 0;
  return [b, c];
}

/** The same in SQL, of a column of instants and columns of numbers. */
export const hashOf = (time: string, numbers: readonly string[]): string =>
  numbers.reduce(
    (seed, number) => `hashfloat8extended(${number}, ${seed})`,
    // The session is in UTC.
    `timestamp_hash_extended(${time}::timestamp, 0)`,
  );
