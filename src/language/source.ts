/** The text of a scenario or of an included file, as plain data in which every value knows its place. */
import type { Place } from '../model/diagnostic.ts';
import type { Json } from '../model/units.ts';
import { Reporter } from './diagnostics/reporter.ts';
import { decode } from './source/decode.ts';
import { Lines } from './source/lines.ts';
import { parse } from './source/parse.ts';
import { Places, type Path } from './source/places.ts';
import { type PlainPlaces, plainPlaces } from './source/plain-places.ts';
import { readPlain } from './source/plain.ts';
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
  // 2. What is plain has no problem; its places are found when something asks for one.
  const plain = readPlain(text);
  if (plain !== null) {
    const parsed = () => parseText(file, text, new Reporter())!.places;
    return sourceOf(file, text, plain, parsed, () => plainPlaces(file, text));
  }
  // 3. All else takes the parser, which gives both.
  const parsed = parseText(file, text, report);
  return parsed === null ? null : sourceOf(file, text, parsed.value, () => parsed.places);
}

/** Null, with diagnostics, where the text is not one document of plain data within the limits. */
export function parseText(file: string, text: string, report: Reporter): { value: Json; places: Places } | null {
  // 1. Text to a document: counts and depth before anything recurses, then the syntax.
  const lines = new Lines(file, text);
  const document = parse(text, lines, report);
  if (document === null) return null;
  // 2. Document to plain data: keys, numbers, aliases.
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
  return { value: content.value, places: new Places(document.contents, content.targets, text, lines) };
}

function sourceOf(
  file: string,
  text: string,
  value: Json,
  find: () => Places,
  findPlain: () => PlainPlaces = () => () => null,
): Source {
  let found: Places | null = null;
  const places = () => (found ??= find());
  let plain: PlainPlaces | null = null;
  return {
    file,
    text,
    value,
    place: (path, part = 'value') => (plain ??= findPlain())(path, part) ?? places().of(path, part),
    within: (path, from, to) => places().within(path, from, to),
  };
}
