/** Records of CSV (RFC 4180) with a header. */
import { parse, type Info } from 'csv-parse';
import { Readable } from 'node:stream';
import type { SourceInput } from '../../model/plan.ts';
import type { Store } from '../store.ts';
import { broken, unreadable } from './faults.ts';
import { LONGEST_RECORD } from './json.ts';
import { keepRecord, type RecordShape } from './record.ts';

export interface CsvShape extends RecordShape {
  /** Names of columns, one for each of ours. */
  readonly names: readonly string[];
  readonly delimiter: string;
}

interface Row {
  readonly record: readonly string[];
  readonly info: Info;
}

/** @throws SeedctlError (exit 3) */
export async function* readCsv(
  bytes: AsyncIterable<Buffer>,
  input: SourceInput,
  { names, delimiter, ...shape }: CsvShape,
  store: Store,
  skip: number,
): AsyncGenerator<void> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  const source = Readable.from(sound(bytes, input), { objectMode: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let header: readonly string[] | null = null;
  let places: readonly number[] = [];
  let left = skip;
  let line = 1;
  try {
    for await (const row of parser) {
      const { record, info } = row as Row;
      const at = line;
      // The parser has counted the lines up to the end of the row.
      line = info.lines + 1;
      if (header === null) {
        header = record;
        places = placesOf(names, header, input);
        continue;
      }
      if (left > 0) {
        left--;
        continue;
      }
      const reason =
        record.length !== header.length
          ? `it has ${record.length} cells and the header has ${header.length}`
          : keepRecord(shape, (i) => record[places[i]!], store, at);
      if (reason !== null) store.reject(at, 1, reason, record.join(delimiter));
      if (store.full) yield;
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'SeedctlError') throw error;
    const { message } = error as Error;
    // The rows before it may not have come to us yet: the parser knows better where it is.
    const told = / at line (\d+)/.exec(message)?.[1];
    throw broken(input.name, { offset: parser.info.bytes, line: Number(told ?? line), column: 1 }, message);
  }
  if (header === null)
    throw unreadable('empty-file', input.name, `${input.name} has no header`, 'write a header, and run again');
}

function placesOf(names: readonly string[], header: readonly string[], input: SourceInput): readonly number[] {
  const missing = names.filter((name) => !header.includes(name));
  if (missing.length === 0) return names.map((name) => header.indexOf(name));
  throw unreadable(
    'missing-column',
    `${input.name}:1:1`,
    `${input.name} has no column ${missing.join(', ')}; it has ${header.join(', ')}`,
    header.length === 1 && /[;\t|]/.test(header[0]!)
      ? 'say what stands between its cells with `delimiter` of the source'
      : 'give the names of its columns in `fields` of the source',
  );
}

/** Bytes that are no UTF-8 would turn into other characters without a word. */
async function* sound(bytes: AsyncIterable<Buffer>, input: SourceInput): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let [offset, line] = [0, 1];
  for await (const chunk of bytes) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw broken(input.name, { offset, line, column: 1 }, 'the file is no UTF-8 somewhere behind this');
    }
    yield text;
    offset += chunk.length;
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) line++;
  }
  try {
    yield decoder.decode();
  } catch {
    throw broken(input.name, { offset, line, column: 1 }, 'the file ends inside a character');
  }
}
