/** Rows of a store in the order of their keys, each key once, as the batches that sinks take. */
import type { Batch, Column, Table, TableColumn } from '../model/table.ts';
import type { Json } from '../model/units.ts';
import type { SourceColumn } from './definition.ts';
import type { Store, StoreColumn } from './store.ts';

/** Rows whose texts are equal, beside each other and in the order of time. */
export interface Series {
  /** Of each column of text. */
  readonly texts: { readonly [name: string]: string | null };
  readonly from: number;
  readonly to: number;
}

/** A record that has the key of an earlier one, and other values. */
export interface Clash {
  /** Which row of the store it was. */
  readonly row: number;
  /** The row of the earlier one, which holds. */
  readonly other: number;
}

export interface Arranged {
  /** All good records, repeated ones too, by series: what a fingerprint is made of. */
  readonly series: readonly Series[];
  readonly rows: Rows;
  /** Those whose key is the first of its kind, by series. */
  readonly kept: readonly Series[];
  readonly keptRows: Rows;
  readonly clashes: readonly Clash[];
}

export interface Rows {
  readonly count: number;
  /** Aligned with the columns of the source; texts are in the series. */
  readonly columns: readonly (Float64Array | readonly (Json | undefined)[] | null)[];
  /** Rows of the store. */
  readonly order: Uint32Array;
}

/** @param key names of the columns that identify a record; null where nobody knows them */
export function arrange(
  store: Store,
  from: number,
  to: number,
  columns: readonly SourceColumn[],
  key: readonly string[] | null,
): Arranged {
  const { ids, texts } = seriesOf(store, from, to, columns);
  const order = inSeries(ids, texts.length, from);
  const time = store.columns.find((column): column is StoreColumn & { kind: 'time' } => column.kind === 'time');
  const bounds = boundsOf(ids, texts.length);
  if (time !== undefined) for (let s = 0; s < texts.length; s++) byTime(order, bounds[s]!, bounds[s + 1]!, time.values);
  const series = texts.map((values, s) => ({ texts: values, from: bounds[s]!, to: bounds[s + 1]! }));
  const rows = gather(store, order);
  const { keep, clashes } = key === null ? { keep: null, clashes: [] } : firsts(store, order, series, columns, key);
  if (keep === null) return { series, rows, kept: series, keptRows: rows, clashes };
  return { series, rows, kept: keep.series, keptRows: gather(store, keep.order), clashes };
}

/** The series of each row: the texts of its columns together. */
function seriesOf(store: Store, from: number, to: number, columns: readonly SourceColumn[]) {
  const ids = new Uint32Array(to - from);
  const named = store.columns.flatMap((column, i) =>
    column.kind === 'text' ? [{ name: columns[i]!.name, column }] : [],
  );
  let count = 1;
  for (const { column } of named) {
    const pairs = new Map<number, number>();
    let [lastLeft, lastRight, last] = [-1, -1, 0];
    const { size } = column.words;
    for (let i = 0; i < ids.length; i++) {
      const left = ids[i]!;
      const right = column.ids[from + i]!;
      if (left !== lastLeft || right !== lastRight) {
        const pair = left * size + right;
        let id = pairs.get(pair);
        if (id === undefined) pairs.set(pair, (id = pairs.size));
        [lastLeft, lastRight, last] = [left, right, id];
      }
      ids[i] = last;
    }
    count = pairs.size;
  }
  const textsOf = (row: number): { readonly [name: string]: string | null } =>
    Object.fromEntries(named.map(({ name, column }) => [name, column.words.texts[column.ids[row]!]!]));
  const texts: { readonly [name: string]: string | null }[] = Array.from({ length: ids.length === 0 ? 0 : count });
  for (let i = 0; i < ids.length; i++) if (texts[ids[i]!] === undefined) texts[ids[i]!] = textsOf(from + i);
  return { ids, texts };
}

/** Where each series begins in the order, and where the last one ends. */
function boundsOf(ids: Uint32Array, count: number): Uint32Array {
  const bounds = new Uint32Array(count + 1);
  for (let i = 0; i < ids.length; i++) bounds[ids[i]! + 1]!++;
  for (let s = 0; s < count; s++) bounds[s + 1]! += bounds[s]!;
  return bounds;
}

function inSeries(ids: Uint32Array, count: number, from: number): Uint32Array {
  const next = boundsOf(ids, count);
  const order = new Uint32Array(ids.length);
  for (let i = 0; i < ids.length; i++) order[next[ids[i]!]!++] = from + i;
  return order;
}

/** Mostly they are in the order of time already. */
function byTime(order: Uint32Array, from: number, to: number, times: Float64Array): void {
  for (let i = from + 1; i < to; i++) {
    if (times[order[i]!]! >= times[order[i - 1]!]!) continue;
    order.subarray(from, to).sort((a, b) => times[a]! - times[b]! || a - b);
    return;
  }
}

function gather(store: Store, order: Uint32Array): Rows {
  const columns = store.columns.map((column) => {
    if (column.kind === 'text') return null;
    if (column.kind === 'any') return Array.from(order, (row) => column.values[row]);
    const values = new Float64Array(order.length);
    for (let i = 0; i < order.length; i++) values[i] = column.values[order[i]!]!;
    return values;
  });
  return { count: order.length, columns, order };
}

/** The first of each key, in the order of the source; null where all are. */
function firsts(
  store: Store,
  order: Uint32Array,
  series: readonly Series[],
  columns: readonly SourceColumn[],
  key: readonly string[],
): {
  readonly keep: { readonly order: Uint32Array; readonly series: readonly Series[] } | null;
  readonly clashes: readonly Clash[];
} {
  const known = new Set(key);
  const of = (row: number, i: number) => valueAt(store.columns[i]!, row);
  const inKey = columns.flatMap(({ name }, i) => (known.has(name) ? [i] : []));
  const others = columns.flatMap(({ name }, i) => (known.has(name) ? [] : [i]));
  const time = columns.findIndex(({ type }) => type === 'timestamp');
  const times = store.columns[time];
  // With all texts and the time in the key, equal keys are neighbours.
  const neighbours = columns.every(({ name, type }, i) => known.has(name) === (type === 'text' || i === time));
  const first = new Map<string, number>();
  const drop = new Set<number>();
  const clashes: Clash[] = [];
  const meet = (row: number, other: number) => {
    drop.add(row);
    if (
      others.every(
        (i) => Object.is(of(row, i), of(other, i)) || JSON.stringify(of(row, i)) === JSON.stringify(of(other, i)),
      )
    )
      return;
    clashes.push({ row, other });
  };
  if (neighbours && times?.kind === 'time') {
    for (const { from, to } of series) {
      let held = order[from]!;
      for (let i = from + 1; i < to; i++) {
        const row = order[i]!;
        if (times.values[row] === times.values[held]) meet(row, held);
        else held = row;
      }
    }
  } else {
    for (const row of Uint32Array.from(order).sort()) {
      const name = JSON.stringify(inKey.map((i) => of(row, i)));
      const other = first.get(name);
      if (other === undefined) first.set(name, row);
      else meet(row, other);
    }
  }
  if (drop.size === 0) return { keep: null, clashes };
  const kept: Series[] = [];
  const left = new Uint32Array(order.length - drop.size);
  let at = 0;
  for (const { texts, from, to } of series) {
    const start = at;
    for (let i = from; i < to; i++) if (!drop.has(order[i]!)) left[at++] = order[i]!;
    if (at > start) kept.push({ texts, from: start, to: at });
  }
  return { keep: { order: left, series: kept }, clashes };
}

function valueAt(column: StoreColumn, row: number): Json | undefined {
  return column.kind === 'text' ? column.words.texts[column.ids[row]!]! : column.values[row];
}

/** Series that are shorter than this on the average are written in blocks: a batch costs more than some records. */
const SHORT = 24;
const LONGEST_BATCH = 16_384;

/** The column that numbers the records of a group, for sinks that must say which of them they did not take. */
export const PLACE: TableColumn = {
  name: 'seedctl_place',
  type: 'number',
  decimals: 0,
  nullable: false,
  comment: null,
};

/** @param table with PLACE as its last column, where that is wanted */
export function* batchesOf(
  { kept, keptRows }: Arranged,
  columns: readonly SourceColumn[],
  table: Table,
): Generator<Batch> {
  const places = table.columns.at(-1) === PLACE;
  const long = keptRows.count >= kept.length * SHORT;
  const spans = long ? kept.map((one): Span => ({ from: one.from, to: one.to, series: [one] })) : blocksOf(kept);
  for (const span of spans) {
    for (let from = span.from; from < span.to; from += LONGEST_BATCH) {
      const to = Math.min(span.to, from + LONGEST_BATCH);
      const held = table.columns.map((column): Column => {
        if (column === PLACE && places)
          return { kind: 'numbers', values: Float64Array.from({ length: to - from }, (_, i) => from + i), decimals: 0 };
        const index = columns.findIndex(({ name }) => name === column.name);
        if (index < 0) return { kind: 'absent' };
        const values = keptRows.columns[index];
        if (values instanceof Float64Array) return columnOf(values.subarray(from, to), columns[index]!);
        if (values !== null && values !== undefined) return { kind: 'values', values: values.slice(from, to) };
        return span.series.length === 1
          ? { kind: 'constant', value: span.series[0]!.texts[column.name] ?? null }
          : { kind: 'values', values: textsOf(span.series, column.name, from, to) };
      });
      const [asset = '', metric = null] = Object.values(span.series[0]!.texts);
      yield { table, columns: held, count: to - from, asset: asset ?? '', metric };
    }
  }
}

/** Numbers that are missing in some records are NaN, which sinks of numbers do not know. */
function columnOf(values: Float64Array, { type, required }: SourceColumn): Column {
  if (!required && values.some((value) => Number.isNaN(value))) {
    return { kind: 'values', values: Array.from(values, (value) => (Number.isNaN(value) ? undefined : value)) };
  }
  return type === 'timestamp' ? { kind: 'times', values } : { kind: 'numbers', values, decimals: null };
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly series: readonly Series[];
}

function* blocksOf(series: readonly Series[]): Generator<Span> {
  for (let i = 0; i < series.length;) {
    const start = i;
    while (i < series.length && series[i]!.to - series[start]!.from <= LONGEST_BATCH) i++;
    const block = series.slice(start, Math.max(i, start + 1));
    i = start + block.length;
    yield { from: block[0]!.from, to: block.at(-1)!.to, series: block };
  }
}

function textsOf(series: readonly Series[], name: string, from: number, to: number): readonly (string | undefined)[] {
  return series.flatMap((one) => {
    const count = Math.min(to, one.to) - Math.max(from, one.from);
    return count <= 0 ? [] : Array.from({ length: count }, () => one.texts[name] ?? undefined);
  });
}
