/** Looks at a target without changing it: what of a plan is there. */
import type { LedgerEntry } from '../model/ledger.ts';
import type { Plan } from '../model/plan.ts';
import type { Simulation } from '../simulate/simulation.ts';
import type { Log } from '../sinks/sink.ts';
import { coverageOf } from './coverage.ts';
import type { PlanData } from './plan-data.ts';
import { openSink, type ChosenSink } from './sink.ts';
import { presentIn } from './tally.ts';

export interface Look {
  readonly target: string;
  readonly ledger: readonly LedgerEntry[];
  /** Records that are there, by stream. */
  readonly present: ReadonlyMap<string, number>;
}

export async function lookAt(sink: ChosenSink, plan: Plan, simulation: Simulation, log: Log): Promise<Look> {
  const never = new AbortController().signal;
  const target = await openSink(sink, plan, never, log, { batchSize: null, workers: 1, readOnly: true });
  try {
    const ledger = await target.ledger(plan.streams);
    const present = presentIn(plan, coverageOf(plan, ledger, target.label), simulation);
    return {
      target: target.label,
      ledger,
      present: new Map([...present].map(([stream, { records }]) => [stream, records])),
    };
  } finally {
    await target.close();
  }
}

/** The streams of a plan, with what is there of each. */
export function withHeld(data: PlanData, { target, present }: Look): PlanData & { readonly target: string } {
  const streams = data.streams.map((stream) => ({ ...stream, present: present.get(stream.name) ?? 0 }));
  return { ...data, streams, target };
}
