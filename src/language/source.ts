/** The text of a scenario or of an included file, as plain data in which every value knows its place. */
import type { Place } from '../model/diagnostic.ts';
import type { Json } from '../model/units.ts';
import type { Reporter } from './diagnostics/reporter.ts';
import { decode } from './source/decode.ts';
import { Lines } from './source/lines.ts';
import { parse } from './source/parse.ts';
import { Places, type Path } from './source/places.ts';
import { toContent } from './source/value.ts';

export type { Path };

export interface Source {
  readonly file: string;
  readonly text: string;
  /** Objects have no prototype. What several aliases stand for is one object: do not change it. */
  readonly value: Json;
  /**
   * Where the value of a path, or its key, stands. For what is not there: the key of the nearest block
   * around it, the one that misses it.
   */
  place(path: Path, part?: 'key' | 'value'): Place;
  /** Where the characters [from, to) of a text value stand; the whole value where it is escaped or folded. */
  within(path: Path, from: number, to: number): Place;
}

/** Null, with diagnostics, where the bytes are not one document of plain data within the limits. */
export function readSource(file: string, bytes: Uint8Array, report: Reporter): Source | null {
  // 1. Bytes to text: size, encoding, invisible characters.
  const text = decode(file, bytes, report);
  if (text === null) return null;
  // 2. Text to a document: counts and depth before anything recurses, then the syntax.
  const lines = new Lines(file, text);
  const document = parse(text, lines, report);
  if (document === null) return null;
  // 3. Document to plain data: keys, numbers, aliases.
  const content = toContent(document, lines, report);
  if (content === null) return null;
  if (content.value === null) {
    report.error(
      'empty-file',
      lines.place(0, 0),
      'The file holds nothing',
      '`seedctl scenarios` lists scenarios to start from',
    );
    return null;
  }
  const places = new Places(document.contents, content.targets, text, lines);
  return {
    file,
    text,
    value: content.value,
    place: (path, part = 'value') => places.of(path, part),
    within: (path, from, to) => places.within(path, from, to),
  };
}
