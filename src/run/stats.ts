/** What `stats` shows: of the simulation, or of what a target holds. */
import type { Plan } from '../model/plan.ts';
import type { Range } from '../model/units.ts';
import { createPlan } from '../plan/plan.ts';
import { iso } from '../report/numbers.ts';
import type { StatsReport } from '../report/stats.ts';
import { createSimulation } from '../simulate/simulation.ts';
import type { Statistics } from '../simulate/statistics.ts';
import { countsOf, type Count } from './counts.ts';
import { readHeld } from './held.ts';
import { headOf, type Period, periodOf, type PlanHead } from './plan-head.ts';
import { selectStreams } from './selection.ts';
import type { ChosenSink } from './sink.ts';

export interface Stats extends PlanHead, Omit<Statistics, 'incidents'> {
  readonly period: Period;
  /** Null: simulated. */
  readonly target: string | null;
  readonly targetBytes: number | null;
  readonly records: number;
  readonly counts: readonly Count[];
  readonly incidents: {
    readonly total: number;
    readonly inherited: number;
    readonly largest: readonly (Omit<Statistics['incidents']['largest'][number], 'start' | 'end'> & {
      readonly start: string;
      readonly end: string;
    })[];
  };
}

/** @param wholePeriod of a target: all that is there, in place of the plan's period */
export async function statsOf(
  plan: Plan,
  sink: ChosenSink | null,
  wholePeriod: boolean,
): Promise<{ readonly data: Stats; readonly report: StatsReport }> {
  const report = sink === null ? simulated(plan) : await readBack(plan, sink, wholePeriod);
  return { data: asData(report), report };
}

function simulated(plan: Plan): StatsReport {
  const simulation = createSimulation(plan);
  return { plan, counts: countsOf(plan, simulation), statistics: simulation.statistics(), target: null };
}

/** What is declared and expected is that of the period that is there, unless another was asked for. */
async function readBack(asked: Plan, sink: ChosenSink, wholePeriod: boolean): Promise<StatsReport> {
  const held = await readHeld(asked, sink);
  const plan = wholePeriod && held.period !== null ? planFor(asked, held.period) : asked;
  const statistics = createSimulation(plan).statistics();
  return {
    plan,
    counts: held.counts,
    statistics: {
      uptime: held.uptime(statistics.uptime),
      jobs: held.jobs(statistics.jobs),
      incidents: held.counts.length === 0 ? { total: 0, inherited: 0, largest: [] } : statistics.incidents,
    },
    target: { label: held.label, bytes: held.bytes },
  };
}

function planFor(plan: Plan, { from, to }: Range): Plan {
  const names = plan.streams.map(({ id }) => id);
  return selectStreams(createPlan(plan.scenario, { now: plan.now, seed: plan.seed, from, until: to }), names);
}

function asData({ plan, counts, statistics, target }: StatsReport): Stats {
  const { uptime, jobs, incidents } = statistics;
  return {
    ...headOf(plan),
    period: periodOf(plan.period),
    target: target?.label ?? null,
    targetBytes: target?.bytes ?? null,
    records: counts.reduce((sum, { records }) => sum + records, 0),
    counts,
    uptime,
    jobs,
    incidents: {
      ...incidents,
      largest: incidents.largest.map((one) => ({ ...one, start: iso(one.start), end: iso(one.end) })),
    },
  };
}
