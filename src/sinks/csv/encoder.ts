/** Parts of comma-separated values. */
import { createReadStream } from 'node:fs';
import type { OpenEncoder } from '../files/encoder.ts';
import { textEncoder } from '../files/text/encoder.ts';
import { parseCsv } from './parse.ts';
import { csvHeader, csvTemplate, harmlessBatch, harmlessCell, plainCell } from './template.ts';

export const openCsv: OpenEncoder<{ readonly escape_formulas: boolean }> = (options, { signal }) => {
  const cell = options.escape_formulas ? harmlessCell : plainCell;
  return Promise.resolve(
    textEncoder(
      {
        extension: 'csv',
        header: (table) => csvHeader(table, cell),
        row: (batch) => csvTemplate(batch, cell),
        readRows,
        ...(options.escape_formulas && { asHeld: harmlessBatch }),
      },
      signal,
    ),
  );
};

async function* readRows(path: string, columns: readonly string[]): AsyncGenerator<readonly (string | null)[]> {
  let places: readonly number[] | null = null;
  for await (const record of parseCsv(createReadStream(path, 'utf8') as AsyncIterable<string>)) {
    if (places === null) places = columns.map((column) => record.indexOf(column));
    else yield places.map((place) => record[place] ?? null);
  }
}
