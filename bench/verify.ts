/** Verification of a target, against the run that filled it. */
import { join } from 'node:path';
import { chooseSink } from '../src/run/sink.ts';
import { isEqual } from '../src/run/verify/data.ts';
import { verify as verifyPlan } from '../src/run/verify/verify.ts';
import { type Benchmark, ratio } from './harness.ts';
import { inFolder, pmi, secondsInto, WORKERS } from './pmi.ts';

export const verify: Benchmark = {
  name: 'verify',
  summary: 'Verification of DuckDB and Parquet, against the runs that filled them',
  run: () =>
    inFolder(async (folder) => {
      const figures = [];
      for (const kind of ['duckdb', 'parquet']) {
        const to = `${kind}:${join(folder, kind)}`;
        await secondsInto(to);
        await secondsToVerify(to);
        const run = () => inFolder((fresh) => secondsInto(`${kind}:${join(fresh, 'run')}`));
        const value = await ratio(9, { name: 'verify', run: () => secondsToVerify(to) }, { name: 'run', run });
        figures.push({ name: `verify ${kind}`, value, unit: '× the run', target: 0.5, better: 'lower' } as const);
      }
      return figures;
    }),
};

/** As of a run, from the first cell to the end. */
export async function secondsToVerify(to: string): Promise<number> {
  const { plan, whole } = pmi;
  let start = Number.NaN;
  const verified = await verifyPlan({
    plan,
    whole,
    sink: chooseSink(plan.scenario, to, {}),
    workers: WORKERS,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    progress() {
      start = performance.now();
      return { batch() {}, stop() {} };
    },
  });
  if (!isEqual(verified)) throw new Error(`${to} does not hold what the run wrote`);
  return (performance.now() - start) / 1000;
}
