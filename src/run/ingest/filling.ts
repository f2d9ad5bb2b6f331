/** What is read and not written yet, cut into groups that a target takes as a whole. */
import { canonical } from '../../model/canonical.ts';
import type { Group, PlannedStream, Series } from '../../model/plan.ts';
import type { Json, Range } from '../../model/units.ts';
import { addRecord, addValues, emptyFingerprint, rowKey, toHex } from '../../simulate/fingerprint.ts';
import { arrange, type Arranged } from '../../sources/arrange.ts';
import type { SourceColumn } from '../../sources/definition.ts';
import type { Reject, Segment, Store } from '../../sources/store.ts';

/** The ledger counts records of an input in place of instants: all of them, and what may follow. */
export const WHOLE: Range = { from: 0, to: Date.UTC(9999, 11, 31) };

/** What is written together. */
export interface Filling {
  readonly group: Group;
  readonly segments: readonly Segment[];
  readonly arranged: Arranged;
  readonly fingerprint: string;
  readonly rejects: readonly Reject[];
  /** Of each row of the store that they were in. */
  readonly lines: Float64Array;
}

/** Why a good record is not taken: in words, or the row that has its key. */
export type Reason = string | { readonly other: number };

/** What the store holds: whole inputs together, and what begins or ends inside of one alone. */
export function fillingsOf(
  store: Store,
  stream: PlannedStream,
  columns: readonly SourceColumn[],
  seriesOf: ReadonlyMap<string, Series>,
): readonly Filling[] {
  const whole = store.segments.filter(({ from, done }) => from === 0 && done);
  const parts = store.segments.filter(
    (segment) => !whole.includes(segment) && (segment.done || segment.to > segment.from),
  );
  const groups = [...(whole.length === 0 ? [] : [whole]), ...parts.map((part) => [part])];
  const lines = store.lines.slice(0, store.count);
  return groups.map((segments): Filling => {
    const [first, last] = [segments[0]!, segments.at(-1)!];
    const arranged = arrange(store, first.firstRow, last.endRow, columns, stream.table.key);
    return {
      segments,
      group: {
        stream,
        series: segments.map(({ input }) => seriesOf.get(input.hash)!),
        range: { from: first.from, to: last.done ? WHOLE.to : last.to },
      },
      arranged,
      rejects: store.rejects.filter(({ input }) => segments.some((segment) => segment.input === input)),
      lines,
      fingerprint: fingerprintOf(arranged, columns),
    };
  });
}

/** Records that were good and are not taken, in their order. @param reasons by row of the store */
export function refusedOf(
  { arranged: { rows, series }, segments, lines }: Filling,
  columns: readonly SourceColumn[],
  reasons: ReadonlyMap<number, Reason>,
): readonly Reject[] {
  if (reasons.size === 0) return [];
  const texts = new Map<number, string>();
  for (const one of series) {
    for (let at = one.from; at < one.to; at++) {
      const row = rows.order[at]!;
      if (!reasons.has(row)) continue;
      const record = Object.fromEntries(
        columns.map(({ name, type }, i) => {
          const value = type === 'text' ? one.texts[name] : rows.columns[i]?.[at];
          return [name, type === 'timestamp' && typeof value === 'number' ? new Date(value).toISOString() : value];
        }),
      );
      texts.set(row, JSON.stringify(record));
    }
  }
  const placeOf = (row: number) => segments.find(({ firstRow, endRow }) => row >= firstRow && row < endRow)!;
  return [...reasons]
    .sort(([a], [b]) => a - b)
    .map(([row, reason]): Reject => {
      const { input, from } = placeOf(row);
      const said = { input, record: from, line: lines[row]!, column: 1, text: texts.get(row)! };
      if (typeof reason === 'string') return { ...said, reason };
      const { input: held } = placeOf(reason.other);
      const where = `line ${lines[reason.other]!}${held === input ? '' : ` of ${held.name}`}`;
      return { ...said, reason: `it has the key of ${where}, and other values` };
    });
}

/** Of all good records, in no order: as values of series where they are, else record by record. */
function fingerprintOf({ series, rows }: Arranged, columns: readonly SourceColumn[]): string {
  const sum = emptyFingerprint();
  const indices = (type: string) => columns.flatMap((column, i) => (column.type === type ? [i] : []));
  const [times, values, any] = [indices('timestamp'), indices('number'), [...indices('boolean'), ...indices('json')]];
  const plain = times.length === 1 && values.length === 1 && any.length === 0;
  for (const { texts, from, to } of series) {
    const of = (i: number) => (rows.columns[i] as Float64Array).subarray(from, to);
    if (plain) addValues(sum, rowKey(canonical(texts), '', '', 0), of(times[0]!), of(values[0]!), to - from);
    else for (let at = from; at < to; at++) addRecord(sum, { ...texts, ...valuesAt(rows, columns, at) });
  }
  return toHex(sum);
}

function valuesAt(
  rows: Arranged['rows'],
  columns: readonly SourceColumn[],
  at: number,
): { readonly [name: string]: Json } {
  return Object.fromEntries(
    columns.flatMap(({ name }, i) => {
      const value = rows.columns[i]?.[at];
      return value === undefined || Number.isNaN(value) ? [] : [[name, value]];
    }),
  );
}
