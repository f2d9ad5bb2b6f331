/** What a run did, as data: the value of `run --json`. */
import type { Plan } from '../model/plan.ts';
import { headOf, type Period, periodOf, type PlanHead } from './plan-head.ts';
import { add, sum, type Present, type Tally } from './tally.ts';

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
  readonly seconds: number;
  readonly recordsPerSecond: number;
  readonly targetBytes: number | null;
}

export interface Outcome {
  readonly target: string;
  readonly written: ReadonlyMap<string, Tally>;
  readonly present: ReadonlyMap<string, Present>;
  /** From the first group to a durable target. */
  readonly seconds: number;
  readonly targetBytes: number | null;
}

export function summarise(plan: Plan, outcome: Outcome): Summary {
  const streams = plan.streams.map((stream): StreamSummary => {
    const written = outcome.written.get(stream.id) ?? sum([]);
    const present = outcome.present.get(stream.id) ?? { ...sum([]), total: null };
    const all = present.total ?? add(written, present);
    return {
      name: stream.id,
      kind: stream.preset,
      table: stream.table.name,
      series: stream.series.length,
      records: written.records + present.records,
      written: written.records,
      present: present.records,
      rejected: 0,
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
    seconds: Math.round(outcome.seconds * 1000) / 1000,
    recordsPerSecond: Math.round(total('written') / Math.max(outcome.seconds, 0.001)),
    targetBytes: outcome.targetBytes,
  };
}

/** Where the plan's count and the count of what was made part, one of them is wrong. */
export function checkCounts(plan: Plan, summary: Summary): void {
  for (const [i, stream] of summary.streams.entries()) {
    const planned = plan.streams[i]!.records;
    if (stream.records !== planned) {
      throw new Error(`stream ${stream.name}: the plan counts ${planned} records, the run ${stream.records}`);
    }
  }
}
