/** Values of one column of a row group, until they are written; what is null has no value. */
import type { Json } from '../../model/units.ts';

/** Values of a chunk, as its pages have them. */
export interface Encoded {
  readonly encoding: number;
  readonly values: Uint8Array;
  /** What the values are numbers of, where they are. */
  readonly dictionary: { readonly size: number; readonly bytes: Uint8Array } | null;
  /** The least and the greatest value; null: not told. */
  readonly range: { readonly min: Uint8Array; readonly max: Uint8Array } | null;
  /** It may be much longer than what it says. */
  readonly wordy: boolean;
}

export abstract class Store {
  /** Of values. */
  count = 0;
  /** Bytes that are held beside those that each row has. */
  weight = 0;

  abstract one(value: Json): void;
  /** Valid until the next value comes. */
  abstract encode(): Encoded;

  many(value: Json, count: number): void {
    for (let i = 0; i < count; i++) this.one(value);
  }

  numbers(values: Float64Array): void {
    for (const value of values) this.one(value);
  }

  /** Epoch milliseconds. */
  times(values: Float64Array): void {
    for (const value of values) this.one(value);
  }

  clear(): void {
    this.count = 0;
    this.weight = 0;
  }
}
