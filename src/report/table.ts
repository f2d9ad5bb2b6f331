/** Aligned columns for a terminal. */
import stringWidth from 'string-width';

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
  const widths = columns.map((_, i) => Math.max(...[titles, ...rows].map((row) => stringWidth(row[i] ?? ''))));
  const line = (row: readonly string[], paint: (text: string) => string) =>
    columns
      .map(({ align }, i) => {
        const cell = row[i] ?? '';
        const space = ' '.repeat((widths[i] ?? 0) - stringWidth(cell));
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
export function clip(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let end = text.length;
  while (end > 0 && stringWidth(text.slice(0, end)) > width - 1) end--;
  return `${text.slice(0, end)}…`;
}
