/** Small tables, plans and groups, made by hand, for the tests of file sinks. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Group, PlannedStream, Series } from '../../../src/model/plan.ts';
import type { ColumnType } from '../../../src/model/scenario.ts';
import type { Batch, Column, Table, TableColumn } from '../../../src/model/table.ts';
import { DAY, MINUTE, type Range } from '../../../src/model/units.ts';
import { openCsv } from '../../../src/sinks/csv/encoder.ts';
import { nodeDisk, writeDurably, type Disk } from '../../../src/sinks/files/disk.ts';
import { openFolder } from '../../../src/sinks/files/target.ts';
import { openJson } from '../../../src/sinks/json/encoder.ts';
import { openNdjson } from '../../../src/sinks/ndjson/encoder.ts';
import { openParquet } from '../../../src/sinks/parquet/encoder.ts';
import type { PartEncoder } from '../../../src/sinks/files/encoder.ts';
import type { GroupWork, SinkContext, Target } from '../../../src/sinks/sink.ts';

export const column = (name: string, type: ColumnType): TableColumn => ({
  name,
  type,
  decimals: null,
  nullable: true,
  comment: null,
});

export const table = (name: string, columns: readonly TableColumn[], wholeSeconds = true): Table => ({
  name,
  comment: null,
  columns,
  key: null,
  indexes: [],
  hypertable: null,
  wholeSeconds,
});

export const batch = (of: Table, columns: readonly Column[], count: number): Batch => ({
  table: of,
  columns,
  count,
  asset: 'a',
  metric: null,
});

export const metrics = table('metrics', [
  column('asset_id', 'text'),
  column('metric_name', 'text'),
  column('timestamp', 'timestamp'),
  column('value', 'number'),
]);

/** 2025-01-01T00:00:00Z. */
export const START = 1_735_689_600_000;
const STEP = 30 * MINUTE;

/** A stream of metrics: series `a0/cpu`, `a1/cpu`, …; `version` changes their digests. */
export function plannedStream(series: number, version = 1, id = 'metrics'): PlannedStream {
  const all = Array.from({ length: series }, (_, i): Series => ({
    id: `a${i}/cpu`,
    asset: `a${i}`,
    metric: 'cpu',
    digest: `${version}${i}`.padStart(32, '0'),
  }));
  return {
    id,
    kind: 'metrics',
    preset: 'metrics',
    table: metrics,
    series: all,
    records: 0,
    role: null,
    keyColumns: { asset: 'asset_id', metric: 'metric_name', time: 'timestamp' },
  };
}

/** Day `n` of the stream, as one group. */
export const dayGroup = (stream: PlannedStream, n: number, series = stream.series): Group => ({
  stream,
  series,
  range: { from: START + n * DAY, to: START + (n + 1) * DAY },
});

/** A record every half an hour, its value a function of series and time. */
export function workOf(group: Group): GroupWork {
  const { range, series, stream } = group;
  let records = 0;
  return {
    group,
    *batches() {
      for (const one of series) {
        const count = (range.to - range.from) / STEP;
        const times = Float64Array.from({ length: count }, (_, i) => range.from + i * STEP);
        const values = times.map((time) => ((time / STEP) % 97) / 10 + one.asset.length);
        records += count;
        yield batch(
          stream.table,
          [
            { kind: 'constant', value: one.asset },
            { kind: 'constant', value: one.metric },
            { kind: 'times', values: times },
            { kind: 'numbers', values, decimals: 1 },
          ],
          count,
        );
      }
    },
    result: () => ({ records, fingerprint: records.toString(16).padStart(16, '0') }),
  };
}

export type Format = 'ndjson' | 'json' | 'csv' | 'parquet';

export interface OpenOptions {
  readonly format?: Format;
  readonly disk?: Disk;
  readonly production?: boolean;
  /** Of JSON. */
  readonly files?: string;
  readonly context?: Partial<SinkContext>;
}

const contextOf = (warnings: string[]): SinkContext => ({
  scenario: 'test',
  seed: 1,
  engine: 1,
  zone: 'UTC',
  batchSize: null,
  workers: 1,
  signal: new AbortController().signal,
  log: { debug: () => undefined, info: () => undefined, warn: (text) => warnings.push(text), error: () => undefined },
  readOnly: false,
  environment: null,
  fromUrl: true,
});

/** What was logged as a warning goes to `warnings`. */
export function openTarget(path: string, options: OpenOptions = {}, warnings: string[] = []): Promise<Target> {
  const context: SinkContext = { ...contextOf(warnings), ...options.context };
  const disk = options.disk ?? nodeDisk;
  const format = options.format ?? 'ndjson';
  const folder = {
    path,
    production: options.production ?? false,
    escape_formulas: false,
    files: options.files ?? '{stream}',
  };
  return openFolder(`${format}:${path}`, folder, context, encoders[format], disk);
}

const encoders = { ndjson: openNdjson, json: openJson, csv: openCsv, parquet: openParquet };

async function withEncoder<T>(format: Format, work: (encoder: PartEncoder) => Promise<T>): Promise<T> {
  const encoder = await encoders[format]({ escape_formulas: false, files: '{stream}' }, contextOf([]));
  try {
    return await work(encoder);
  } finally {
    await encoder.close();
  }
}

/** A file of somebody else, with one row for each of these assets. */
export const writeStray = (path: string, format: Format, assets: readonly string[]): Promise<void> =>
  withEncoder(format, async (encoder) => {
    const columns: Column[] = [
      { kind: 'values', values: assets },
      { kind: 'constant', value: 'cpu' },
      { kind: 'times', values: new Float64Array(assets.length).fill(START) },
      { kind: 'numbers', values: new Float64Array(assets.length), decimals: 1 },
    ];
    const part = { table: metrics, batches: [batch(metrics, columns, assets.length)], note: () => '' };
    await writeDurably(nodeDisk, path, (write) => encoder.write(write, part));
  });

/** What a run does: compares, and writes the groups that are missing. Returns how many it wrote. */
export async function fill(target: Target, groups: readonly Group[]): Promise<number> {
  const streams = [...new Set(groups.map(({ stream }) => stream))];
  const held = new Set((await target.ledger(streams)).map(({ stream, range }) => key(stream, range)));
  await target.setUp([...new Set(streams.map((stream) => stream.table))], []);
  const missing = groups.filter(({ stream, range }) => !held.has(key(stream.id, range)));
  for (const group of missing) await target.write(workOf(group));
  await target.finish();
  return missing.length;
}

const key = (stream: string, range: Range): string => `${stream} ${range.from} ${range.to}`;

/** All rows that the table's glob reads, sorted. */
export async function rowsOf(path: string, format: Format = 'ndjson'): Promise<readonly string[]> {
  return [...(await contentsOf(path, format)).values()].flat().sort();
}

/** The rows of each part, in its order, by its path. */
export function contentsOf(path: string, format: Format): Promise<ReadonlyMap<string, readonly string[]>> {
  return withEncoder(format, async (encoder) => {
    const contents = new Map<string, string[]>();
    const columns = metrics.columns.map(({ name }) => name);
    for (const file of tableFiles(path, format)) {
      const rows: string[] = [];
      for await (const row of encoder.readRows(join(path, file), columns)) rows.push(row.join());
      contents.set(file, rows);
    }
    return contents;
  });
}

/** `table/file` of all that the globs of the tables read. */
export function tableFiles(path: string, extension = 'ndjson'): readonly string[] {
  return readdirSync(path)
    .filter((folder) => !folder.startsWith('.'))
    .flatMap((folder) => readdirSync(join(path, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => !file.includes('/.') && file.endsWith(`.${extension}`))
    .sort();
}

/** A folder of its own for each test. */
export function useFolder(): () => string {
  let path = '';
  beforeEach(() => (path = mkdtempSync(join(tmpdir(), 'seedctl-files-'))));
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return () => path;
}
