import type { Diagnostic } from '../../model/diagnostic.ts';
import { cells, harmless, type Cell } from './width.ts';

export interface TextOptions {
  /** ANSI colours. */
  readonly colour?: boolean;
}

/** Columns of a line that are shown; of a longer one, those around the mark. */
const WINDOW = 100;
/** Columns kept before the mark in a long line. */
const LEAD = 30;

/** For people: `path:line:column: error[code]: message`, the line with the place marked, the hint beneath. */
export function renderText(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  { colour = false }: TextOptions = {},
): string {
  const paint = (style: keyof typeof STYLES, text: string) =>
    colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
  const splits = new Map<string, string[]>();
  const lineOf = (file: string, line: number): string | undefined => {
    if (!splits.has(file)) splits.set(file, (texts.get(file) ?? '').split(/\r?\n/));
    return splits.get(file)![line - 1];
  };
  return diagnostics
    .map((diagnostic) => {
      const { file, line, column, severity, code, message, hint } = diagnostic;
      const place = paint('bold', `${harmless(file)}:${line}:${column}:`);
      const head = `${place} ${paint(severity, `${severity}[${code}]:`)} ${harmless(message)}\n`;
      const written = lineOf(file, line) ?? '';
      const gutter = ' '.repeat(String(line).length);
      const bar = paint('faint', '|');
      let shown = '';
      if (written.trim() !== '') {
        const { text, mark } = frame(written, diagnostic);
        shown = `${paint('faint', `${line} |`)} ${text}\n${gutter} ${bar} ${paint(severity, mark)}\n`;
      }
      return `${head}${shown}${hint === null ? '' : `${gutter} ${paint('faint', '=')} ${harmless(hint)}\n`}`;
    })
    .join('\n');
}

const STYLES = { bold: '1', faint: '2', error: '1;31', warning: '1;33' } as const;

/** The line and the marks beneath it, cut to a window around the place if the line is long. */
function frame(written: string, { line, column, endLine, endColumn }: Diagnostic): { text: string; mark: string } {
  const all = cells(written);
  const from = indexAt(all, column - 1);
  const to = Math.max(from + 1, endLine > line ? indexAt(all, written.trimEnd().length) : indexAt(all, endColumn - 1));

  let first = 0;
  let last = all.length;
  if (widthOf(all) > WINDOW) {
    first = backwards(all, from, LEAD);
    last = forwards(all, first, WINDOW);
    // Near the end of the line there is room for more before the mark.
    if (last === all.length) first = backwards(all, last, WINDOW);
  }
  const before = first > 0 ? '…' : '';
  const after = last < all.length ? '…' : '';
  const text = `${before}${all
    .slice(first, last)
    .map(({ shown }) => shown)
    .join('')}${after}`;
  const indent = before.length + widthOf(all.slice(first, from));
  const marked = Math.max(1, widthOf(all.slice(from, Math.min(to, last))));
  return { text: text.trimEnd(), mark: `${' '.repeat(indent)}${'^'.repeat(marked)}` };
}

function widthOf(part: readonly Cell[]): number {
  return part.reduce((sum, { width }) => sum + width, 0);
}

/** The cell that holds the UTF-16 unit. */
function indexAt(all: readonly Cell[], unit: number): number {
  let at = 0;
  for (const [index, { units }] of all.entries()) {
    if (at + units > unit) return index;
    at += units;
  }
  return all.length;
}

function backwards(all: readonly Cell[], from: number, room: number): number {
  let index = from;
  for (let left = room; index > 0; index--) {
    left -= all[index - 1]!.width;
    if (left < 0) break;
  }
  return index;
}

function forwards(all: readonly Cell[], from: number, room: number): number {
  let index = from;
  for (let left = room; index < all.length; index++) {
    left -= all[index]!.width;
    if (left < 0) break;
  }
  return index;
}
