/** Places in plain YAML without the parser, which takes many times as long: those of keys and of scalars. */
import type { Place } from '../../model/diagnostic.ts';
import type { Json } from '../../model/units.ts';
import { Lines } from './lines.ts';
import type { Path } from './places.ts';
import { readPlain, type Span, type Spanned, type Spans } from './plain.ts';

/** The place of a path in a plain text, as `Places` gives it; null where only the parser can tell. */
export type PlainPlaces = (path: Path, part: 'key' | 'value') => Place | null;

/** @param text which `readPlain` reads */
export function plainPlaces(file: string, text: string): PlainPlaces {
  const spans: Spans = new Map();
  const root = readPlain(text, spans);
  const lines = new Lines(file, text);
  return (path, part) => {
    const span = spanOf(root, spans, path, part);
    if (span === null) return null;
    const [from, to] = span;
    return lines.place(from, from + text.slice(from, to).trimEnd().length);
  };
}

function spanOf(root: Json, spans: Spans, path: Path, part: 'key' | 'value'): Span | null {
  let here = root;
  let found: Spanned | null = null;
  for (const step of path) {
    const there = typeof here === 'object' && here !== null && Object.hasOwn(here, step);
    // What is not there is named by the nearest key around it.
    if (!there || (Array.isArray(here) && typeof step !== 'number')) return found?.key ?? null;
    found = spans.get(here)?.get(String(step)) ?? null;
    here = (here as { readonly [key: string]: Json })[step]!;
  }
  return found?.[part] ?? null;
}
