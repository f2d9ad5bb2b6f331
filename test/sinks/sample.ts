/** A small scenario as its plan would describe it, with values that follow from asset, metric and time alone. */
import type { Group, PlannedStream, Series } from '../../src/model/plan.ts';
import type { Batch, Column, Table, TableColumn } from '../../src/model/table.ts';
import type { Range } from '../../src/model/units.ts';
import type { GroupWork, SinkContext } from '../../src/sinks/sink.ts';

export const START = Date.UTC(2025, 1, 1);
export const DAY = 86_400_000;
export const days = (from: number, to: number): Range => ({ from: START + from * DAY, to: START + to * DAY });

const column = (name: string, type: TableColumn['type'], more: Partial<TableColumn> = {}): TableColumn => ({
  name,
  type,
  decimals: null,
  nullable: false,
  comment: null,
  ...more,
});

export const metricsTable: Table = {
  name: 'metrics',
  comment: "one value of one metric; it's measured",
  columns: [
    column('asset_id', 'text', { comment: 'whose value' }),
    column('metric_name', 'text'),
    column('timestamp', 'timestamp', { comment: 'in UTC' }),
    column('value', 'number'),
    column('unit', 'text', { nullable: true }),
    column('tags', 'json', { nullable: true }),
  ],
  key: ['asset_id', 'metric_name', 'timestamp'],
  indexes: [['timestamp']],
  hypertable: null,
  wholeSeconds: true,
};

export const assetsTable: Table = {
  name: 'assets',
  comment: null,
  columns: [column('asset_id', 'text'), column('asset_type', 'text'), column('data', 'json')],
  key: ['asset_id'],
  indexes: [],
  hypertable: null,
  wholeSeconds: true,
};

export const incidentsTable: Table = {
  name: 'incidents',
  comment: null,
  columns: [
    column('incident_id', 'text'),
    column('asset_id', 'text'),
    column('planned', 'boolean'),
    column('start', 'timestamp'),
    column('end', 'timestamp', { nullable: true }),
  ],
  key: ['incident_id'],
  indexes: [],
  hypertable: null,
  wholeSeconds: false,
};

const assetIds = ['vm-1', 'vm-2', "svc'3"];
const metricNames = ['cpu_usage', 'availability'];

const series = (id: string, asset: string, metric: string | null, digest: string): Series => ({
  id,
  asset,
  metric,
  digest,
});

/** Streams of the sample; `digest` stands for everything that values depend on. */
export function streams(
  digest = 'a'.repeat(32),
): readonly [assets: PlannedStream, metrics: PlannedStream, incidents: PlannedStream] {
  const common = { records: 0, role: null };
  return [
    {
      ...common,
      id: 'assets',
      kind: 'assets',
      preset: 'assets',
      table: assetsTable,
      series: assetIds.map((id) => series(id, id, null, digest)),
      keyColumns: { asset: 'asset_id', metric: null, time: null },
    },
    {
      ...common,
      id: 'metrics',
      kind: 'metrics',
      preset: 'metrics',
      table: metricsTable,
      series: assetIds.flatMap((id) => metricNames.map((name) => series(`${id}/${name}`, id, name, digest))),
      keyColumns: { asset: 'asset_id', metric: 'metric_name', time: 'timestamp' },
    },
    {
      ...common,
      id: 'incidents',
      kind: 'events',
      preset: 'incidents',
      table: incidentsTable,
      series: assetIds.map((id) => series(id, id, null, digest)),
      keyColumns: { asset: 'asset_id', metric: null, time: 'start' },
    },
  ];
}

/** Every group that fills the range: one a stream. */
export const groups = (range: Range, of: readonly PlannedStream[] = streams()): readonly Group[] =>
  of.map((stream) => ({ stream, series: stream.series, range }));

export interface WorkOptions {
  readonly step?: number;
  /** Added to every value: other data under the same keys. */
  readonly shift?: number;
  /** Throws this once half of the batches are out. */
  readonly failure?: Error;
}

/** The group with its records; arrays are overwritten by the next batch, as the contract allows. */
export function work(group: Group, { step = 3_600_000, shift = 0, failure }: WorkOptions = {}): GroupWork {
  let records = 0;
  const ticks = Math.ceil((group.range.to - group.range.from) / step);
  const times = new Float64Array(ticks);
  const values = new Float64Array(ticks);
  return {
    group,
    *batches() {
      records = 0;
      for (const [i, one] of group.series.entries()) {
        if (failure !== undefined && i >= group.series.length / 2) throw failure;
        times.fill(NaN);
        values.fill(NaN);
        const batch = batchOf(group, one, step, shift, times, values);
        records += batch.count;
        yield batch;
      }
    },
    result: () => ({ records, fingerprint: records.toString(16).padStart(16, '0') }),
  };
}

function batchOf(
  { stream, range }: Group,
  { asset, metric, id }: Series,
  step: number,
  shift: number,
  times: Float64Array,
  values: Float64Array,
): Batch {
  const constant = (value: string | null | { [key: string]: string }): Column => ({ kind: 'constant', value });
  const head = { table: stream.table, asset, metric };
  switch (stream.kind) {
    case 'records':
      throw new Error('not in this sample');
    case 'assets':
      return { ...head, columns: [constant(asset), constant('vm'), constant({ note: 'a "quoted" word' })], count: 1 };
    case 'events': {
      // One a day, from an hour before midnight until an hour after; on the last day still open.
      const starts = Array.from({ length: (range.to - range.from) / DAY }, (_, i) => range.from + i * DAY - 3_600_000);
      return {
        ...head,
        columns: [
          { kind: 'values', values: starts.map((start) => `${id}/${start}`) },
          constant(asset),
          { kind: 'values', values: starts.map((start) => start % (2 * DAY) < DAY) },
          { kind: 'values', values: starts },
          { kind: 'values', values: starts.map((start, i) => (i === starts.length - 1 ? null : start + 7_200_500)) },
        ],
        count: starts.length,
      };
    }
    case 'metrics': {
      let count = 0;
      for (let time = range.from; time < range.to; time += step) {
        times[count] = time;
        const tick = (time - START) / step;
        values[count++] = metric === 'availability' ? [100, 100, 50, 0][tick & 3]! : tick + asset.length / 10 + shift;
      }
      return {
        ...head,
        columns: [
          constant(asset),
          constant(metric),
          { kind: 'times', values: times },
          { kind: 'numbers', values, decimals: 1 },
          metric === 'availability' ? { kind: 'absent' } : constant('%'),
          constant({ site: 'x' }),
        ],
        count,
      };
    }
  }
}

export function context(more: Partial<SinkContext> = {}): SinkContext {
  const silent = () => undefined;
  return {
    scenario: 'sample',
    seed: 42,
    engine: 1,
    zone: 'Europe/Rome',
    batchSize: null,
    workers: 2,
    signal: new AbortController().signal,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    readOnly: false,
    environment: null,
    fromUrl: true,
    ...more,
  };
}
