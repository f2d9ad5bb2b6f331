/** What a run did, as data: the value of `run --json`. */
import type { Plan } from '../model/plan.ts';
import type { Rejection } from '../sinks/sink.ts';
import type { Ingested } from './ingest/ingest.ts';
import { headOf, type Period, periodOf, type PlanHead } from './plan-head.ts';
import { add, type Added, noneAdded, sum, type Present } from './tally.ts';

export interface StreamSummary {
  readonly name: string;
  readonly kind: string;
  readonly table: string;
  readonly series: number;
  readonly records: number;
  readonly written: number;
  readonly present: number;
  readonly rejected: number;
  readonly fingerprint: string;
}

export interface Summary extends PlanHead {
  readonly target: string;
  readonly period: Period;
  readonly streams: readonly StreamSummary[];
  readonly records: number;
  readonly written: number;
  readonly present: number;
  readonly rejected: number;
  /** Why the target did not take records, by table and rule, with one of them each. */
  readonly rejections: readonly Rejection[];
  readonly seconds: number;
  readonly recordsPerSecond: number;
  readonly targetBytes: number | null;
}

export interface Outcome {
  readonly target: string;
  readonly written: ReadonlyMap<string, Added>;
  readonly present: ReadonlyMap<string, Present>;
  /** Of streams of records that are read. */
  readonly ingested: ReadonlyMap<string, Ingested>;
  /** From the first group to a durable target. */
  readonly seconds: number;
  readonly targetBytes: number | null;
}

export function summarise(plan: Plan, outcome: Outcome): Summary {
  const streams = plan.streams.map((stream): StreamSummary => {
    const ingested = outcome.ingested.get(stream.id);
    const added = ingested?.added ?? outcome.written.get(stream.id) ?? noneAdded();
    const present = outcome.present.get(stream.id) ?? { ...sum([]), total: null };
    const all = present.total ?? add(added, present);
    return {
      name: stream.id,
      kind: stream.preset,
      table: stream.table.name,
      series: stream.series.length,
      records: added.records + present.records,
      written: added.records - added.present - added.rejected,
      present: present.records + added.present,
      rejected: added.rejected,
      fingerprint: all.fingerprint,
    };
  });
  const total = (of: 'records' | 'written' | 'present' | 'rejected') =>
    streams.reduce((all, stream) => all + stream[of], 0);
  return {
    ...headOf(plan),
    target: outcome.target,
    period: periodOf(plan.period),
    streams,
    records: total('records'),
    written: total('written'),
    present: total('present'),
    rejected: total('rejected'),
    rejections: byRule(
      [...outcome.written.values(), ...[...outcome.ingested.values()].map(({ added }) => added)].flatMap(
        ({ rejections }) => rejections,
      ),
    ),
    seconds: Math.round(outcome.seconds * 1000) / 1000,
    recordsPerSecond: Math.round(total('written') / Math.max(outcome.seconds, 0.001)),
    targetBytes: outcome.targetBytes,
  };
}

function byRule(all: readonly Rejection[]): readonly Rejection[] {
  const rules = new Map<string, Rejection>();
  for (const one of all) {
    const name = JSON.stringify([one.table, one.rule]);
    const known = rules.get(name);
    rules.set(name, known === undefined ? one : { ...known, records: known.records + one.records });
  }
  return [...rules.values()];
}

/** Where the plan's count and the count of what was made part, one of them is wrong. */
export function checkCounts(plan: Plan, summary: Summary): void {
  for (const [i, stream] of summary.streams.entries()) {
    const { kind, records: planned } = plan.streams[i]!;
    if (kind !== 'records' && stream.records !== planned) {
      throw new Error(`stream ${stream.name}: the plan counts ${planned} records, the run ${stream.records}`);
    }
  }
}
