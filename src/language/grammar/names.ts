import type { KeyShape } from '../../model/field.ts';

/** Names that `$name` and `${name}` must be able to read. */
export const word: KeyShape = {
  pattern: '^[a-z_][A-Za-z0-9_]*$',
  expected: 'a name of letters, digits and _ that starts with a small letter',
};

/** Names of calendars, patterns, metrics, episodes, streams, sinks. */
export const label: KeyShape = {
  pattern: '^[A-Za-z_][A-Za-z0-9_.:-]*$',
  expected: 'a name of letters, digits and _ . : - that starts with a letter',
};

/** Ids of assets: any text that fits into a line. */
export const line: KeyShape = {
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  expected: 'an id without line breaks',
};
