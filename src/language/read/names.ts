import { listed, quote } from '../diagnostics/words.ts';
import { Misread } from './notation.ts';

/** Three-letter names in the order of the calendar; a place of 1 is the first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;

/** `mon` or `mon-fri` to places; a range may run over the end: `sat-mon`. */
export function placesOf(text: string, names: readonly string[], what: string): number[] {
  const [first, last = first, ...more] = text.split('-');
  const from = names.indexOf(first ?? '');
  const to = names.indexOf(last ?? '');
  if (from < 0 || to < 0 || more.length > 0) {
    throw new Misread(`${quote(text)} is no ${what} and no range of them`, `They are ${listed(names)}`);
  }
  const count = ((to - from + names.length) % names.length) + 1;
  return Array.from({ length: count }, (_, i) => ((from + i) % names.length) + 1);
}

/** In calendar order, each once. */
export const ordered = (places: readonly number[]): number[] => [...new Set(places)].sort((a, b) => a - b);
