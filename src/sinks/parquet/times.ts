/** A column of instants, by their differences. */
import type { Json } from '../../model/units.ts';
import { Bytes } from './bytes.ts';
import { writeDeltas } from './delta.ts';
import { ENCODING } from './format.ts';
import { grown } from './grown.ts';
import { type Encoded, Store } from './store.ts';

/** Milliseconds since the epoch, all whole. */
export class Times extends Store {
  private values = new Float64Array(64);
  private readonly packed = new Bytes();

  one(value: Json): void {
    this.times(Float64Array.of(Math.round(Number(value))));
  }

  override times(values: Float64Array): void {
    this.values = grown(this.values, this.count + values.length);
    this.values.set(values, this.count);
    this.count += values.length;
  }

  encode(): Encoded {
    const { values, count, packed } = this;
    packed.clear();
    writeDeltas(values, count, packed);
    let [min, max] = [values[0]!, values[0]!];
    for (let i = 1; i < count; i++) {
      if (values[i]! < min) min = values[i]!;
      else if (values[i]! > max) max = values[i]!;
    }
    const range = count === 0 ? null : { min: int64(min), max: int64(max) };
    return { encoding: ENCODING.deltas, values: packed.filled, dictionary: null, range, wordy: false };
  }
}

function int64(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}
