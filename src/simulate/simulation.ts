import type { Group, Plan, PlannedStream } from '../model/plan.ts';
import type { Stream } from '../model/scenario.ts';
import type { Batch } from '../model/table.ts';
import type { Range } from '../model/units.ts';
import { createEngine, type Engine } from './engine.ts';
import { assetBatches, eventBatches } from './event-records.ts';
import { emptyFingerprint, type Fingerprint, toHex } from './fingerprint.ts';
import { countRecords, metricBatches } from './metric-records.ts';
import { metricOf } from './signal.ts';
import { type Statistics, statisticsOf } from './statistics.ts';

/** Records of a group, made as they are pulled. */
export interface Records {
  /** May be called once. */
  batches(): Iterable<Batch>;
  /** Of what has been pulled so far. */
  result(): { readonly records: number; readonly fingerprint: string };
}

export interface Simulation {
  readonly engine: Engine;
  /**
   * @param covered ranges that the target holds already of these series: an occurrence that touches one of
   * them belongs to it, and is not made again
   */
  records(group: Group, covered: readonly Range[]): Records;
  /** How many records a group has; no value of a metric is computed. */
  count(group: Group): number;
  /** What the scenario declares, what is to be expected of it, and what the period holds; computed when asked. */
  statistics(): Statistics;
}

/** The plan, ready to be computed cell by cell. */
export function createSimulation(plan: Plan): Simulation {
  const engine = createEngine(plan.scenario, plan.seed, plan.assets);
  const streams = new Map(plan.scenario.streams.map((stream) => [stream.id, stream]));
  return {
    engine,
    records: (group, covered) => recordsOf(engine, streams.get(group.stream.id)!, group, covered),
    count: (group) => countOf(engine, streams.get(group.stream.id)!, group),
    statistics: () => statisticsOf(engine, plan),
  };
}

function recordsOf(engine: Engine, stream: Stream, group: Group, covered: readonly Range[]): Records {
  const fingerprint = emptyFingerprint();
  let records = 0;
  return {
    *batches() {
      for (const batch of batchesOf(engine, stream, group.stream, group, covered, fingerprint)) {
        records += batch.count;
        yield batch;
      }
    },
    result: () => ({ records, fingerprint: toHex(fingerprint) }),
  };
}

function countOf(engine: Engine, stream: Stream, group: Group): number {
  let count = 0;
  if (group.stream.kind !== 'metrics') {
    for (const batch of recordsOf(engine, stream, group, []).batches()) count += batch.count;
    return count;
  }
  for (const series of group.series) {
    const asset = engine.find(series.asset)!;
    const metric = metricOf(engine.scenario, asset, series.metric!)!;
    count += countRecords(engine.grid(asset, metric), engine.emitted(asset, metric), group.range);
  }
  return count;
}

function batchesOf(
  engine: Engine,
  stream: Stream,
  { table, kind }: PlannedStream,
  { series, range }: Group,
  covered: readonly Range[],
  fingerprint: Fingerprint,
): Iterable<Batch> {
  switch (kind) {
    case 'metrics':
      return metricBatches(engine, stream, table, series, range, fingerprint);
    case 'events':
      return eventBatches(engine, stream, table, series, range, covered, fingerprint);
    case 'assets':
      return assetBatches(engine, stream, table, series, fingerprint);
    case 'records':
      // They are read, and not made.
      return [];
  }
}
