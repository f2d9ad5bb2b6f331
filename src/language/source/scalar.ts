import type { Scalar } from 'yaml';
import type { Code } from '../diagnostics/codes.ts';
import { quote } from '../diagnostics/words.ts';

export interface ScalarProblem {
  readonly code: Code;
  readonly message: string;
  readonly hint: string;
}

/** What keeps a scalar from being one value, the same everywhere; null for nothing. */
export function scalarProblem({ value, source }: Scalar & { source?: string }): ScalarProblem | null {
  if (typeof value === 'string') return textProblem(value);
  if (typeof value !== 'number') return null;
  const written = quote(source ?? value);
  if (Number.isNaN(value) || source?.toLowerCase().endsWith('.inf'))
    return {
      code: 'not-finite',
      message: `${written} is not a number that data can hold`,
      hint: 'Write a finite number',
    };
  if (!Number.isFinite(value) || (value === 0 && /^[-+]?[0-9.]*[1-9]/.test(source ?? '')))
    return {
      code: 'not-finite',
      message: `${written} is beyond what a 64-bit floating-point number can hold`,
      hint: 'Numbers reach from about 5e-324 to about 1.8e308',
    };
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?(\d+|0x[\da-f]+|0o[0-7]+)$/i.test(source ?? ''))
    return {
      code: 'integer-too-large',
      message: `The integer ${written} would be rounded`,
      hint: 'Exact integers reach to 9007199254740991 (2^53 − 1); put an identifier in quotes',
    };
  return null;
}

function textProblem(text: string): ScalarProblem | null {
  if (text.includes('\0'))
    return {
      code: 'control-character',
      message: 'The text holds the character U+0000',
      hint: 'Databases refuse it; remove it',
    };
  if (/\p{Surrogate}/u.test(text))
    return {
      code: 'control-character',
      message: 'The text holds half of a surrogate pair',
      hint: 'Write the character itself, or `\\U` and its eight hexadecimal digits',
    };
  return null;
}
