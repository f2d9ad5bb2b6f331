/** What `stats` shows: of the simulation, or of what a target holds. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { Range } from '../model/units.ts';
import { createPlan } from '../plan/plan.ts';
import { iso } from '../report/numbers.ts';
import type { StatsReport } from '../report/stats.ts';
import { createSimulation } from '../simulate/simulation.ts';
import type { EpisodeStatistic } from '../simulate/episode-statistics.ts';
import { ratesOf, type Statistics } from '../simulate/statistics.ts';
import { countsOf, type Count } from './counts.ts';
import { readHeld } from './held.ts';
import { findingsOf } from './realism/findings.ts';
import { measure, type MeasuredSeries } from './realism/measure.ts';
import type { Whereabouts } from './realism/whereabouts.ts';
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
  /** What the values of each series are like; of a target, and of series beyond some eight million records, nothing is said. */
  readonly series: readonly SeriesStats[];
  /** How often each episode was to be expected, and happened; of a target nothing. */
  readonly episodes: readonly EpisodeStatistic[];
  /** What a reviewer should worry about, with its place in the files; of a target none. */
  readonly warnings: readonly Diagnostic[];
  readonly incidents: {
    readonly total: number;
    /** Null of a target, of which incidents are only counted. */
    readonly inherited: number | null;
    readonly largest: readonly (Omit<Statistics['incidents']['largest'][number], 'start' | 'end'> & {
      readonly start: string;
      readonly end: string;
    })[];
  };
}

export interface SeriesStats extends Omit<MeasuredSeries, 'asset' | 'min' | 'max' | 'pattern'> {
  readonly asset: string;
  readonly min: { readonly value: number; readonly at: string };
  readonly max: { readonly value: number; readonly at: string };
}

/** @param wholePeriod of a target: all that is there, in place of the plan's period */
export async function statsOf(
  plan: Plan,
  sink: ChosenSink | null,
  wholePeriod: boolean,
  at: Whereabouts,
): Promise<{ readonly data: Stats; readonly report: StatsReport }> {
  const report = sink === null ? simulated(plan, at) : await readBack(plan, sink, wholePeriod);
  return { data: asData(report), report };
}

function simulated(plan: Plan, at: Whereabouts): StatsReport {
  const simulation = createSimulation(plan);
  const statistics = simulation.statistics();
  const measured = measure(simulation.engine, plan);
  const findings = findingsOf(simulation.engine, plan, measured, statistics, at);
  return { plan, counts: countsOf(plan, simulation), statistics, target: null, realism: { measured, findings } };
}

/** What is declared and expected is that of the period that is there, unless another was asked for. */
async function readBack(asked: Plan, sink: ChosenSink, wholePeriod: boolean): Promise<StatsReport> {
  const held = await readHeld(asked, sink, wholePeriod ? null : asked.period);
  const plan = wholePeriod && held.period !== null ? planFor(asked, held.period) : asked;
  const rates = ratesOf(createSimulation(plan).engine, plan);
  return {
    plan,
    counts: held.counts,
    statistics: {
      uptime: held.uptime(rates.uptime),
      jobs: held.jobs(rates.jobs),
      incidents: { total: recordsOf(held.counts, incidentStreams(plan)), inherited: 0, largest: [] },
    },
    target: { label: held.label, bytes: held.bytes },
    realism: null,
  };
}

const incidentStreams = (plan: Plan): readonly string[] =>
  plan.streams.filter(({ preset }) => preset === 'incidents').map(({ id }) => id);

const recordsOf = (counts: readonly Count[], streams: readonly string[]): number =>
  counts.reduce((sum, { stream, records }) => sum + (streams.includes(stream) ? records : 0), 0);

function planFor(plan: Plan, { from, to }: Range): Plan {
  const names = plan.streams.map(({ id }) => id);
  return selectStreams(createPlan(plan.scenario, { now: plan.now, seed: plan.seed, from, until: to }), names);
}

function asData({ plan, counts, statistics, target, realism }: StatsReport): Stats {
  const { uptime, jobs, incidents } = statistics;
  return {
    ...headOf(plan),
    period: periodOf(plan.period),
    target: target?.label ?? null,
    targetBytes: target?.bytes ?? null,
    records: counts.reduce((sum, { records }) => sum + records, 0),
    counts,
    series: (realism?.measured.series ?? []).map(seriesAsData),
    episodes: realism?.measured.episodes ?? [],
    warnings: realism?.findings ?? [],
    uptime,
    jobs,
    incidents: {
      total: incidents.total,
      inherited: target === null ? incidents.inherited : null,
      largest: incidents.largest.map((one) => ({ ...one, start: iso(one.start), end: iso(one.end) })),
    },
  };
}

function seriesAsData({ pattern: _, asset, min, max, ...told }: MeasuredSeries): SeriesStats {
  const extreme = (of: MeasuredSeries['min']) => ({ value: of.value, at: iso(of.at) });
  return { asset: asset.id, ...told, min: extreme(min), max: extreme(max) };
}
