/** Aligned columns for a terminal. */
import { stripVTControlCharacters } from 'node:util';
import { cells } from '../language/diagnostics/width.ts';

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Cells may carry colour codes; `paintTitle` paints the line of titles. Lines end without spaces. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  paintTitle: (text: string) => string,
): readonly string[] {
  const titles = columns.map((column) => column.title);
  const widths = columns.map((_, i) => Math.max(...[titles, ...rows].map((row) => widthOf(row[i] ?? ''))));
  const line = (row: readonly string[], paint: (text: string) => string) =>
    columns
      .map(({ align }, i) => {
        const cell = row[i] ?? '';
        const space = ' '.repeat((widths[i] ?? 0) - widthOf(cell));
        return align === 'right' ? space + paint(cell) : paint(cell) + space;
      })
      .join('  ')
      .trimEnd();
  return [
    ...(titles.every((title) => title === '') ? [] : [line(titles, paintTitle)]),
    ...rows.map((row) => line(row, String)),
  ];
}

/** Shortens text that is too wide, in the middle of nothing: the start says the most. */
export function clip(
  text: string,
  width: number,
  { unicode }: { readonly unicode: boolean } = { unicode: true },
): string {
  if (widthOf(text) <= width) return text;
  const sign = unicode ? '…' : '..';
  let end = text.length;
  while (end > 0 && widthOf(text.slice(0, end)) > width - sign.length) end--;
  return text.slice(0, end) + sign;
}

/** Columns that a text takes; codes of colours take none. */
export function widthOf(text: string): number {
  return cells(stripVTControlCharacters(text)).reduce((sum, { width }) => sum + width, 0);
}
