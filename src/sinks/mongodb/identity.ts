/**
 * `_id`s that follow from what a record is, so that a second write of it changes nothing. Both kinds have 18 bytes:
 *
 * - a value of a series: 96 bits of a hash of the series, then its time in ms, most significant byte first, so that a
 *   series lies together and in order in the index, and a range of it is a range of `_id`s;
 * - any other record: 144 bits of a hash of its key.
 *
 * Among 10⁹ series two share 96 bits with a probability of 10⁻¹¹.
 */
import { createHash } from 'node:crypto';
import { canonical } from '../../model/canonical.ts';
import type { Range } from '../../model/units.ts';

export const ID_BYTES = 18;
const SERIES_BYTES = 12;
const TWO_32 = 4_294_967_296;
/** Times before 1970 sort before those after it. */
const SHIFT = 2 ** 47;
/** Bounds of the times that an `_id` can say; no record has them. */
export const [FIRST, LAST] = [-SHIFT, SHIFT - 1];

const hash = (value: unknown): Buffer => createHash('sha256').update(canonical(value)).digest();

/** The part that all `_id`s of a series have in common. */
export function seriesPrefix(asset: string, metric: string | null): Uint8Array {
  return hash(['series', asset, metric]).subarray(0, SERIES_BYTES);
}

/** @param key values that tell the record from all others of its table */
export function keyedId(key: readonly unknown[]): Uint8Array {
  return hash(['key', ...key]).subarray(0, ID_BYTES);
}

/** Sixteen bytes for what the ledger names by its content. */
export function ledgerId(...parts: readonly unknown[]): Uint8Array {
  return hash(parts).subarray(0, 16);
}

/** Writes the time of an `_id` that begins at `at`. */
export function writeTime(view: DataView, at: number, time: number): void {
  const shifted = Math.round(time) + SHIFT;
  const high = Math.floor(shifted / TWO_32);
  view.setUint16(at + SERIES_BYTES, high);
  view.setUint32(at + SERIES_BYTES + 2, shifted - high * TWO_32);
}

/** The least `_id` of a series at a time, whether or not there is such a record. */
export function idAt(prefix: Uint8Array, time: number): Buffer {
  const id = Buffer.alloc(ID_BYTES);
  id.set(prefix);
  writeTime(new DataView(id.buffer, id.byteOffset, ID_BYTES), 0, time);
  return id;
}

/** Half open, as the range. */
export function idsOf(prefix: Uint8Array, { from, to }: Range): { readonly from: Buffer; readonly to: Buffer } {
  return { from: idAt(prefix, from), to: idAt(prefix, to) };
}
