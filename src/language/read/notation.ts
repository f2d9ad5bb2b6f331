import { quote } from '../diagnostics/words.ts';

/**
 * A notation is a small language inside one YAML text: a duration, a share, a window of hours. It says what
 * it expects, what a text must look like (for the JSON Schema), and what it means.
 */
export interface Notation<T> {
  /** With article and example: `a duration such as 15m, 2h or 14d`. */
  readonly expected: string;
  /** A regular expression that every valid text matches; `parse` is stricter. */
  readonly pattern: string;
  /** Throws `Misread` where the text means nothing. */
  parse(text: string): T;
}

/** What is wrong with a text; the place is known to who asked. */
export class Misread extends Error {
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.name = 'Misread';
    this.hint = hint;
  }
}

/** The one message of a text that does not look like what is expected. */
export function unlike(text: string, notation: { readonly expected: string }): Misread {
  return new Misread(`Expected ${notation.expected}, found ${quote(text)}`);
}
