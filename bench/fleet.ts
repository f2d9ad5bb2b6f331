/** A fleet of sensors: one record of it against one of the PMI set, its plan, its check, and one day of one series. */
import { performance } from 'node:perf_hooks';
import { createPlan } from '../src/plan/plan.ts';
import { prepare } from '../src/run/prepare.ts';
import { openScenario } from '../src/run/scenario.ts';
import { countThrough } from '../src/run/tally.ts';
import { createSimulation } from '../src/simulate/simulation.ts';
import { DAY } from '../src/model/units.ts';
import { type Benchmark, type Figure, median, ratio, tell } from './harness.ts';
import { inFolder, NOW, pmi, SCENARIO, secondsInto } from './pmi.ts';
import { peakOf, secondsOf } from './process.ts';

/** 50,000 sensors with temperature alone and nothing lost, a month every 10 minutes: 216 million records. */
const FLEET = 'bench/fleet.yaml';
/** A twentieth of it: a group of a run holds some 230 sensors, whatever the size of the fleet. */
const SLICE = 2500;

export const fleet: Benchmark = {
  name: 'fleet',
  summary: `Sensors into Parquet, ${SLICE} of 50,000; plan, validate and one series of all of them`,
  run: async () => [await perRecord(SLICE, 3), ...(await planning()), await validating(), await alone()],
};

/** Takes minutes, so it runs only when it is asked for. */
export const fleetFull: Benchmark = {
  name: 'fleet-full',
  summary: 'All 216 million records into Parquet: time a record, and the most memory',
  run: async () => [await perRecord(50_000, 1), await peak()],
};

/** A record of the fleet against one of the PMI set, both from the first group to the last file. */
async function perRecord(sensors: number, pairs: number): Promise<Figure> {
  const prepared = prepare(FLEET, { now: NOW, param: [`sensors=${sensors}`] }, 0);
  const into = (what: typeof pmi) => (): Promise<number> =>
    inFolder(async (folder) => (1e6 * (await secondsInto(`parquet:${folder}`, what))) / what.plan.records);
  // Once for the compiler.
  await into(pmi)();
  const above = { name: `a million records of ${sensors} sensors`, run: into(prepared) };
  const value = await ratio(pairs, above, { name: 'of the PMI set', run: into(pmi) });
  const name = sensors === 50_000 ? 'fleet-full' : `fleet-slice-${sensors}`;
  return { name, value, unit: '× a record of the PMI set', target: 1.2, better: 'lower' };
}

async function planning(): Promise<Figure[]> {
  const taken: number[] = [];
  for (let round = 0; round < 3; round++) taken.push(await secondsOf(['bin/run.js', 'plan', FLEET, '--now', NOW]));
  return [{ name: 'fleet-plan', value: median(taken), unit: 's, plan of 50,000 sensors', target: 5, better: 'lower' }];
}

async function validating(): Promise<Figure> {
  const validate = (file: string) => () => secondsOf(['bin/run.js', 'validate', file]);
  const above = { name: 'the fleet', run: validate(FLEET) };
  const value = await ratio(7, above, { name: 'PMI', run: validate(SCENARIO) });
  return { name: 'fleet-validate', value, unit: '× validate of the PMI set', target: 2, better: 'lower' };
}

/** One day of one series, out of all of them: other ones each time, so that nothing is known from before. */
function alone(): Promise<Figure> {
  const { scenario } = openScenario(FLEET, {}, undefined);
  const now = Date.parse(NOW);
  const taken = Array.from({ length: 9 }, (_, i) => {
    const start = performance.now();
    const plan = createPlan(scenario, { now, assets: [`dev-0${31_234 + 517 * i}`] });
    const [stream] = plan.streams;
    const from = plan.period.from + i * DAY;
    const group = { stream: stream!, series: stream!.series, range: { from, to: from + DAY } };
    const { records } = countThrough(createSimulation(plan).records(group, []));
    if (records !== 144) throw new Error(`${records} records in a day`);
    return performance.now() - start;
  });
  tell(`the first ${taken[0]!.toFixed(1)} ms, the others ${median(taken.slice(1)).toFixed(1)} ms`);
  const value = Math.max(...taken);
  return Promise.resolve({ name: 'fleet-one', value, unit: 'ms, a day of one series', target: 50, better: 'lower' });
}

async function peak(): Promise<Figure> {
  const idle = await peakOf(['-e', '0']);
  const most = await inFolder((folder) =>
    peakOf(['bin/run.js', 'run', FLEET, '--now', NOW, '--to', `parquet:${folder}`, '--quiet', '--no-log-file']),
  );
  tell(`${most.toFixed()} MB, idle Node ${idle.toFixed()} MB`);
  return { name: 'fleet-memory', value: most - idle, unit: 'MB above an idle Node', target: 400, better: 'lower' };
}
