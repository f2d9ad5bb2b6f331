/** How things are called in messages, so that all of them speak alike. */
import { suggest } from './suggest.ts';

/** Longer texts are cut: a message is one line. */
const LONGEST = 60;
/** More names than this are counted, not listed. */
const MOST_NAMES = 24;

/** A name or a written value, in backticks: `` `cpu_usage` ``, `` `[0, 100]` ``. */
export function quote(value: unknown): string {
  return `\`${inLine(value)}\``;
}

/** A written value as one short line: `cpu_usage`, `[0, 100]`. */
export function inLine(value: unknown): string {
  const text = typeof value === 'string' ? value : compact(value);
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `${Array.from(line).slice(0, LONGEST).join('')}…` : line;
}

// As flow YAML, only as deep and wide as will be shown.
function compact(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : String(value);
  const list = Array.isArray(value);
  if (depth > 2) return list ? '[…]' : '{…}';
  const parts = Object.entries(value)
    .slice(0, 8)
    .map(([key, item]) => (list ? compact(item, depth + 1) : `${key}: ${compact(item, depth + 1)}`));
  return list ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
}

/** `` `a`, `b` or `c` ``; with no joint `` `a`, `b`, `c` ``. */
export function listed(names: Iterable<unknown>, joint: 'or' | 'and' | null = 'or'): string {
  const all = [...names].map(quote);
  if (all.length > MOST_NAMES) return `${all.slice(0, MOST_NAMES).join(', ')} and ${all.length - MOST_NAMES} more`;
  if (all.length < 2 || joint === null) return all.join(', ');
  return `${all.slice(0, -1).join(', ')} ${joint} ${all.at(-1)!}`;
}

/** The nearest name, and the legal set: `` did you mean `sine`? Kinds of layer: `constant`, … ``. Null where there is no set. */
export function didYouMean(written: unknown, candidates: Iterable<string>, heading = 'Legal here'): string | null {
  const names = [...candidates];
  if (names.length === 0) return null;
  const nearest = typeof written === 'string' ? suggest(written, names) : null;
  const set = `${heading}: ${listed(names, null)}`;
  return nearest === null ? set : `Did you mean ${quote(nearest)}? ${set}`;
}

/** With its article: `a sine layer`, `an episode`. */
export function a(noun: string): string {
  return /^(a|an|the|one|two|some) /i.test(noun)
    ? noun
    : `${/^([aeio]|u(?!n[is]|s[ea]|t[ei]))/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
