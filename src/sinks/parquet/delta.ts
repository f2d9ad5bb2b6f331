/**
 * Whole numbers by their differences: Parquet's DELTA_BINARY_PACKED. A regular step costs nothing.
 *
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */
import type { Bytes } from './bytes.ts';

const BLOCK = 128;
/** As many as a 32-bit number has bytes. */
const MINIBLOCKS = 4;
const MINIBLOCK = BLOCK / MINIBLOCKS;

/** @param values whole numbers below 2^52, of either sign */
export function writeDeltas(values: Float64Array, count: number, out: Bytes): void {
  out.varint(BLOCK);
  out.varint(MINIBLOCKS);
  out.varint(count);
  out.zigzag(count === 0 ? 0 : values[0]!);
  const above = new Float64Array(BLOCK);
  for (let from = 1; from < count; from += BLOCK) {
    const length = Math.min(BLOCK, count - from);
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < length; i++) {
      const delta = values[from + i]! - values[from + i - 1]!;
      above[i] = delta;
      if (delta < least) least = delta;
      if (delta > most) most = delta;
    }
    out.zigzag(least);
    if (least === most) out.uint32(0);
    else {
      for (let i = 0; i < length; i++) above[i] = above[i]! - least;
      // What fills up the last block is as small as can be.
      above.fill(0, length);
      writeMiniblocks(above, length, out);
    }
  }
}

/** Widths of the miniblocks, a byte each, and their values. */
function writeMiniblocks(above: Float64Array, length: number, out: Bytes): void {
  const widths = Array.from({ length: MINIBLOCKS }, (_, i) => widthOf(above, i * MINIBLOCK));
  for (const width of widths) out.byte(width);
  widths.forEach((width, i) => {
    // Miniblocks behind the last value have no bytes.
    if (i * MINIBLOCK < length) pack(above, i * MINIBLOCK, width, out);
  });
}

function widthOf(above: Float64Array, from: number): number {
  let most = 0;
  for (let i = from; i < from + MINIBLOCK; i++) if (above[i]! > most) most = above[i]!;
  const high = Math.floor(most / 0x1_0000_0000);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(most);
}

function pack(above: Float64Array, from: number, width: number, out: Bytes): void {
  if (width === 0) return;
  const end = out.length + (MINIBLOCK / 8) * width;
  out.reserve(end - out.length);
  const { room } = out;
  let at = out.length;
  let held = 0;
  let bits = 0;
  for (let i = from; i < from + MINIBLOCK; i++) {
    let rest = above[i]!;
    // By pieces of up to 16 bits: with what is held they fit 32.
    for (let left = width; left > 0; left -= 16) {
      const piece = rest % 0x1_0000;
      rest = (rest - piece) / 0x1_0000;
      bits |= piece << held;
      for (held += Math.min(left, 16); held >= 8; held -= 8) {
        room[at++] = bits;
        bits >>>= 8;
      }
    }
  }
  out.length = end;
}
