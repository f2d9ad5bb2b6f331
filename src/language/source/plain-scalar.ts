/** Scalars of the plain part of YAML: those that can be told from a look at their characters. */
import type { Scalar } from '../../model/units.ts';

/** At its `lastIndex`: a key and its colon; in single quotes, in double ones, or bare. */
export const KEY = /(?:'[^'\n]{0,99}'|"[^"\\\n]{0,99}"|[A-Za-z_][\w.-]{0,99}|0|[1-9]\d{0,9}):(?=[ \n]|$)/y;

/** At its `lastIndex`, on one line and without escapes: in single quotes, where two stand for one, or in double ones. */
export const QUOTED = /'(?:[^'\n]|'')*'|"[^"\\\n]*"/y;

/** Numbers of YAML's core schema, in all their forms (YAML 1.2.2, 10.3.2). */
const NUMBER =
  /^(?:[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** Those that a float holds as they are written. */
const SHORT = /^-?(?:0|[1-9]\d{0,9})(?:\.\d{1,9})?$/;

/** What only the parser can tell, at the start of a scalar: `-` may start one, as in `-3`. */
const INDICATORS = new Set('?:,[]{}#&*!|>\'"%@`');

/** Texts that are something else. */
export const WORDS: ReadonlyMap<string, Scalar | null> = new Map<string, Scalar | null>([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
]);

/** The value of a scalar without quotes; undefined where only the parser can tell. */
export function plainScalar(text: string): Scalar | null | undefined {
  const first = text[0];
  if (first === undefined || INDICATORS.has(first) || (first === '-' && !/^-[\w.]/.test(text))) return undefined;
  if (text.endsWith(':') || text.includes(': ')) return undefined;
  if (/^[-+.\d]/.test(text)) return SHORT.test(text) ? Number(text) : NUMBER.test(text) ? undefined : text;
  const word = WORDS.get(text);
  return word === undefined ? text : word;
}

/** The characters of a scalar between brackets; null where only the parser can tell. */
export function flowText(text: string, from: number): string | null {
  IN_FLOW.lastIndex = from;
  if (!IN_FLOW.test(text)) return null;
  let to = IN_FLOW.lastIndex;
  while (text[to - 1] === ' ') to--;
  return text.slice(from, to);
}

/** At its `lastIndex`, to what ends a scalar between brackets, spaces included; a `#` after a space starts a comment. */
const IN_FLOW = /(?:[^,[\]{}\n #]| (?!#)|(?<! )#)+(?=[,\]}\n ])/y;
