/** Reads files of JSON, NDJSON and CSV, packed or not. */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { SourceInput } from '../../model/plan.ts';
import type { Json } from '../../model/units.ts';
import type { Reader, ReaderDefinition, SourceContext } from '../reader.ts';
import type { Store } from '../store.ts';
import { localTimes, readTime } from '../times.ts';
import { bytesOf, unpackedName } from './bytes.ts';
import { constantsOf, fieldsOf } from './columns.ts';
import type { FilesOptions } from './definition.ts';
import { findFiles } from './find.ts';
import { Flat, type FlatTime } from './flat.ts';
import { Held } from './held.ts';
import { JsonRecords } from './json.ts';
import { pathOf, type Path } from './path.ts';
import type { RecordShape } from './record.ts';

export const filesReader: ReaderDefinition = {
  kind: 'files',
  find: findFiles,
  async open(context) {
    const { schema } = context.options as unknown as FilesOptions;
    const check = schema === null ? null : (await import('./schema.ts')).compileSchema(schema, context.source.place);
    return new FilesReader(context, check);
  },
};

type Format = NonNullable<FilesOptions['format']>;

class FilesReader implements Reader {
  private readonly context: SourceContext;
  private readonly options: FilesOptions;
  private readonly shape: RecordShape;
  private readonly paths: readonly Path[];
  private readonly names: readonly string[];

  constructor(context: SourceContext, check: RecordShape['check']) {
    this.context = context;
    this.options = context.options as unknown as FilesOptions;
    const { timestamp } = this.options;
    const time = readTime(timestamp.format, timestamp.timezone ?? context.zone);
    const constants = constantsOf(this.options).map(([, value]) => value);
    this.shape = { columns: context.columns, constants, check, time, texts: false };
    this.names = fieldsOf(this.options).map(([, path]) => path);
    this.paths = this.names.map(pathOf);
  }

  async *read(input: SourceInput, skip: number, store: Store): AsyncGenerator<void> {
    const format = this.formatOf(input.name);
    store.begin(input, skip);
    if (format === 'csv') {
      const { readCsv } = await import('./csv.ts');
      yield* readCsv(
        this.bytes(input),
        input,
        { ...this.shape, texts: true, names: this.names, delimiter: this.options.delimiter ?? ',' },
        store,
        skip,
      );
    } else if (this.options.items !== null && format === 'json')
      yield* this.nested(input, this.options.items, skip, store);
    else yield* this.json(input, format === 'ndjson', skip, store);
    store.end();
  }

  private bytes(input: SourceInput): AsyncIterable<Buffer> {
    return bytesOf(input.name, (bytes) => this.context.progress?.(input, bytes));
  }

  private async *json(input: SourceInput, lines: boolean, skip: number, store: Store): AsyncGenerator<void> {
    const flat = this.flat(store);
    const records = new JsonRecords(input, { ...this.shape, paths: this.paths, flat }, store, lines, skip);
    const held = new Held();
    for await (const chunk of ended(this.bytes(input))) {
      if (chunk !== null) held.add(chunk);
      let at = 0;
      for (;;) {
        at = records.read(held, at, chunk === null);
        if (!store.full) break;
        yield;
        flat?.forget();
      }
      records.advance(at);
      held.drop(at);
    }
    records.finish();
  }

  private async *nested(input: SourceInput, items: string, skip: number, store: Store): AsyncGenerator<void> {
    const { NestedRecords } = await import('./nested.ts');
    const records = new NestedRecords(input, { ...this.shape, paths: this.paths, items }, store, skip);
    for await (const chunk of this.bytes(input)) {
      records.write(chunk);
      while (!records.drain()) yield;
    }
    records.finish();
  }

  /** The fast way, where the records can be flat. */
  private flat(store: Store): Flat | null {
    const { columns } = this.context;
    const { timestamp, schema } = this.options;
    if (
      !Flat.takes(columns) ||
      this.shape.constants.length > 0 ||
      !this.paths.every(({ up, keys }) => up === 0 && keys.length === 1)
    )
      return null;
    const time = flatTime(timestamp.format, timestamp.timezone ?? this.context.zone);
    if (time === null) return null;
    return new Flat(store, columns, this.names, time, this.shape.check, schema, judges(schema, timestamp.field));
  }

  private formatOf(path: string): Format {
    if (this.options.format !== null) return this.options.format;
    const extension = /\.([a-z]+)$/i.exec(unpackedName(path))?.[1]?.toLowerCase();
    const format = EXTENSIONS[extension ?? ''];
    if (format !== undefined) return format;
    throw new SeedctlError({
      code: 'unknown-format',
      exit: Exit.invalid,
      message: `the name of ${path} does not say how it is written`,
      place: this.context.source.place,
      safe: 'what was read before it is in the target and is not written twice',
      next: 'write `format: json`, `ndjson` or `csv` in the source',
    });
  }
}

const EXTENSIONS: { readonly [extension: string]: Format } = {
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  csv: 'csv',
};

function flatTime(format: string, zone: string): FlatTime | null {
  if (format === 'iso') return { kind: 'iso', local: localTimes(zone) };
  if (format === 'epoch_s') return { kind: 'epoch', unit: 1000 };
  return format === 'epoch_ms' ? { kind: 'epoch', unit: 1 } : null;
}

/** Whether a schema says anything of a field but that it must be there. */
function judges(schema: Json, field: string): boolean {
  if (typeof schema !== 'object' || schema === null) return schema === field;
  if (Array.isArray(schema)) return (schema as readonly Json[]).some((item) => judges(item, field));
  return Object.entries(schema).some(([key, value]) => {
    if (key === 'required') return false;
    if (key !== field) return judges(value, field);
    const about = typeof value === 'object' && value !== null ? Object.keys(value) : ['anything'];
    return about.some((keyword) => !['description', 'title', 'examples'].includes(keyword));
  });
}

/** The chunks, and null behind the last. */
async function* ended(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  yield* chunks;
  yield null;
}
