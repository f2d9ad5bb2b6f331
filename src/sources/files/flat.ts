/**
 * The fast way through records that are flat objects of JSON: no object is made of one, and a text that was read
 * before is not read again. Whatever is not plain (escapes, nesting, long numbers, a missing field, a value that
 * does not fit) is left to the slow way, which knows why.
 */
import type { Json } from '../../model/units.ts';
import type { SourceColumn } from '../definition.ts';
import type { Store, StoreColumn } from '../store.ts';
import type { LocalTimes } from '../times.ts';
import { wallTime } from '../times.ts';
import { Lead } from './lead.ts';
import type { CheckRecord } from './schema.ts';
import { Verdicts } from './verdicts.ts';

const [TAB, LINE, RETURN, SPACE, QUOTE, PLUS, COMMA, MINUS, DOT] = [9, 10, 13, 32, 34, 43, 44, 45, 46];
const [ZERO, NINE, COLON, BACKSLASH, CLOSE] = [48, 57, 58, 92, 125];
const POWERS = Array.from({ length: 16 }, (_, n) => 10 ** n);
const MOST_KEYS = 100;

/** How times are read without a detour. */
export type FlatTime =
  { readonly kind: 'iso'; readonly local: LocalTimes } | { readonly kind: 'epoch'; readonly unit: number };

type Texts = StoreColumn & { readonly kind: 'text' };

interface Key {
  readonly bytes: Uint8Array;
  /** -1 for a field that nobody asked for. */
  readonly column: number;
  readonly target: StoreColumn | null;
  /** What a text was the last time. */
  last: Uint8Array;
  lastId: number;
}

export class Flat {
  /** Newlines within the record that was read last, and where the last of them stands. */
  lines = 0;
  lastLine = 0;

  private readonly store: Store;
  private readonly columns: readonly SourceColumn[];
  private readonly keys: Key[] = [];
  /** Which key came where in the record before. */
  private readonly order: Key[] = [];
  private readonly time: FlatTime;
  private readonly check: CheckRecord | null;
  private readonly verdicts: Verdicts | null;
  /** The record as the schema sees it: one object, used again. */
  private readonly record: { [name: string]: unknown } = {};
  private readonly all: number;
  private readonly lead = new Lead();
  /** Its text, where the schema has something to say of it. */
  private readonly timeText: boolean;
  private date = -1;
  private midnight = 0;
  private at = 0;
  private value = 0;

  /** @param paths of each column: names of fields @param schema what `check` checks */
  constructor(
    store: Store,
    columns: readonly SourceColumn[],
    paths: readonly string[],
    time: FlatTime,
    check: CheckRecord | null,
    schema: Json,
    timeText: boolean,
  ) {
    this.store = store;
    this.columns = columns;
    this.time = time;
    this.check = check;
    this.timeText = timeText;
    this.verdicts =
      check === null || timeText ? null : Verdicts.of(schema, store.columns, (row) => this.isValid(row, check));
    this.all = 2 ** columns.length - 1;
    paths.forEach((path, i) => this.keys.push(keyOf(Buffer.from(path), i, store.columns[i]!)));
    for (const { name } of columns) this.record[name] = null;
  }

  /** Whether records of these columns can be read in this way at all. */
  static takes(columns: readonly SourceColumn[]): boolean {
    return columns.length < 31 && columns.every(({ type }) => type !== 'json' && type !== 'boolean');
  }

  /** Words were forgotten: nothing may refer to them. */
  forget(): void {
    for (const key of this.keys) [key.last, key.lastId] = [new Uint8Array(0), 0];
    this.verdicts?.forget();
    this.lead.forget();
  }

  /**
   * Reads the record whose brace is at `from` into the next row; where it ends, or -1 where it is not plain.
   *
   * @param b with zeros behind what is read, which end whatever it may be
   */
  read(b: Uint8Array, from: number): number {
    const { store, lead } = this;
    const row = store.count;
    this.lines = 0;
    const led = lead.fills(row, b, from);
    let mask = led ? lead.mask : 0;
    this.at = from + (led ? lead.length : 1);
    // How many texts it begins with, as the one before did, and where they end: once to be remembered.
    let texts = led ? -1 : 0;
    let leading = 0;
    let end = 0;
    for (let k = led ? lead.texts.length : 0; ; k++) {
      this.skip(b);
      if (b[this.at] !== QUOTE) return -1;
      const key = this.key(b, k);
      if (key === null) return -1;
      this.skip(b);
      if (b[this.at] !== COLON) return -1;
      this.at++;
      this.skip(b);
      const { target } = key;
      // Of a key that comes twice the last one holds; what the first left behind must not be taken for it.
      if (target !== null && (mask & (1 << key.column)) !== 0) return -1;
      if (target === null) {
        if (!this.pass(b)) return -1;
      } else if (target.kind === 'text') {
        const before = key.lastId;
        if (!this.text(b, key, target)) return -1;
        target.ids[row] = key.lastId;
        mask |= 1 << key.column;
        if (texts === k && before === key.lastId) texts++;
      } else if (target.kind === 'number') {
        if (!this.number(b)) return -1;
        target.values[row] = this.value;
        mask |= 1 << key.column;
      } else if (target.kind === 'time') {
        const start = this.at;
        if (!(this.time.kind === 'iso' ? this.iso(b, this.time.local) : this.epoch(b, this.time.unit))) return -1;
        target.values[row] = this.value;
        if (this.timeText) this.record[this.columns[key.column]!.name] = this.written(b, start);
        mask |= 1 << key.column;
      }
      this.skip(b);
      const next = b[this.at++];
      if (next === COMMA) {
        if (k + 1 === texts) {
          leading = texts;
          end = this.at;
        }
        continue;
      }
      if (next !== CLOSE) return -1;
      if (mask !== this.all || !this.fits(row)) return -1;
      if (leading > 0 && this.lines === 0) lead.remember(b, from, end, this.order.slice(0, leading).map(textOf));
      return this.at;
    }
  }

  private fits(row: number): boolean {
    if (this.verdicts !== null) return this.verdicts.fits(row);
    return this.check === null || this.isValid(row, this.check);
  }

  private isValid(row: number, check: CheckRecord): boolean {
    const { columns, record, store } = this;
    for (let i = 0; i < columns.length; i++) {
      const target = store.columns[i]!;
      if (target.kind === 'text') record[columns[i]!.name] = target.words.texts[target.ids[row]!];
      else if (target.kind === 'number') record[columns[i]!.name] = target.values[row];
      else if (!this.timeText) record[columns[i]!.name] = '';
    }
    return check(record) === null;
  }

  private skip(b: Uint8Array): void {
    for (;;) {
      const c = b[this.at];
      if (c === LINE) {
        this.lines++;
        this.lastLine = this.at;
      } else if (c !== SPACE && c !== TAB && c !== RETURN) return;
      this.at++;
    }
  }

  /** The key that begins here; most often the one that was in its place in the record before. */
  private key(b: Uint8Array, place: number): Key | null {
    const from = this.at + 1;
    const guess = this.order[place];
    if (guess !== undefined && startsWith(b, from, guess.bytes) && b[from + guess.bytes.length] === QUOTE) {
      this.at = from + guess.bytes.length + 1;
      return guess;
    }
    let to = from;
    for (; b[to] !== QUOTE; to++) if (b[to] === BACKSLASH || b[to]! < SPACE) return null;
    const key = this.keyAt(b, from, to, place);
    if (key === null) return null;
    this.order[place] = key;
    this.at = to + 1;
    return key;
  }

  /** Apart from `key`, which would else make an object for each of its calls that holds what the closure asks for. */
  private keyAt(b: Uint8Array, from: number, to: number, place: number): Key | null {
    const known = this.keys.find(({ bytes }) => bytes.length === to - from && startsWith(b, from, bytes));
    if (known !== undefined) return known;
    if (this.keys.length >= MOST_KEYS || place >= MOST_KEYS) return null;
    const key = keyOf(Uint8Array.from(b.subarray(from, to)), -1, null);
    this.keys.push(key);
    return key;
  }

  private text(b: Uint8Array, key: Key, target: Texts): boolean {
    if (b[this.at] !== QUOTE) return false;
    const from = this.at + 1;
    const { last } = key;
    if (key.lastId > 0 && startsWith(b, from, last) && b[from + last.length] === QUOTE) {
      this.at = from + last.length + 1;
      return true;
    }
    let hash = 0x811c_9dc5;
    let to = from;
    for (;;) {
      const c = b[to]!;
      if (c === QUOTE) break;
      if (c === BACKSLASH || c < SPACE) return false;
      hash = Math.imul(hash ^ c, 0x0100_0193);
      to++;
    }
    const id = target.words.ofBytes(b, from, to, hash ^ (hash >>> 15));
    if (id < 0) return false;
    key.lastId = id;
    key.last = target.words.bytesOf(id);
    this.at = to + 1;
    return true;
  }

  /** Up to 15 digits: then both the digits and the power of ten are exact, and so is their quotient. */
  private number(b: Uint8Array): boolean {
    let i = this.at;
    const negative = b[i] === MINUS;
    if (negative) i++;
    const first = i;
    let value = 0;
    let c = b[i]!;
    for (; c >= ZERO && c <= NINE; c = b[++i]!) value = value * 10 + (c - ZERO);
    let digits = i - first;
    if (digits === 0 || (digits > 1 && b[first] === ZERO)) return false;
    if (c === DOT) {
      const point = i;
      for (c = b[++i]!; c >= ZERO && c <= NINE; c = b[++i]!) value = value * 10 + (c - ZERO);
      const decimals = i - point - 1;
      digits += decimals;
      if (decimals === 0 || digits > 15) return false;
      value /= POWERS[decimals]!;
    }
    // An exponent is rare.
    if (digits > 15 || (c | 32) === 101) return false;
    this.value = negative ? -value : value;
    this.at = i;
    return true;
  }

  private epoch(b: Uint8Array, unit: number): boolean {
    if (!this.number(b)) return false;
    this.value = Math.round(this.value * unit);
    return this.value >= 0 && this.value < 253_402_300_800_000;
  }

  /** `"2024-01-01T00:00:00"`, with a fraction, `Z` or an offset of hours and minutes behind it. */
  private iso(b: Uint8Array, local: LocalTimes): boolean {
    let i = this.at;
    if (b[i] !== QUOTE || b[i + 5] !== MINUS || b[i + 8] !== MINUS || b[i + 14] !== COLON || b[i + 17] !== COLON)
      return false;
    const separator = b[i + 11];
    if (separator !== 84 && separator !== SPACE) return false;
    const century = two(b, i + 1);
    const years = two(b, i + 3);
    const month = two(b, i + 6);
    const day = two(b, i + 9);
    const hour = two(b, i + 12);
    const minute = two(b, i + 15);
    const second = two(b, i + 18);
    if (!(century >= 0 && years >= 0 && month >= 0 && day >= 0 && hour >= 0 && minute >= 0 && second >= 0))
      return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    const date = ((century * 100 + years) * 100 + month) * 100 + day;
    if (date !== this.date) {
      const midnight = wallTime(century * 100 + years, month, day, 0, 0, 0, 0);
      if (Number.isNaN(midnight)) return false;
      this.date = date;
      this.midnight = midnight;
    }
    let wall = this.midnight + ((hour * 60 + minute) * 60 + second) * 1000;
    i += 20;
    if (b[i] === DOT) {
      let ms = 0;
      let n = 0;
      for (let c = b[++i]!; c >= ZERO && c <= NINE; c = b[++i]!, n++) if (n < 3) ms = ms * 10 + (c - ZERO);
      if (n === 0 || n > 9) return false;
      wall += n >= 3 ? ms : ms * POWERS[3 - n]!;
    }
    const zone = b[i];
    if (zone === QUOTE) this.value = local(wall);
    else if (zone === 90) {
      this.value = wall;
      i++;
    } else if ((zone === PLUS || zone === MINUS) && b[i + 3] === COLON) {
      const [hours, minutes] = [two(b, i + 1), two(b, i + 4)];
      if (!(hours >= 0 && minutes >= 0) || hours > 18 || minutes > 59) return false;
      this.value = wall - (zone === MINUS ? -1 : 1) * (hours * 60 + minutes) * 60_000;
      i += 6;
    } else return false;
    if (b[i] !== QUOTE) return false;
    this.at = i + 1;
    return true;
  }

  /** A value that nobody asked for: a plain text, a number, a word. */
  private pass(b: Uint8Array): boolean {
    let i = this.at;
    if (b[i] !== QUOTE) {
      // `-`, `.`, digits and letters; what it says is for the slow way alone to judge.
      if (this.number(b)) return true;
      for (const word of WORDS) {
        if (!startsWith(b, i, word)) continue;
        this.at = i + word.length;
        return true;
      }
      return false;
    }
    for (i++; b[i] !== QUOTE; i++) {
      const c = b[i]!;
      if (c === BACKSLASH || c < SPACE || c > 126) return false;
    }
    this.at = i + 1;
    return true;
  }

  private written(b: Uint8Array, start: number): string | number {
    const text = Buffer.from(b.buffer, b.byteOffset + start, this.at - start).toString('latin1');
    return text.startsWith('"') ? text.slice(1, -1) : Number(text);
  }
}

const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word));

const keyOf = (bytes: Uint8Array, column: number, target: StoreColumn | null): Key => ({
  bytes,
  column,
  target,
  last: new Uint8Array(0),
  lastId: 0,
});

const textOf = ({ column, target, lastId }: Key) => ({ column, ids: (target as Texts).ids, id: lastId });

function startsWith(b: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (b[at + i] !== bytes[i]) return false;
  return true;
}

/** Two digits; below 0 for what is none. */
function two(b: Uint8Array, at: number): number {
  const tens = b[at]! - ZERO;
  const ones = b[at + 1]! - ZERO;
  return tens >= 0 && tens < 10 && ones >= 0 && ones < 10 ? tens * 10 + ones : -1;
}
