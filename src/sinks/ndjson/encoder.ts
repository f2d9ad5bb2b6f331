/** Parts of newline-delimited JSON. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { OpenEncoder } from '../files/encoder.ts';
import { textEncoder } from '../files/text/encoder.ts';
import { ndjsonTemplate } from './template.ts';

export const openNdjson: OpenEncoder<object> = (_options, { signal }, disk) =>
  Promise.resolve(
    textEncoder(
      { extension: 'ndjson', header: () => '', row: (batch) => ndjsonTemplate(batch, false), readRows },
      disk,
      signal,
    ),
  );

/** Lines that are no objects count as rows that have none of the columns. */
async function* readRows(path: string, columns: readonly string[]): AsyncGenerator<readonly (string | null)[]> {
  const row: (string | null)[] = columns.map(() => null);
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line === '') continue;
    if (columns.length > 0) {
      const record = parse(line);
      columns.forEach((column, i) => {
        const value = record[column] ?? null;
        row[i] = value === null || typeof value === 'string' ? value : JSON.stringify(value);
      });
    }
    yield row;
  }
}

function parse(line: string): { readonly [key: string]: unknown } {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === 'object' && record !== null ? (record as { readonly [key: string]: unknown }) : {};
  } catch {
    return {};
  }
}
