/** Sources, and the streams of the records that are read from them. */
import type { FieldShape } from '../../model/field.ts';
import type { RecordField, SourceOptions, Stream } from '../../model/scenario.ts';
import type { Json } from '../../model/units.ts';
import { sources, type SourceColumn } from '../../sources/registry.ts';
import { didYouMean, quote } from '../diagnostics/words.ts';
import { sourceFields, sourceKinds } from '../grammar/source.ts';
import { recordsStream, streamFields } from '../grammar/stream.ts';
import { Broken } from './at.ts';
import type { Written } from './definitions.ts';
import { Placed } from './placed.ts';
import type { Reading } from './reading.ts';
import { scopeOf } from './scope.ts';
import { broken, mappingOf } from './text.ts';

const shape: FieldShape = { type: 'variant', noun: 'source', of: sourceKinds, common: sourceFields };

/** Paths of values, as `sources/wearables/paths/0`, that `--param` has given a part of. */
export type FromCommandLine = ReadonlySet<string>;

/** A source's options as written: variables of the environment are filled in only for the source in use. */
export function sourceOf({ written, at }: Written, given: FromCommandLine, reader: Reading): SourceOptions {
  const { kind, values } = reader.read(shape, written, at, scopeOf('asset')) as {
    kind: string;
    values: { [key: string]: Json };
  };
  const prefix = `${at.path.join('/')}/`;
  return Object.assign(new Placed(at), {
    kind,
    options: values,
    given: [...given].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)),
  });
}

/** What a stream of records has: the columns are those of its source. */
export function recordsOf(
  { written, at }: Written,
  ordinal: number,
  known: { readonly [name: string]: SourceOptions },
  names: readonly string[],
  reading: Reading,
): Stream {
  const mapping = mappingOf(written, at, 'a stream');
  const scope = scopeOf('asset');
  const { id, to } = reading.fields(streamFields, mapping, at, scope);
  const { from } = reading.fields(recordsStream.fields, mapping, at, scope);
  const source = Object.hasOwn(known, from) ? known[from]! : null;
  if (source === null) {
    // What is wrong with the source is said where it stands.
    if (names.includes(from)) throw new Broken();
    const hint = didYouMean(from, names, 'Sources') ?? 'The scenario defines no source';
    return broken(at.below('from'), 'unknown-source', `There is no source ${quote(from)}`, hint);
  }
  return {
    id: id ?? (ordinal === 1 ? 'records' : `records.${String(ordinal)}`),
    kind: 'records',
    preset: 'records',
    table: to,
    select: null,
    metrics: null,
    events: null,
    source: from,
    record: columnsOfSource(source).map(({ name, type, comment, required }): RecordField => ({
      name,
      type,
      comment,
      // What is not required may be missing, as a field of an occurrence may.
      value: { kind: 'reference', of: required ? 'variable' : 'field', name },
    })),
    role: null,
  };
}

export function columnsOfSource({ kind, options }: SourceOptions): readonly SourceColumn[] {
  return sources.find((candidate) => candidate.kind === kind)!.columns(options);
}
