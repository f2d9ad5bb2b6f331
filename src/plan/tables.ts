/** The tables that the streams need: the union of their records, with keys and types. */
import type { KeyColumns } from '../model/plan.ts';
import type { Hypertable, RecordField, Scenario, Stream } from '../model/scenario.ts';
import type { Table, TableColumn } from '../model/table.ts';
import { decimalsOf } from '../simulate/finish.ts';
import { metricsOf } from './metrics-of.ts';
import { validatorOf } from './validator.ts';

/** Variables that may be empty in a record. */
const MAY_BE_EMPTY = new Set(['unit', 'label', 'because', 'root_incident', 'state', 'parent']);

/** Tables by name, in the order in which the streams first name them. */
export function tablesOf(scenario: Scenario): ReadonlyMap<string, Table> {
  const byName = new Map<string, Stream[]>();
  for (const stream of scenario.streams) byName.set(stream.table, [...(byName.get(stream.table) ?? []), stream]);
  return new Map([...byName].map(([name, streams]) => [name, tableOf(scenario, name, streams)]));
}

function tableOf(scenario: Scenario, name: string, streams: readonly Stream[]): Table {
  const options = scenario.tables[name];
  const columns = new Map<string, TableColumn>();
  for (const stream of streams) {
    for (const field of stream.record) {
      const { name: column, type, comment } = field;
      const other = columns.get(column);
      columns.set(column, {
        name: column,
        type,
        comment: other?.comment ?? comment,
        decimals: widest(other?.decimals, decimalsIn(scenario, stream, field)),
        nullable: (other?.nullable ?? false) || mayBeEmpty(stream, field) || streams.some((one) => !has(one, column)),
      });
    }
  }
  const keys = streams.map((stream) => keyOf(stream));
  const same = keys.every((key) => key !== null && key.join('\n') === keys[0]!.join('\n'));
  return {
    name,
    comment: options?.comment ?? null,
    columns: [...columns.values()],
    key: options?.key ?? (same ? keys[0]! : null),
    indexes: options?.indexes ?? [],
    validator: validatorOf(scenario, options?.validator ?? null, [...columns.values()], streams),
    hypertable: hypertableOf(options?.hypertable ?? { kind: 'auto' }, streams),
    wholeSeconds: streams.every((stream) => hasWholeSeconds(scenario, stream)),
  };
}

function has(stream: Stream, column: string): boolean {
  return stream.record.some((field) => field.name === column);
}

function mayBeEmpty(stream: Stream, { value }: RecordField): boolean {
  if (value.kind === 'constant') return value.value === null;
  if (value.kind !== 'reference') return false;
  // Every job has its result.
  if (stream.role?.kind === 'jobs' && value.of === 'field') return false;
  // What assets and occurrences carry of their own is not carried by all of them.
  return value.of !== 'variable' || MAY_BE_EMPTY.has(value.name) || value.name.includes('.');
}

/** The larger of two counts of decimals; null (arbitrary doubles) is larger than any, undefined smaller. */
function widest(a: number | null | undefined, b: number | null | undefined): number | null {
  if (a === null || b === null) return null;
  if (a === undefined && b === undefined) return null;
  return Math.max(a ?? 0, b ?? 0);
}

function decimalsIn(scenario: Scenario, stream: Stream, field: RecordField): number | null | undefined {
  if (field.type !== 'number') return undefined;
  const { value } = field;
  if (stream.kind === 'metrics' && value.kind === 'reference' && value.name === 'value') {
    return [...metricsOf(scenario, stream)].map((metric) => decimalsOf(metric)).reduce((a, b) => widest(a, b), 0);
  }
  if (stream.role?.kind === 'jobs' && value.kind === 'reference' && value.of === 'field') return 0;
  return null;
}

/** Whether every instant of a stream lies on a whole second: then text needs no milliseconds. */
function hasWholeSeconds(scenario: Scenario, stream: Stream): boolean {
  if (stream.kind === 'assets') return true;
  // The times of what is read are as they are.
  if (stream.kind === 'records') return false;
  if (stream.kind === 'metrics') {
    return [...metricsOf(scenario, stream)].every(({ every }) => {
      if (every === null) return scenario.time.step % 1000 === 0;
      return every.kind === 'period' ? every.period % 1000 === 0 : every.jitter === 0;
    });
  }
  // Incidents start and end at any millisecond; a job at a whole minute of its slot.
  return stream.role?.kind === 'jobs';
}

/** By itself a table of metrics is divided, whatever else goes there with the same times. */
function hypertableOf(written: Hypertable, streams: readonly Stream[]): Table['hypertable'] {
  switch (written.kind) {
    case 'never':
      return null;
    case 'always':
      return { time: written.time, chunk: written.chunk, demanded: true };
    case 'auto': {
      const times = new Set(streams.map((stream) => keyColumnsOf(stream).time));
      const [time] = times;
      const divisible = times.size === 1 && streams.some(({ kind }) => kind === 'metrics');
      return divisible && time != null ? { time, chunk: null, demanded: false } : null;
    }
  }
}

/** The columns that identify a record of a stream; null where its record dropped one. */
function keyOf(stream: Stream): string[] | null {
  // Which of the columns of what is read identify a record is said of the table, or nobody knows it.
  if (stream.kind === 'records') return null;
  const columns = keyColumnsOf(stream);
  if (stream.kind === 'assets') return columns.asset === null ? null : [columns.asset];
  const incident = columnOf(stream, 'incident');
  if (stream.kind === 'events' && incident !== null) return [incident];
  const wanted =
    stream.kind === 'metrics' || stream.role?.kind === 'jobs'
      ? [columns.asset, columns.metric, columns.time]
      : [columns.asset, columnOf(stream, 'episode'), columnOf(stream, 'key')];
  return wanted.every((column) => column !== null) ? wanted : null;
}

/** Which columns say whose and when a record is. */
export function keyColumnsOf(stream: Stream): KeyColumns {
  if (stream.kind === 'records') {
    const time = stream.record.find(({ type }) => type === 'timestamp')?.name ?? null;
    return { asset: null, metric: null, time };
  }
  const constant = stream.role?.kind === 'jobs' ? stream.role.metric : null;
  return {
    asset: columnOf(stream, 'asset'),
    metric:
      columnOf(stream, 'metric') ??
      stream.record.find(({ value }) => constant !== null && value.kind === 'constant' && value.value === constant)
        ?.name ??
      null,
    time: stream.kind === 'assets' ? null : (columnOf(stream, 'time') ?? columnOf(stream, 'start')),
  };
}

/** The column that holds a variable as it is. */
function columnOf(stream: Stream, variable: string): string | null {
  const field = stream.record.find(
    ({ value }) => value.kind === 'reference' && value.of === 'variable' && value.name === variable,
  );
  return field?.name ?? null;
}
