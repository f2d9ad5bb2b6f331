/** What `stats` shows: of the simulation, or of what a target holds. */
import type { Plan } from '../model/plan.ts';
import { iso } from '../report/numbers.ts';
import type { StatsReport } from '../report/stats.ts';
import { createSimulation } from '../simulate/simulation.ts';
import type { Statistics } from '../simulate/statistics.ts';
import type { Log } from '../sinks/sink.ts';
import { countsOf, type Count } from './counts.ts';
import type { ChosenSink } from './sink.ts';

export interface Stats extends Omit<Statistics, 'incidents'> {
  readonly scenario: string;
  readonly engine: number;
  readonly seed: number;
  readonly digest: string;
  readonly now: string;
  readonly period: { readonly from: string; readonly until: string };
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

export async function statsOf(
  plan: Plan,
  sink: ChosenSink | null,
  log: Log,
): Promise<{ readonly data: Stats; readonly report: StatsReport }> {
  const simulation = createSimulation(plan);
  const simulated = { counts: countsOf(plan, simulation), statistics: simulation.statistics(), target: null };
  const report: StatsReport = { plan, ...simulated };
  return { data: asData(report), report };
}

function asData({ plan, counts, statistics, target }: StatsReport): Stats {
  const { uptime, jobs, incidents } = statistics;
  return {
    scenario: plan.scenario.name,
    engine: plan.engine,
    seed: plan.seed,
    digest: plan.digest,
    now: iso(plan.now),
    period: { from: iso(plan.period.from), until: iso(plan.period.to) },
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
