/**
 * The plain part of YAML, read in one walk: mappings and lists by their indentation or in brackets, and scalars of one
 * line. Most scenarios are nothing else, and only what is wrong needs places.
 *
 * Whatever is not surely plain is left to the parser, also what is merely unusual; so what is read here has no problem,
 * and is what the parser would have read.
 */
import type { Json } from '../../model/units.ts';
import { limits } from './limits.ts';
import { flowText, KEY, plainScalar, QUOTED, WORDS } from './plain-scalar.ts';
import { FORBIDDEN } from './value.ts';

/** Far from the limits that the parser's way counts in its own terms. */
const MOST_ENTRIES = limits.entries / 2;
const DEEPEST = limits.depth / 2;

/** Thrown where the text is not plain. */
class NotPlain extends Error {}

/** From here, to there. */
export type Span = readonly [from: number, to: number];

/** By mapping and key, where the key stands; and its value, where that is a scalar that is written. */
export type Spans = Map<Json, Map<string, Spanned>>;

export interface Spanned {
  readonly key: Span;
  readonly value: Span | null;
}

/**
 * The data of a text, objects without a prototype; null where only the parser can tell.
 * @param spans is filled
 */
export function readPlain(text: string, spans: Spans | null = null): Json | null {
  if (/[\t\r\ufeff]/.test(text)) return null;
  try {
    return new Plain(text, spans).read();
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

const END = -1;

const isSpace = (character: string | undefined): boolean => character === ' ';
const isBreak = (character: string | undefined): boolean => character === undefined || character === '\n';

/** One that loses its prototype keeps a shape, as others do; one that is made without is a hash table, which takes longer. */
const bare = (): { [key: string]: Json } => Object.setPrototypeOf({}, null) as { [key: string]: Json };

class Plain {
  readonly #text: string;
  readonly #spans: Spans | null;
  #at = 0;
  /** The scalar that was read last; null where none is written. */
  #scalarFrom: number | null = null;
  #scalarTo = 0;
  /** Spaces before what comes next, where that starts a line; -1 at the end. */
  #indent: number = END;
  #entries = 0;

  constructor(text: string, spans: Spans | null) {
    this.#text = text;
    this.#spans = spans;
  }

  read(): Json {
    this.#startLine();
    if (this.#indent !== 0) throw new NotPlain();
    const value = this.#map(0, 1);
    if (this.#at < this.#text.length) throw new NotPlain();
    return value;
  }

  #map(indent: number, depth: number): Json {
    this.#count(depth);
    const value = bare();
    do {
      this.#count(depth);
      const start = this.#at;
      const key = this.#key();
      if (key === null) throw new NotPlain();
      const end = this.#at - 1;
      this.#add(value, key, this.#value(indent, depth, true), start, end);
    } while (this.#indent === indent);
    if (this.#indent > indent) throw new NotPlain();
    return value;
  }

  #list(indent: number, depth: number): Json {
    this.#count(depth);
    const items: Json[] = [];
    while (this.#indent === indent && this.#isItem()) {
      this.#count(depth);
      const dash = this.#at++;
      this.#skipSpaces();
      const column = indent + this.#at - dash;
      const start = this.#at;
      const isMap = this.#key() !== null;
      this.#at = start;
      items.push(isMap ? this.#map(column, depth + 1) : this.#value(indent, depth, false));
    }
    if (this.#indent > indent) throw new NotPlain();
    return items;
  }

  /** What follows a colon or a dash, to the start of the line after it. */
  #value(indent: number, depth: number, isOfKey: boolean): Json {
    this.#skipSpaces();
    const first = this.#text[this.#at];
    if (isBreak(first) || first === '#') {
      this.#endLine();
      const own = this.#indent;
      if (own > indent) return this.#isItem() ? this.#list(own, depth + 1) : this.#map(own, depth + 1);
      if (isOfKey && own === indent && this.#isItem()) return this.#list(own, depth + 1);
      this.#scalarFrom = null;
      return null;
    }
    const value =
      first === '{' || first === '['
        ? this.#flow(indent, depth + 1)
        : first === "'" || first === '"'
          ? this.#quoted()
          : this.#scalar(this.#restOfLine());
    this.#endLine();
    return value;
  }

  #flow(indent: number, depth: number): Json {
    this.#count(depth);
    const map = this.#text[this.#at++] === '{' ? bare() : null;
    const closer = map === null ? ']' : '}';
    const items: Json[] = [];
    this.#skipInFlow(indent);
    while (this.#text[this.#at] !== closer) {
      this.#count(depth);
      if (map !== null) {
        const start = this.#at;
        const key = this.#key();
        if (key === null) throw new NotPlain();
        const end = this.#at - 1;
        this.#skipInFlow(indent);
        this.#add(map, key, this.#inFlow(indent, depth), start, end);
      } else items.push(this.#inFlow(indent, depth));
      this.#skipInFlow(indent);
      if (this.#text[this.#at] === ',') {
        this.#at++;
        this.#skipInFlow(indent);
      } else if (this.#text[this.#at] !== closer) throw new NotPlain();
    }
    this.#at++;
    return map ?? items;
  }

  #inFlow(indent: number, depth: number): Json {
    const first = this.#text[this.#at];
    if (first === '{' || first === '[') return this.#flow(indent, depth + 1);
    if (first === "'" || first === '"') return this.#quoted();
    return this.#scalar(flowText(this.#text, this.#at));
  }

  #scalar(written: string | null): Json {
    const value = written === null ? undefined : plainScalar(written);
    if (value === undefined) throw new NotPlain();
    this.#scalarFrom = this.#at;
    this.#scalarTo = this.#at += written!.length;
    return value;
  }

  #quoted(): string {
    QUOTED.lastIndex = this.#at;
    if (!QUOTED.test(this.#text)) throw new NotPlain();
    const inside = this.#text.slice(this.#at + 1, QUOTED.lastIndex - 1);
    const isSingle = this.#text[this.#at] === "'";
    this.#scalarFrom = this.#at;
    this.#scalarTo = this.#at = QUOTED.lastIndex;
    return isSingle ? inside.replaceAll("''", "'") : inside;
  }

  /** A key up to its colon; null, and nowhere else, where there is none. */
  #key(): string | null {
    KEY.lastIndex = this.#at;
    if (!KEY.test(this.#text)) return null;
    const key = this.#text.slice(this.#at, KEY.lastIndex - 1);
    this.#at = KEY.lastIndex;
    if (key.startsWith("'") || key.startsWith('"')) return key.slice(1, -1);
    if (WORDS.has(key)) throw new NotPlain();
    return key;
  }

  #add(map: { [key: string]: Json }, key: string, value: Json, start: number, end: number): void {
    if (map[key] !== undefined || FORBIDDEN.has(key)) throw new NotPlain();
    map[key] = value;
    if (this.#spans === null) return;
    let known = this.#spans.get(map);
    if (known === undefined) this.#spans.set(map, (known = new Map<string, Spanned>()));
    const written = (typeof value !== 'object' || value === null) && this.#scalarFrom !== null;
    known.set(key, { key: [start, end], value: written ? [this.#scalarFrom!, this.#scalarTo] : null });
  }

  /** To the end of the line, without a comment. */
  #restOfLine(): string {
    const newline = this.#text.indexOf('\n', this.#at);
    const line = this.#text.slice(this.#at, newline === -1 ? undefined : newline);
    const comment = line.indexOf(' #');
    let to = comment === -1 ? line.length : comment;
    while (isSpace(line[to - 1])) to--;
    return line.slice(0, to);
  }

  #isItem(): boolean {
    const next = this.#text[this.#at + 1];
    return this.#text[this.#at] === '-' && (isSpace(next) || isBreak(next));
  }

  #skipSpaces(): void {
    while (this.#text[this.#at] === ' ') this.#at++;
  }

  /** Past spaces and a comment to what starts a line. */
  #endLine(): void {
    this.#skipSpaces();
    if (this.#text[this.#at] === '#' && isSpace(this.#text[this.#at - 1])) this.#skipLine();
    if (!isBreak(this.#text[this.#at])) throw new NotPlain();
    this.#at++;
    this.#startLine();
  }

  /** From the start of a line past what is empty. */
  #startLine(): void {
    for (;;) {
      const start = this.#at;
      this.#skipSpaces();
      this.#indent = this.#at - start;
      if (this.#text[this.#at] === '#') this.#skipLine();
      else if (this.#at >= this.#text.length) {
        this.#indent = END;
        return;
      } else if (this.#text[this.#at] !== '\n') return;
      this.#at++;
    }
  }

  #skipLine(): void {
    const newline = this.#text.indexOf('\n', this.#at);
    this.#at = newline === -1 ? this.#text.length : newline;
  }

  /** Between brackets, past spaces, breaks and comments; a line there stands deeper than what holds the brackets. */
  #skipInFlow(indent: number): void {
    this.#skipSpaces();
    if (this.#text[this.#at] === '#' && isSpace(this.#text[this.#at - 1])) this.#skipLine();
    if (this.#text[this.#at] !== '\n') return;
    this.#at++;
    this.#startLine();
    if (this.#indent <= indent) throw new NotPlain();
  }

  #count(depth: number): void {
    if (++this.#entries > MOST_ENTRIES || depth > DEEPEST) throw new NotPlain();
  }
}
