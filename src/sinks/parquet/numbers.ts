/** A column of doubles: by a dictionary where that is shorter. */
import type { Json } from '../../model/units.ts';
import { Bytes } from './bytes.ts';
import { NumberDictionary } from './dictionary.ts';
import { ENCODING } from './format.ts';
import { grown } from './grown.ts';
import { Runs, writeEntries } from './hybrid.ts';
import { type Encoded, Store } from './store.ts';

export class Numbers extends Store {
  private values = new Float64Array(64);
  private readonly entries = new Runs();
  private readonly dictionary = new NumberDictionary();
  private readonly packed = new Bytes();

  one(value: Json): void {
    this.many(value, 1);
  }

  override many(value: Json, count: number): void {
    this.values = grown(this.values, this.count + count);
    this.values.fill(Number(value), this.count, this.count + count);
    this.count += count;
  }

  override numbers(values: Float64Array): void {
    this.values = grown(this.values, this.count + values.length);
    this.values.set(values, this.count);
    this.count += values.length;
  }

  encode(): Encoded {
    const { dictionary, entries, packed } = this;
    const plain = this.values.subarray(0, this.count);
    if (dictionary.index(plain, entries)) {
      const different = dictionary.values.subarray(0, dictionary.size);
      packed.clear();
      writeEntries(entries, different.length, packed);
      if (different.byteLength + packed.length < plain.byteLength) {
        return {
          encoding: ENCODING.dictionary,
          values: packed.filled,
          dictionary: { size: different.length, bytes: bytesOf(different) },
          range: rangeOf(different),
          wordy: false,
        };
      }
    }
    return {
      encoding: ENCODING.plain,
      values: bytesOf(plain),
      dictionary: null,
      range: rangeOf(plain),
      wordy: false,
    };
  }
}

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Readers disagree on where what is no number stands: with one there is no range. A zero that ends it stands for both zeros. */
function rangeOf(values: Float64Array): Encoded['range'] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
    if (Number.isNaN(value)) return null;
  }
  if (min > max) return null;
  return { min: bytesOf(Float64Array.of(min === 0 ? -0 : min)), max: bytesOf(Float64Array.of(max === 0 ? 0 : max)) };
}
