/** Numbers by the order in which they first came. */
import type { Runs } from './hybrid.ts';

/** More entries would be as long as the numbers themselves, and leave the processor's cache. */
const MOST = 1 << 16;
const SLOTS = 2 * MOST;

export class NumberDictionary {
  /** Each once, bit by bit: 0 and -0 are two. */
  readonly values = new Float64Array(MOST);
  size = 0;
  private readonly bits = new Uint32Array(this.values.buffer);
  /** Open addressing: 0, or one more than the entry that is there. */
  private readonly slots = new Int32Array(SLOTS);

  /**
   * Tells the entry of each number, all anew; false where there are too many different ones for that to be
   * shorter than eight bytes a number.
   */
  index(values: Float64Array, entries: Runs): boolean {
    this.slots.fill(0);
    this.size = 0;
    entries.clear();
    const count = values.length;
    const given = new Uint32Array(values.buffer, values.byteOffset, 2 * count);
    const most = Math.min(MOST, Math.floor(count * 0.75));
    let last = -1;
    for (let i = 0; i < count; i++) {
      const low = given[2 * i]!;
      const high = given[2 * i + 1]!;
      if (last < 0 || this.bits[2 * last] !== low || this.bits[2 * last + 1] !== high) {
        last = this.find(low, high);
        if (last === this.size) {
          if (last === most) return false;
          this.bits[2 * last] = low;
          this.bits[2 * last + 1] = high;
          this.size += 1;
        }
      }
      entries.push(last, 1);
    }
    return true;
  }

  /** The entry of these bits; where they are new, their slot is taken for the next one. */
  private find(low: number, high: number): number {
    const { slots, bits } = this;
    let slot = (Math.imul(low ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b) >>> 15) & (SLOTS - 1);
    for (;;) {
      const entry = slots[slot]! - 1;
      if (entry < 0) {
        slots[slot] = this.size + 1;
        return this.size;
      }
      if (bits[2 * entry] === low && bits[2 * entry + 1] === high) return entry;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }
}
