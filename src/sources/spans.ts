/** Which stretches of which series arranged records are, where that says the same as their keys and takes less. */
import type { KeySpan } from '../model/span.ts';
import type { Arranged } from './arrange.ts';
import type { SourceColumn } from './definition.ts';

/** With fewer records in a series than these, keys are as good. */
const SPARSE = 64;

/** One or more; null where a key is made of anything but the texts and the time of a record, or they are short. */
export function spansOf(
  { kept, keptRows }: Arranged,
  columns: readonly SourceColumn[],
  key: readonly string[],
): readonly KeySpan[] | null {
  const at = columns.findIndex(({ type }) => type === 'timestamp');
  const inKey = new Set(key);
  const times = keptRows.columns[at];
  const plain =
    times instanceof Float64Array &&
    key.every((name) => columns.some((column) => column.name === name)) &&
    columns.every(({ name, type }, i) => inKey.has(name) === (type === 'text' || i === at));
  if (!plain || kept.length === 0 || kept.length * SPARSE > keptRows.count) return null;
  const time = columns[at]!.name;
  const spans = kept.map(({ texts, from, to }): KeySpan => ({
    key: key.map((name) => (name === time ? null : texts[name]!)),
    // A column may round what is finer than a millisecond.
    range: { from: Math.floor(times[from]!), to: Math.ceil(times[to - 1]!) + 1 },
    records: to - from,
  }));
  const whole = kept.every(({ texts }) => key.every((name) => name === time || texts[name] !== null));
  return whole ? spans : null;
}
