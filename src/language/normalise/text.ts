import type { Code } from '../diagnostics/codes.ts';
import { Misread } from '../read/notation.ts';
import { Broken, type At } from './at.ts';

/** Reads a text in a notation; what is wrong with it is reported where it stands. */
export function inNotation<T>(at: At, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    return broken(at, 'wrong-value', error.message, error.hint);
  }
}

export function broken(at: At, code: Code, message: string, hint: string | null = null): never {
  at.error(code, message, hint);
  throw new Broken();
}

export function textOf(written: unknown, at: At, expected: string): string {
  if (typeof written === 'string') return written;
  return broken(at, 'wrong-type', `Expected ${expected}`);
}

export type Mapping = { readonly [key: string]: unknown };

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function mappingOf(written: unknown, at: At, expected: string): Mapping {
  return isMapping(written) ? written : broken(at, 'wrong-type', `Expected ${expected}`);
}

/** One item, or a list of them. */
export const listOf = (written: unknown): readonly unknown[] =>
  Array.isArray(written) ? (written as unknown[]) : [written];
