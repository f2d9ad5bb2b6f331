/** A curve's points from a CSV file with a header. */
import type { CurvePoint } from '../../model/field.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import { csvRows } from '../read/csv.ts';
import { readCurvePoint } from '../read/curve-point.ts';
import { Misread } from '../read/notation.ts';
import { leadsOut, outside } from '../read/path.ts';
import type { At } from './at.ts';
import { broken, textOf, type Mapping } from './text.ts';

/** The text of a file that is named in another; an Error says why there is none. */
export type DataReader = (from: string, path: string) => string;

/** Reads `file`, with the columns that `x` and `y` beside it name. */
export function readCurveFile(owner: Mapping, at: At, data: DataReader): CurvePoint[] {
  const path = textOf(owner['file'], at, 'a path');
  if (leadsOut(path)) return broken(at, ...outside(path));
  let rows: string[][];
  try {
    rows = csvRows(data(at.place().file, path));
  } catch (error) {
    return broken(
      at,
      'missing-file',
      `The file ${quote(path)} cannot be read`,
      error instanceof Error ? error.message : null,
    );
  }
  const header = rows[0] ?? [];
  const column = (key: 'x' | 'y', absent: string): number => {
    const name = textOf(owner[key] ?? absent, at, 'the name of a column');
    const index = header.indexOf(name);
    if (index >= 0) return index;
    const place = Object.hasOwn(owner, key) ? at.sibling(key) : at;
    return broken(
      place,
      'unknown-column',
      `${quote(path)} has no column ${quote(name)}`,
      didYouMean(name, header, 'Columns'),
    );
  };
  const [x, y] = [column('x', 'time'), column('y', 'value')];
  const points = rows.slice(1).filter((row) => row.some((cell) => cell !== ''));
  if (points.length === 0) return broken(at, 'empty-file', `The file ${quote(path)} has no rows`);
  return points.map((row, i) => {
    const value = Number(row[y]);
    if (row[y] === undefined || row[y].trim() === '' || !Number.isFinite(value)) {
      return broken(
        at,
        'wrong-file',
        `Line ${String(i + 2)} of ${quote(path)} has no number in column ${quote(header[y]!)}`,
      );
    }
    try {
      return { ...readCurvePoint(row[x] ?? ''), value };
    } catch (error) {
      const why = error instanceof Misread ? error.message : 'Unreadable';
      return broken(at, 'wrong-file', `Line ${String(i + 2)} of ${quote(path)}: ${why}`);
    }
  });
}
