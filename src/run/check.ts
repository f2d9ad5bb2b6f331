/** Looks whether a run could do what a plan says, and what it would find; nothing is written. */
import { type Plan, readBy } from '../model/plan.ts';
import type { ViewRequest } from '../model/table.ts';
import { createSimulation } from '../simulate/simulation.ts';
import type { CheckFacts, SetUpChange } from '../sinks/check.ts';
import type { Log } from '../sinks/sink.ts';
import { lookAt } from './look.ts';
import { headOf, type Period, periodOf, type PlanHead } from './plan-head.ts';
import { sinkContext, type ChosenSink } from './sink.ts';

export interface CheckRequest {
  readonly plan: Plan;
  readonly views: readonly ViewRequest[];
  readonly sink: ChosenSink;
  readonly log: Log;
  /** Called with each fact as soon as it is known: what follows may fail. */
  readonly told: (facts: Partial<CheckFacts>) => void;
}

/** The value of `check --json`; null where a target has no such thing. */
export interface CheckData extends PlanHead {
  readonly target: string;
  readonly period: Period;
  readonly server: CheckFacts['server'] | null;
  readonly tls: string | null;
  readonly user: string | null;
  readonly rights: readonly string[];
  readonly changes: readonly SetUpChange[];
  readonly freeBytes: number | null;
  readonly more: CheckFacts['more'];
  /** Groups that the ledger holds of the scenario. */
  readonly groups: number;
  /** Of the plan: all, those that are there, and those that a run would write. */
  readonly records: number;
  readonly present: number;
  readonly missing: number;
  /** Inputs that are read in place of being simulated: how many records they hold is known once they are read. */
  readonly reads: { readonly inputs: number; readonly bytes: number } | null;
}

/** @throws SeedctlError where a run would fail, with the error of that run */
export async function check({ plan, views, sink, log, told }: CheckRequest): Promise<CheckData> {
  const { definition, options } = sink;
  let facts: Partial<CheckFacts> = {};
  const tell = (more: Partial<CheckFacts>) => {
    facts = { ...facts, ...more, ...((facts.more ?? more.more) && { more: { ...facts.more, ...more.more } }) };
    told(more);
  };
  // 1. The target itself.
  const never = new AbortController().signal;
  const context = sinkContext(sink, plan, never, log, { batchSize: null, workers: 1, readOnly: true });
  await definition.check?.(options, context, { tables: plan.tables, views, planned: plan.streams, tell });

  // 2. What it holds: a run refuses other values than its own.
  const looked = definition.traits.ledger ? await lookAt(sink, plan, createSimulation(plan), log) : null;
  const reading = new Set(plan.streams.flatMap(({ id, reads }) => (reads === undefined ? [] : [id])));
  const present = [...(looked?.present ?? [])].reduce(
    (sum, [stream, records]) => (reading.has(stream) ? sum : sum + records),
    0,
  );
  return {
    ...headOf(plan),
    target: definition.label(options),
    period: periodOf(plan.period),
    server: facts.server ?? null,
    tls: facts.tls ?? null,
    user: facts.user ?? null,
    rights: facts.rights ?? [],
    changes: facts.changes ?? [],
    freeBytes: facts.freeBytes ?? null,
    more: facts.more ?? {},
    groups: looked?.ledger.length ?? 0,
    records: plan.records,
    present,
    missing: plan.records - present,
    reads: readBy(plan),
  };
}

export type { CheckFacts };
