/**
 * What a schema says of flat records, remembered: keywords that do nothing with a number but compare it with numbers of
 * the schema cannot tell two numbers between the same neighbours of these apart. So the validator, which makes objects
 * of what does not fit even where a branch asks, is asked once for each such stretch beside the same texts.
 */
import type { Json } from '../../model/units.ts';
import type { StoreColumn } from '../store.ts';

type Texts = StoreColumn & { readonly kind: 'text' };
type Numbers = StoreColumn & { readonly kind: 'number' };

/** More combinations of texts than these are forgotten, and asked for again. */
const MOST = 16_384;
/** They are looked through one by one. */
const MOST_BOUNDS = 32;

const [UNKNOWN, FITS] = [0, 1];

export class Verdicts {
  private readonly texts: readonly Texts[];
  private readonly numbers: Float64Array;
  private readonly bounds: readonly number[];
  private readonly cells: number;
  private readonly ask: (row: number) => boolean;
  /** By column, number of the combination of the texts before it and of its own text: the number of both. */
  private readonly combined: readonly Map<number, number>[];
  private readonly last: Int32Array;
  private combination = 0;
  private known: Uint8Array;

  private constructor(
    texts: readonly Texts[],
    { values }: Numbers,
    bounds: readonly number[],
    ask: (row: number) => boolean,
  ) {
    this.texts = texts;
    this.numbers = values;
    this.bounds = bounds;
    // Below, at and above each bound, with whole numbers apart.
    this.cells = 2 * (2 * bounds.length + 1);
    this.ask = ask;
    this.combined = this.texts.map(() => new Map<number, number>());
    this.last = new Int32Array(this.texts.length).fill(-1);
    this.known = new Uint8Array(64 * this.cells);
  }

  /** Null where the schema may do more, or there is not just one number. @param ask the validator */
  static of(schema: Json, columns: readonly StoreColumn[], ask: (row: number) => boolean): Verdicts | null {
    const bounds = boundsOf(schema);
    if (bounds === null || bounds.size > MOST_BOUNDS) return null;
    const texts = columns.filter((column): column is Texts => column.kind === 'text');
    const [numbers, ...more] = columns.filter((column): column is Numbers => column.kind === 'number');
    if (numbers === undefined || more.length > 0) return null;
    const sorted = [...bounds].sort((a, b) => a - b);
    return new Verdicts(texts, numbers, sorted, ask);
  }

  fits(row: number): boolean {
    for (let i = 0; i < this.last.length; i++) {
      if (this.texts[i]!.ids[row] === this.last[i]) continue;
      this.combine(row);
      break;
    }
    const value = this.numbers[row]!;
    const { bounds } = this;
    let i = 0;
    while (i < bounds.length && value > bounds[i]!) i++;
    const cell = 2 * (2 * i + (value === bounds[i] ? 1 : 0)) + (Number.isInteger(value) ? 1 : 0);
    const place = this.combination * this.cells + cell;
    let verdict = this.known[place]!;
    if (verdict === UNKNOWN) this.known[place] = verdict = this.ask(row) ? FITS : FITS + 1;
    return verdict === FITS;
  }

  /** Texts have other numbers from now on. */
  forget(): void {
    for (const map of this.combined) map.clear();
    this.last.fill(-1);
    this.known.fill(UNKNOWN);
  }

  private combine(row: number): void {
    if (this.combined.some(({ size }) => size >= MOST)) this.forget();
    let combination = 0;
    for (const [i, { ids }] of this.texts.entries()) {
      const map = this.combined[i]!;
      const pair = combination * 2 ** 26 + ids[row]!;
      let next = map.get(pair);
      if (next === undefined) map.set(pair, (next = map.size));
      this.last[i] = ids[row]!;
      combination = next;
    }
    this.combination = combination;
    if ((combination + 1) * this.cells <= this.known.length) return;
    const larger = new Uint8Array(2 * this.known.length);
    larger.set(this.known);
    this.known = larger;
  }
}

const COMPARED = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'const', 'enum'];
const NESTED = ['not', 'if', 'then', 'else', 'allOf', 'anyOf', 'oneOf', 'additionalProperties'];
/** They ask for the kind of a value, or for texts alone, or nothing. */
const OTHERS = ['type', 'required', 'minLength', 'maxLength', 'pattern', 'description', 'title', 'examples', 'default'];

/** The numbers that it compares others with; null where it may do something else. */
function boundsOf(schema: Json): ReadonlySet<number> | null {
  const bounds = new Set<number>();
  const take = (one: Json): boolean => {
    if (typeof one !== 'object' || one === null) return typeof one === 'boolean';
    return Object.entries(one as { readonly [keyword: string]: Json }).every(([keyword, value]) => {
      if (COMPARED.includes(keyword)) {
        for (const bound of [value].flat()) if (typeof bound === 'number') bounds.add(bound);
        return true;
      }
      if (NESTED.includes(keyword)) return [value].flat().every(take);
      if (keyword === 'properties') return Object.values(value as object).every((of) => take(of as Json));
      return OTHERS.includes(keyword) || keyword.startsWith('x-');
    });
  };
  return take(schema) ? bounds : null;
}
