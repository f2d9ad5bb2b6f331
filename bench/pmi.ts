/** The set that everything is measured on: the PMI scenario, frozen in time, and runs of it into a target. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../src/model/plan.ts';
import type { Batch } from '../src/model/table.ts';
import { NOTHING_HELD } from '../src/run/coverage.ts';
import { groupsOf } from '../src/run/groups.ts';
import { prepare, type Prepared } from '../src/run/prepare.ts';
import { run } from '../src/run/run.ts';
import { chooseSink } from '../src/run/sink.ts';
import { createSimulation } from '../src/simulate/simulation.ts';

/** Benchmarks run in the package's folder. */
export const SCENARIO = 'scenarios/pmi-default.yaml';
export const NOW = '2025-02-09T00:00:00Z';
/** Threads that a target may use, ours and the one that it is compared with. */
export const WORKERS = 2;

export const pmi = prepare(SCENARIO, { now: NOW }, 0);

/** All batches of a plan, as a sink that knows nothing of resuming would pull them. */
export function* batchesOf(plan: Plan): Generator<Batch> {
  const simulation = createSimulation(plan);
  for (const { group, covered } of groupsOf(plan, NOTHING_HELD, 1_000_000)) {
    yield* simulation.records(group, covered).batches();
  }
}

/** Runs a scenario, PMI by default, into a new target; the seconds are those from the first cell to the closed file. */
export async function secondsInto(to: string, { plan, views }: Prepared = pmi): Promise<number> {
  const never = new AbortController().signal;
  let start = Number.NaN;
  await run({
    plan,
    views,
    readings: new Map(),
    sink: chooseSink(plan.scenario, to, {}),
    only: null,
    batchSize: null,
    workers: WORKERS,
    clean: null,
    follow: null,
    check() {},
    interruption: { stopping: never, aborting: never, exit: () => 130 },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    progress() {
      start = performance.now();
      return { batch() {}, stop() {} };
    },
  });
  return (performance.now() - start) / 1000;
}

/** A folder that is gone when `use` is done. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'seedctl-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
