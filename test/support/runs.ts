/** Runs in this process: a scenario into a target, without the command line. */
import type { CheckFacts } from '../../src/sinks/check.ts';
import { check, type CheckData } from '../../src/run/check.ts';
import { clean, type Cleaned } from '../../src/run/clean.ts';
import { prepare, type Prepared, type PlanFlags } from '../../src/run/prepare.ts';
import { run } from '../../src/run/run.ts';
import { chooseSink } from '../../src/run/sink.ts';
import type { Environment } from '../../src/run/environment.ts';
import { lookAt, type Look } from '../../src/run/look.ts';
import { Whereabouts } from '../../src/run/realism/whereabouts.ts';
import type { Request } from '../../src/run/request.ts';
import { statsOf, type Stats } from '../../src/run/stats.ts';
import type { Summary } from '../../src/run/summary.ts';
import { verifiedAsData, type VerifyData } from '../../src/run/verify/data.ts';
import { verify } from '../../src/run/verify/verify.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';

export const silent = { debug() {}, info() {}, warn() {}, error() {} };
const noProgress = () => ({ batch() {}, stop() {} });

export interface RunOptions {
  readonly clean?: boolean;
  readonly environment?: Environment;
  /** Records of a group, in place of what the sink likes best. */
  readonly groupRecords?: number;
  /** May refuse what the target holds. */
  readonly check?: Request['check'];
}

export async function runInto(
  to: string,
  { plan, views, only, readings }: Prepared,
  { clean = false, environment = {}, groupRecords, check = () => undefined }: RunOptions = {},
): Promise<Summary> {
  const never = new AbortController().signal;
  const { definition, ...sink } = chooseSink(plan.scenario, to, environment);
  const traits = { ...definition.traits, ...(groupRecords !== undefined && { groupRecords }) };
  const { summary } = await run({
    plan,
    views,
    sink: { ...sink, definition: { ...definition, traits } },
    readings,
    only,
    batchSize: null,
    workers: 2,
    clean: clean ? () => true : null,
    follow: null,
    check,
    interruption: { stopping: never, aborting: never, exit: () => 130 },
    log: silent,
    progress: noProgress,
  });
  return summary;
}

export async function verified(to: string, { plan, whole }: Prepared): Promise<VerifyData> {
  const sink = chooseSink(plan.scenario, to, {});
  return verifiedAsData(plan, await verify({ plan, whole, sink, workers: 2, log: silent, progress: noProgress }));
}

export async function checked(
  to: string,
  { plan, views }: Prepared,
): Promise<{ readonly data: CheckData; readonly told: readonly Partial<CheckFacts>[] }> {
  const told: Partial<CheckFacts>[] = [];
  const sink = chooseSink(plan.scenario, to, {});
  const data = await check({ plan, views, sink, log: silent, told: (facts) => told.push(facts) });
  return { data, told };
}

/** @param to null: of the simulation @param wholePeriod all that is there, in place of the plan's period */
export async function stats(to: string | null, { plan, sources }: Prepared, wholePeriod = true): Promise<Stats> {
  const sink = to === null ? null : chooseSink(plan.scenario, to, {});
  return (await statsOf(plan, sink, wholePeriod, new Whereabouts(plan.scenario, sources))).data;
}

export const looked = (to: string, { plan }: Prepared): Promise<Look> =>
  lookAt(chooseSink(plan.scenario, to, {}), plan, createSimulation(plan), silent);

export function cleaned(to: string, { plan, only }: Prepared, answer = true): Promise<Cleaned> {
  const never = new AbortController().signal;
  return clean({
    plan,
    only,
    sink: chooseSink(plan.scenario, to, {}),
    ask: () => answer,
    interruption: { stopping: never, aborting: never, exit: () => 130 },
    log: silent,
  });
}

/** The plan of a scenario in a file, at the clock of the tests. */
export const prepared = (file: string, flags: PlanFlags = {}): Prepared =>
  prepare(file, { now: '2025-02-09T00:00:00Z', ...flags }, 0);
