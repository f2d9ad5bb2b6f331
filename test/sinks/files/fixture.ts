/** Small tables, plans and groups, made by hand, for the tests of file sinks. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Group, PlannedStream, Series } from '../../../src/model/plan.ts';
import type { ColumnType } from '../../../src/model/scenario.ts';
import type { Batch, Column, Table, TableColumn } from '../../../src/model/table.ts';
import { DAY, MINUTE, type Range } from '../../../src/model/units.ts';
import { openCsv } from '../../../src/sinks/csv/encoder.ts';
import { nodeDisk, type Disk } from '../../../src/sinks/files/disk.ts';
import { openFolder } from '../../../src/sinks/files/target.ts';
import { openNdjson } from '../../../src/sinks/ndjson/encoder.ts';
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

export interface OpenOptions {
  readonly format?: 'ndjson' | 'csv';
  readonly disk?: Disk;
  readonly production?: boolean;
  readonly context?: Partial<SinkContext>;
}

/** What was logged as a warning goes to `warnings`. */
export function openTarget(path: string, options: OpenOptions = {}, warnings: string[] = []): Promise<Target> {
  const context: SinkContext = {
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
    ...options.context,
  };
  const disk = options.disk ?? nodeDisk;
  const folder = { path, production: options.production ?? false };
  if (options.format === 'csv')
    return openFolder(`csv:${path}`, { ...folder, escape_formulas: false }, context, openCsv, disk);
  return openFolder(`ndjson:${path}`, folder, context, openNdjson, disk);
}

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

/** All lines that the table's glob reads, sorted. */
export function rowsOf(path: string, extension = 'ndjson'): readonly string[] {
  return tableFiles(path, extension)
    .flatMap((file) =>
      readFileSync(join(path, file), 'utf8')
        .split('\n')
        .slice(extension === 'csv' ? 1 : 0),
    )
    .filter((line) => line !== '')
    .sort();
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
