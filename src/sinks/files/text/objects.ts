/** Reads records back that were written as objects of JSON, one on each line. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Lines that are no objects count as rows that have none of the columns; a line of which `skip` holds is none. */
export async function* readObjects(
  path: string,
  columns: readonly string[],
  skip: (line: string) => boolean = (line) => line === '',
): AsyncGenerator<readonly (string | null)[]> {
  const row: (string | null)[] = columns.map(() => null);
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (skip(line)) continue;
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
    const record: unknown = JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line);
    return typeof record === 'object' && record !== null ? (record as { readonly [key: string]: unknown }) : {};
  } catch {
    return {};
  }
}
