/** A column of truth values, a bit each. */
import type { Json } from '../../model/units.ts';
import { ENCODING } from './format.ts';
import { grown } from './grown.ts';
import { type Encoded, Store } from './store.ts';

export class Booleans extends Store {
  private bits = new Uint8Array(64);

  one(value: Json): void {
    this.bits = grown(this.bits, (this.count >> 3) + 1);
    if (value) this.bits[this.count >> 3]! |= 1 << (this.count & 7);
    this.count += 1;
  }

  encode(): Encoded {
    const values = this.bits.subarray(0, Math.ceil(this.count / 8));
    return { encoding: ENCODING.plain, values, dictionary: null, range: null, wordy: false };
  }

  override clear(): void {
    super.clear();
    this.bits.fill(0);
  }
}
