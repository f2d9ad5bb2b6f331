/**
 * Small whole numbers as runs of one value, or packed bit by bit: Parquet's RLE / bit-packing hybrid.
 *
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
import type { Bytes } from './bytes.ts';
import { grown } from './grown.ts';

/** Numbers below 2^24, each with how often it comes in a row. */
export class Runs {
  size = 0;
  values = new Int32Array(64);
  lengths = new Int32Array(64);

  /** Appends a number so many times. */
  push(value: number, count: number): void {
    const last = this.size - 1;
    if (last >= 0 && this.values[last] === value) {
      this.lengths[last]! += count;
      return;
    }
    if (this.size === this.values.length) {
      this.values = grown(this.values, this.size + 1);
      this.lengths = grown(this.lengths, this.size + 1);
    }
    this.values[this.size] = value;
    this.lengths[this.size++] = count;
  }

  clear(): void {
    this.size = 0;
  }
}

/** Bits that hold every whole number from 0 to `most`; at least one. */
const bitsFor = (most: number): number => Math.max(1, 32 - Math.clz32(most));

/** @param width bits of each number, from 1 to 24 */
export function writeHybrid(runs: Runs, width: number, out: Bytes): void {
  // Numbers that wait to be packed, and the run that they begin with.
  let packed = 0;
  let first = 0;
  for (let i = 0; i < runs.size; i++) {
    const length = runs.lengths[i]!;
    // Packed numbers go out in groups of eight: a run lends its forerunners what they lack.
    const lent = -packed & 7;
    if (length - lent < 8) {
      packed += length;
      continue;
    }
    pack(runs, first, packed + lent, width, out);
    out.varint((length - lent) * 2);
    for (let shift = 0; shift < width; shift += 8) out.byte((runs.values[i]! >>> shift) & 0xff);
    packed = 0;
    first = i + 1;
  }
  pack(runs, first, packed, width, out);
}

/** So many numbers from the start of a run on; the last group of all is filled up with zeros. */
function pack(runs: Runs, first: number, count: number, width: number, out: Bytes): void {
  if (count === 0) return;
  const groups = Math.ceil(count / 8);
  out.varint(groups * 2 + 1);
  out.reserve(groups * width);
  const { room } = out;
  const end = out.length + groups * width;
  let at = out.length;
  let bits = 0;
  let held = 0;
  for (let i = first, left = count; left > 0; i++) {
    const value = runs.values[i]!;
    const length = Math.min(left, runs.lengths[i]!);
    for (let k = 0; k < length; k++) {
      bits |= value << held;
      for (held += width; held >= 8; held -= 8) {
        room[at++] = bits;
        bits >>>= 8;
      }
    }
    left -= length;
  }
  if (held > 0) room[at++] = bits;
  room.fill(0, at, end);
  out.length = end;
}

/** Numbers of the entries of a dictionary: how wide they are, then they themselves. */
export function writeEntries(entries: Runs, size: number, out: Bytes): void {
  const width = bitsFor(size - 1);
  out.byte(width);
  writeHybrid(entries, width, out);
}
