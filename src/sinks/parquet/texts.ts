/** A column of texts, or of JSON as text: by a dictionary where they come again. */
import type { Json } from '../../model/units.ts';
import { Bytes } from './bytes.ts';
import { ENCODING } from './format.ts';
import { Runs, writeEntries } from './hybrid.ts';
import { type Encoded, Store } from './store.ts';

/** Longer ones are not told as the least or the greatest. */
const LONGEST_BOUND = 128;

export class Texts extends Store {
  /** In the order in which they first came. */
  private readonly different = new Map<string, number>();
  private readonly entries = new Runs();
  private readonly packed = new Bytes();
  private readonly plain = new Bytes();
  private readonly json: boolean;

  constructor(json: boolean) {
    super();
    this.json = json;
  }

  one(value: Json): void {
    this.many(value, 1);
  }

  override many(value: Json, count: number): void {
    this.entries.push(this.entryOf(value), count);
    this.count += count;
  }

  override times(values: Float64Array): void {
    for (const value of values) this.one(new Date(value).toISOString());
  }

  encode(): Encoded {
    const { entries, packed, plain } = this;
    const texts = Array.from(this.different.keys(), (text) => Buffer.from(text));
    const range = this.json ? null : bounds(texts);
    plain.clear();
    // Without any text there is nothing that a dictionary could hold.
    if (texts.length === 0 || 2 * texts.length > this.count) {
      for (let i = 0; i < entries.size; i++) {
        for (let k = 0; k < entries.lengths[i]!; k++) writeText(texts[entries.values[i]!]!, plain);
      }
      return { encoding: ENCODING.plain, values: plain.filled, dictionary: null, range, wordy: texts.length > 0 };
    }
    for (const text of texts) writeText(text, plain);
    packed.clear();
    writeEntries(entries, texts.length, packed);
    const dictionary = { size: texts.length, bytes: plain.filled };
    return { encoding: ENCODING.dictionary, values: packed.filled, dictionary, range, wordy: false };
  }

  override clear(): void {
    super.clear();
    this.different.clear();
    this.entries.clear();
  }

  private entryOf(value: Json): number {
    const text = this.json || typeof value === 'object' ? JSON.stringify(value) : String(value);
    const known = this.different.get(text);
    if (known !== undefined) return known;
    this.different.set(text, this.different.size);
    this.weight += text.length;
    return this.different.size - 1;
  }
}

function writeText(text: Uint8Array, out: Bytes): void {
  out.uint32(text.length);
  out.append(text);
}

/** In the order of their bytes. */
function bounds(texts: readonly Buffer[]): Encoded['range'] {
  let [min, max] = [texts[0], texts[0]];
  if (min === undefined || max === undefined) return null;
  for (const text of texts) {
    if (Buffer.compare(text, min) < 0) min = text;
    if (Buffer.compare(text, max) > 0) max = text;
  }
  return Math.max(min.length, max.length) > LONGEST_BOUND ? null : { min, max };
}
