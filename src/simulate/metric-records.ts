/** Records of metrics: one series after the other, each in time order, as columns. */
import { BLOCK } from '../layers/layer.ts';
import type { Asset, Series } from '../model/plan.ts';
import type { Metric, RecordField, Stream } from '../model/scenario.ts';
import type { Batch, Column, Table } from '../model/table.ts';
import type { Range } from '../model/units.ts';
import { compileDraw } from '../random/draw.ts';
import type { Intervals } from '../timeline/arrivals.ts';
import { contains } from '../timeline/interval.ts';
import { type Block, blocksOf, roomForBlocks } from './blocks-of-series.ts';
import type { Engine } from './engine.ts';
import { addMixed, type Fingerprint, rowKey } from './fingerprint.ts';
import { decimalsOf } from './finish.ts';
import { type Grid, ticksIn } from './grid.ts';
import { receptionOf } from './received.ts';
import { namesIn, OF_INCIDENTS, segmentsOf, toldBeside } from './segments.ts';
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
  const room = roomForBlocks();
  for (const { asset: id, metric } of series) {
    const asset = engine.find(id)!;
    const signal = engine.signal(asset, metric!)!;
    const columns = columnsOf(engine, stream, table, signal, id);
    const key = rowKey(id, metric!, '', 0);
    for (const block of blocksOf(engine, asset, signal, range, room)) {
      addMixed(fingerprint, key, block.mixed, block.values, block.count);
      yield* columns(block);
    }
  }
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

/** Batches of the records of a block, cut where what stands beside the value changes. */
type Cut = (block: Block) => Iterable<Batch>;

function columnsOf(engine: Engine, stream: Stream, table: Table, { metric }: Signal, id: string): Cut {
  const asset = engine.find(id)!;
  const timeline = engine.timeline(asset);
  const setting = { root: engine.root, asset, find: engine.find };
  const segments = segmentsOf(stream, setting, timeline, metric.name);
  const late = toldBeside(stream).received;
  const reception = late ? receptionOf(setting, timeline, metric.name) : null;
  const received = new Float64Array(late ? BLOCK : 0);
  const own = ownVariables(asset, metric);
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
  const batch = (made: readonly Column[], count: number): Batch => {
    return { table, columns: made, count, asset: asset.id, metric: metric.name };
  };
  // What is constant is evaluated once, where nothing changes beside the value.
  let whole: readonly Column[] | null = null;

  return function* ({ times, values, count, shared }) {
    reception?.(times, count, received);
    if (segments === null) {
      whole ??= columns(UNKNOWN, values, received, {});
      const time: Column = shared ? { kind: 'times', values: times, shared } : { kind: 'times', values: times };
      yield batch(
        whole.map((column) => (column.kind === 'times' && column.values === UNKNOWN ? time : column)),
        count,
      );
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

const ownVariables = (asset: Asset, { name, unit }: Metric): Variables => {
  return { asset: asset.id, metric: name, unit, labels: {} };
};

/** What all records of a series say beside time and value, by field; not what is in force for a while. */
export function besideValue(engine: Engine, { record }: Stream, asset: Asset, metric: Metric): Variables {
  const own = ownVariables(asset, metric);
  const constant = record.filter((field) => !namesIn(field).some((name) => PASSING.has(name)));
  return Object.fromEntries(
    constant.map(({ name, value }) => [name, evaluate(compileDraw(value), asset, own, {}, engine.find)]),
  );
}

const PASSING: ReadonlySet<string> = new Set(['value', 'time', 'received', ...OF_INCIDENTS]);

/** Stands for the times of a batch until it is known. */
const UNKNOWN = new Float64Array(0);

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
