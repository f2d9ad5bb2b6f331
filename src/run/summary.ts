/** What a run did, as data: the value of `run --json`. */
import type { Plan } from '../model/plan.ts';
import { iso } from '../report/numbers.ts';
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

export interface Summary {
  readonly scenario: string;
  readonly engine: number;
  readonly seed: number;
  readonly digest: string;
  readonly now: string;
  readonly target: string;
  readonly period: { readonly from: string; readonly until: string };
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
    scenario: plan.scenario.name,
    engine: plan.engine,
    seed: plan.seed,
    digest: plan.digest,
    now: iso(plan.now),
    target: outcome.target,
    period: { from: iso(plan.period.from), until: iso(plan.period.to) },
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
