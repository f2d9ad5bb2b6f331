/** A problem of shape, and how messages call what it is about. */
import type { Code } from '../diagnostics/codes.ts';
import { quote } from '../diagnostics/words.ts';
import type { Path } from '../source.ts';
import { meaning } from './expected.ts';
import type { ObjectSchema } from './schema.ts';

export interface Problem {
  readonly code: Code;
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly message: string;
  readonly hint: string | null;
}

/** Made one at a time: whoever asks only whether there is one, stops at the first. */
export type Problems = Generator<Problem, void, undefined>;

export function problem(
  code: Code,
  path: Path,
  message: string,
  hint: string | null,
  part: Problem['part'] = 'value',
): Problem {
  return { code, path, part, message, hint };
}

/** What a problem is about, at the start of a sentence: `` `decimals` ``, ``An item of `clamp` ``. */
export function subject(path: Path): string {
  return capital(block(path));
}

/** The block or value at a path, by the nearest key: `` `time` ``, ``an item of `assets` ``. */
export function block(path: Path): string {
  const key = path.findLast((step) => typeof step === 'string');
  if (key === undefined) return path.length === 0 ? 'the file' : 'an item';
  return typeof path.at(-1) === 'number' ? `an item of ${quote(key)}` : quote(key);
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function hintOf(own: ObjectSchema, path: Path): string | null {
  const key = path.at(-1);
  return typeof key === 'string' ? meaning(key, own) : null;
}
