/** What a target holds of a scenario, read back from its records and not from its ledger. */
import { type KeyColumns, type Plan, type PlannedStream, writtenStream } from '../model/plan.ts';
import type { Range } from '../model/units.ts';
import { valueColumn } from '../plan/views.ts';
import type { ContentsQuery, SeriesContents, TableContents } from '../sinks/contents.ts';
import type { JobStatistic, UptimeStatistic } from '../simulate/statistics.ts';
import type { Count } from './counts.ts';
import { usage } from './options.ts';
import type { ChosenSink } from './sink.ts';

export interface Held {
  readonly label: string;
  readonly bytes: number;
  readonly counts: readonly Count[];
  /** From the first to the last record of metrics; null where there is none. */
  readonly period: Range | null;
  /** Statistics with what the records say in place of what was simulated; none where there are no records. */
  uptime(simulated: readonly UptimeStatistic[]): readonly UptimeStatistic[];
  jobs(simulated: readonly JobStatistic[]): readonly JobStatistic[];
}

/** Records of one series of a stream, as they were found. */
interface Found extends SeriesContents {
  readonly stream: PlannedStream;
  readonly assetType: string;
}

/** @param period only what lies in it; null: all that is there */
export async function readHeld(
  plan: Plan,
  { definition, options, shown }: ChosenSink,
  period: Range | null,
): Promise<Held> {
  if (definition.contents === undefined) throw usage(`${shown} cannot be read back`);
  const { tables, bytes } = await definition.contents(options, queriesOf(plan, period));
  const types = new Map(plan.assets.map(({ id, type }) => [id, type]));
  const found = plan.streams.flatMap((stream): readonly Found[] => {
    const table = tables.find((one) => one.table === stream.table.name);
    if (table === undefined) return [];
    const alone = plan.streams.every((other) => other === stream || other.table.name !== stream.table.name);
    return seriesOf(stream, table, alone).map((one) => foundAs(stream, one, types));
  });
  return {
    label: definition.label(options),
    bytes,
    counts: countsOf(found),
    period: periodOf(found, plan.step),
    uptime: (simulated) =>
      simulated.flatMap((row) => {
        const polls = found.filter(({ stream, assetType, metric, values: tallied }) => {
          const status = stream.role?.kind === 'polls' && metric === stream.role.status;
          return status && assetType === row.assetType && tallied !== null;
        });
        const values = polls[0]?.stream.role?.kind === 'polls' ? polls[0].stream.role.values : null;
        if (values === null) return [];
        return { ...row, achieved: shareOf(polls, values.up), degraded: shareOf(polls, values.degraded) };
      }),
    jobs: (simulated) =>
      simulated.flatMap((row) => {
        const runs = found.filter(
          ({ stream, assetType, values }) => stream.id === row.stream && assetType === row.assetType && values !== null,
        );
        const jobs = runs.reduce((sum, { records }) => sum + records, 0);
        return jobs === 0 ? [] : { ...row, jobs, achieved: shareOf(runs, 1) };
      }),
  };
}

/** One for each table: what several streams put there is told apart by asset and metric. */
function queriesOf(plan: Plan, period: Range | null): readonly ContentsQuery[] {
  return plan.tables.map((table) => {
    const streams = plan.streams.filter((stream) => stream.table.name === table.name);
    const leading = streams.find(({ keyColumns }) => keyColumns.metric !== null) ?? streams[0]!;
    const tally = streams.flatMap(({ role }) =>
      role?.kind === 'polls' ? [role.status] : role?.kind === 'jobs' ? [role.metric] : [],
    );
    const columns = { ...leading.keyColumns, value: valueColumn(writtenStream(plan, leading.id)) };
    return { table, columns, tally, ...(period && { period }) };
  });
}

/**
 * Series of the table that are the stream's own, in its order: other scenarios may have rows there, and rows come in any.
 * What its record leaves out is what all of them have in common, or unknown.
 *
 * @param alone no other stream of the scenario goes to the table
 */
function seriesOf(stream: PlannedStream, table: TableContents, alone: boolean): readonly SeriesContents[] {
  const { keyColumns, role } = stream;
  // Without a column of assets nothing but the table says whose a row is.
  if (keyColumns.asset === null && !alone) return [];
  const places = new Map<string, { readonly place: number; readonly metrics: Set<string | null> }>();
  for (const [place, series] of stream.series.entries()) {
    const metric = role?.kind === 'jobs' ? role.metric : series.metric;
    const key = keyOf(keyColumns, series.asset, metric);
    const known = places.get(key);
    if (known === undefined) places.set(key, { place, metrics: new Set([metric]) });
    else known.metrics.add(metric);
  }
  return table.series
    .flatMap((one) => {
      const found = places.get(keyOf(keyColumns, one.asset, one.metric));
      if (found === undefined) return [];
      const [metric = null, ...others] = found.metrics;
      return [{ place: found.place, one: { ...one, metric: others.length === 0 ? metric : null } }];
    })
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** A series by what of it is in a record. */
const keyOf = (columns: KeyColumns, asset: string | null, metric: string | null): string =>
  JSON.stringify([columns.asset === null ? null : asset, columns.metric === null ? null : metric]);

function foundAs(stream: PlannedStream, one: SeriesContents, types: ReadonlyMap<string, string>): Found {
  return { ...one, stream, assetType: types.get(one.asset ?? '') ?? '' };
}

function countsOf(found: readonly Found[]): readonly Count[] {
  const counts = new Map<string, Count>();
  for (const { stream, asset, assetType, metric, records } of found) {
    const key = JSON.stringify([stream.id, assetType, metric]);
    const before = counts.get(key);
    counts.set(key, {
      stream: stream.id,
      assetType,
      metric,
      assets: (before?.assets ?? 0) + (asset === null ? 0 : 1),
      records: (before?.records ?? 0) + records,
    });
  }
  return [...counts.values()];
}

function periodOf(found: readonly Found[], step: number): Range | null {
  const metrics = found.filter(({ stream }) => stream.kind === 'metrics');
  const from = Math.min(...metrics.map(({ first }) => first ?? Infinity));
  const last = Math.max(...metrics.map((one) => one.last ?? -Infinity));
  return from <= last ? { from, to: last + step } : null;
}

/** Share of the records that have a value. */
function shareOf(found: readonly Found[], value: number): number {
  const count = (of: (values: ReadonlyMap<number, number>) => number) =>
    found.reduce((sum, { values }) => sum + (values === null ? 0 : of(values)), 0);
  return count((values) => values.get(value) ?? 0) / count((values) => [...values.values()].reduce((a, b) => a + b, 0));
}
