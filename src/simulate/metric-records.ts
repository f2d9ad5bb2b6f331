/** Records of metrics: one series after the other, each in time order, as columns. */
import { BLOCK } from '../layers/layer.ts';
import type { Asset, Series } from '../model/plan.ts';
import type { RecordField, Stream } from '../model/scenario.ts';
import type { Batch, Column, Table } from '../model/table.ts';
import type { Range } from '../model/units.ts';
import { compileDraw } from '../random/draw.ts';
import type { Intervals } from '../timeline/arrivals.ts';
import { contains } from '../timeline/interval.ts';
import type { Engine } from './engine.ts';
import { addValues, type Fingerprint, rowKey } from './fingerprint.ts';
import { decimalsOf } from './finish.ts';
import { type Grid, ticksIn } from './grid.ts';
import { receptionOf } from './received.ts';
import { segmentsOf, toldBeside } from './segments.ts';
import type { Signal } from './signal.ts';
import { evaluate, type Variables } from './variables.ts';

/** Pulls the records of some series in a range; sums their fingerprint as they go by. */
export function* metricBatches(
  engine: Engine,
  stream: Stream,
  table: Table,
  series: readonly Series[],
  range: Range,
  fingerprint: Fingerprint,
): Generator<Batch> {
  const times = new Float64Array(BLOCK);
  const values = new Float64Array(BLOCK);
  for (const { asset: id, metric } of series) {
    const asset = engine.find(id)!;
    const signal = engine.signal(asset, metric!)!;
    const columns = columnsOf(engine, stream, table, signal, id);
    const key = rowKey(id, metric!, '', 0);
    for (const block of valuesOf(engine, asset, signal, range, times, values)) {
      addValues(fingerprint, key, times, values, block.count);
      for (const batch of columns(times, values, block.count)) yield batch;
    }
  }
}

/**
 * The records of one series in a range, block after block, in columns that hold at least `BLOCK`; what they hold is
 * that of the next block as soon as it is asked for.
 */
export function* valuesOf(
  engine: Engine,
  asset: Asset,
  signal: Signal,
  range: Range,
  times: Float64Array,
  values: Float64Array,
): Generator<{ readonly count: number }> {
  const emitted = engine.emitted(asset, signal.metric);
  let count = 0;
  for (const run of signal.grid.runs(range)) {
    if (count + run.count > BLOCK) {
      yield { count };
      count = 0;
    }
    const [at, made] = [times.subarray(count), values.subarray(count)];
    signal.fill(run, made);
    for (let i = 0; i < run.count; i++) at[i] = run.start + i * run.step;
    const end = run.start + run.count * run.step;
    count += emitted === null ? run.count : keep(emitted(run.start, end), at, made, run.count);
  }
  if (count > 0) yield { count };
}

/** Keeps the ticks inside the intervals, moved to the front. */
function keep(intervals: Float64Array, times: Float64Array, values: Float64Array, count: number): number {
  let kept = 0;
  let next = 0;
  for (let i = 0; i < count && next < intervals.length; i++) {
    while (next < intervals.length && times[i]! >= intervals[next + 1]!) next += 2;
    if (next >= intervals.length || times[i]! < intervals[next]!) continue;
    times[kept] = times[i]!;
    values[kept++] = values[i]!;
  }
  return kept;
}

/** How many records a series has in a range, without computing one. */
export function countRecords(grid: Grid, emitted: Intervals | null, range: Range): number {
  if (emitted === null) return grid.count(range);
  const intervals = emitted(range.from, range.to);
  let count = 0;
  if (grid.step === null) {
    for (const { start } of grid.runs(range)) if (contains(intervals, start)) count += 1;
    return count;
  }
  for (let i = 0; i < intervals.length; i += 2) count += ticksIn(intervals[i]!, intervals[i + 1]!, grid.step).count;
  return count;
}

/** Batches of the records that were made, cut where what stands beside the value changes. */
type Cut = (times: Float64Array, values: Float64Array, count: number) => Iterable<Batch>;

function columnsOf(engine: Engine, stream: Stream, table: Table, { metric }: Signal, id: string): Cut {
  const asset = engine.find(id)!;
  const timeline = engine.timeline(asset);
  const setting = { root: engine.root, asset, find: engine.find };
  const segments = segmentsOf(stream, setting, timeline, metric.name);
  const late = toldBeside(stream).received;
  const reception = late ? receptionOf(setting, timeline, metric.name) : null;
  const received = new Float64Array(late ? BLOCK : 0);
  const own: Variables = { asset: asset.id, metric: metric.name, unit: metric.unit, labels: {} };
  const decimals = decimalsOf(metric);

  const columns = (time: Float64Array, value: Float64Array, arrival: Float64Array, more: Variables): Column[] => {
    const perTick: { readonly [name: string]: Column } = {
      value: { kind: 'numbers', values: value, decimals },
      time: { kind: 'times', values: time },
      received: { kind: 'times', values: arrival },
    };
    const variables = { ...own, ...more };
    return alignColumns(table, stream.record, ({ value: held }) => {
      const tick = held.kind === 'reference' && held.of === 'variable' ? perTick[held.name] : undefined;
      return tick ?? { kind: 'constant', value: evaluate(compileDraw(held), asset, variables, {}, engine.find) };
    });
  };
  const batch = (made: Column[], count: number): Batch => {
    return { table, columns: made, count, asset: asset.id, metric: metric.name };
  };
  // Where nothing changes beside the value, sinks see the same columns again: they may keep what they made of them.
  let whole: Column[] | null = null;

  return function* (times, values, count) {
    if (count === 0) return;
    reception?.(times, count, received);
    if (segments === null) {
      whole ??= columns(times, values, received, {});
      yield batch(whole, count);
      return;
    }
    let from = 0;
    for (const segment of segments(times[0]!, times[count - 1]! + 1)) {
      let to = from;
      while (to < count && times[to]! < segment.to) to += 1;
      const part = (column: Float64Array) => column.subarray(from, to);
      if (to > from) yield batch(columns(part(times), part(values), part(received), segment.variables), to - from);
      from = to;
    }
  };
}

/** A table's columns, each filled from the record's field of that name; absent where the record has none. */
export function alignColumns(
  table: Table,
  record: readonly RecordField[],
  column: (field: RecordField) => Column,
): Column[] {
  const fields = new Map(record.map((field) => [field.name, field]));
  return table.columns.map(({ name }) => {
    const field = fields.get(name);
    return field === undefined ? { kind: 'absent' } : column(field);
  });
}
