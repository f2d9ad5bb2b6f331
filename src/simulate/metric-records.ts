/** Records of metrics: one series after the other, each in time order, as columns. */
import { BLOCK } from '../layers/layer.ts';
import type { Asset, Series } from '../model/plan.ts';
import type { RecordField, Stream } from '../model/scenario.ts';
import type { Batch, Column, Table } from '../model/table.ts';
import type { Range } from '../model/units.ts';
import type { Intervals } from '../timeline/arrivals.ts';
import { type Engine, gridOf } from './engine.ts';
import { addValues, type Fingerprint, rowKey } from './fingerprint.ts';
import { decimalsOf } from './finish.ts';
import type { Signal } from './signal.ts';
import { evaluate, type Variables } from './variables.ts';

/** Variables of a metric's record that change from tick to tick. */
const PER_TICK = new Set(['time', 'received', 'value']);

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
    const columns = columnsOf(engine, stream, table, asset, signal, times, values);
    const key = rowKey(id, metric!, '', 0);
    const emitted = engine.emitted(asset, signal);
    const grid = gridOf(range.from, range.to, signal.step);
    for (let done = 0; done < grid.count; done += BLOCK) {
      const ticks = { ...grid, start: grid.start + done * grid.step, count: Math.min(BLOCK, grid.count - done) };
      signal.fill(ticks, values);
      for (let i = 0; i < ticks.count; i++) times[i] = ticks.start + i * ticks.step;
      const end = ticks.start + ticks.count * ticks.step;
      const count = emitted === null ? ticks.count : keep(emitted(ticks.start, end), times, values, ticks.count);
      if (count === 0) continue;
      addValues(fingerprint, key, times, values, count);
      yield { table, columns, count, asset: id, metric };
    }
  }
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
export function countRecords(signal: Signal, emitted: Intervals | null, range: Range): number {
  const grid = gridOf(range.from, range.to, signal.step);
  if (emitted === null || grid.count === 0) return grid.count;
  const intervals = emitted(grid.start, grid.start + grid.count * grid.step);
  let count = 0;
  for (let i = 0; i < intervals.length; i += 2) count += gridOf(intervals[i]!, intervals[i + 1]!, grid.step).count;
  return count;
}

function columnsOf(
  engine: Engine,
  stream: Stream,
  table: Table,
  asset: Asset,
  signal: Signal,
  times: Float64Array,
  values: Float64Array,
): Column[] {
  const { metric } = signal;
  const constants: Variables = { asset: asset.id, metric: metric.name, unit: metric.unit, labels: {} };
  const column = (field: RecordField): Column => {
    const { value } = field;
    if (value.kind === 'reference' && value.of === 'variable' && PER_TICK.has(value.name)) {
      if (value.name === 'value') return { kind: 'numbers', values, decimals: decimalsOf(metric) };
      return { kind: 'times', values: times };
    }
    return { kind: 'constant', value: evaluate(value, asset, constants, {}, engine.find) };
  };
  return alignColumns(table, stream.record, column);
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
