import type { Reporter } from '../diagnostics/reporter.ts';
import type { Lines } from './lines.ts';

export const INDENTATION = 'The indentation of this line fits nothing above it';

/**
 * The other end of a wrong indentation: the block that began deeper. One of the two lines is wrong, or a line between
 * the block and its key is gone; only a reader knows which.
 */
export function explainBlock(text: string, at: number, lines: Lines, report: Reporter): void {
  const above = text.slice(0, text.lastIndexOf('\n', at) + 1).split('\n');
  const line = above.length;
  const wrong = indentOf(text.slice(text.lastIndexOf('\n', at) + 1));
  let first = line - 1;
  for (let i = first - 1; i >= 0 && (indentOf(above[i]!) > wrong || isBlank(above[i]!)); i--)
    if (!isBlank(above[i]!)) first = i;
  if (first === line - 1) return;
  const from = above.slice(0, first).reduce((sum, before) => sum + before.length + 1, 0);
  const depth = indentOf(above[first]!);
  const message = `The block that starts here has ${depth} spaces; line ${line} goes on with ${wrong}`;
  report.error('syntax', lines.place(from + depth, markEnd(text, from + depth)), message, 'One of the two is wrong');
}

function indentOf(line: string): number {
  return /^ */.exec(line)![0].length;
}

function isBlank(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** Marks the word, or the one character of punctuation, that stands there. */
export function markEnd(text: string, at: number): number {
  const word = /^[\p{L}\p{N}_$.-]+/u.exec(text.slice(at, at + 200));
  return at + (word?.[0].length ?? 1);
}
