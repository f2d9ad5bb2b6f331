/** The PMI scenario's data as a sink receives them: columns of batches, gathered by series. */
import type { Plan } from '../../src/model/plan.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import type { Column } from '../../src/model/table.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { PMI, planOf, type Row, rowsOf, scenarioIn, streamOf } from '../support/scenario.ts';

/** Chosen once. Whatever is random is held over all of them; a figure that would fail for one in 10⁹ fails for none. */
export const SEEDS = [42, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 12_345];

export const pmi: Scenario = scenarioIn(PMI);

export const TYPES = { proxmox_node: 2, vm: 4, container: 2, physical_host: 2, service: 22, acronis_backup_job: 2 };
export const MACHINES = [
  ...['pve-node-01', 'pve-node-02', 'vm-101', 'vm-102', 'vm-103', 'vm-104'],
  ...['ct-201', 'ct-202', 'physical-01', 'physical-02'],
];

export const MINUTES_A_DAY = 1440;
export const DAYS = 14;

/** Values of one series, by tick of the period. */
export type Values = (asset: string, metric: string) => Float64Array;

export interface PmiData {
  readonly seed: number;
  readonly plan: Plan;
  readonly values: Values;
  rows(stream: string): readonly Row[];
}

/** All records of the streams of columns that are named; the others are made when they are asked for. */
export function readPmi(seed: number, streams: readonly string[], options: { readonly now?: number } = {}): PmiData {
  const plan = planOf(pmi, { seed, ...options });
  const simulation = createSimulation(plan);
  const found = new Map<string, Float64Array>();
  const ticks = (plan.period.to - plan.period.from) / plan.step;
  for (const id of streams) {
    const stream = streamOf(plan, id);
    const group = { stream, series: stream.series, range: plan.period };
    for (const batch of simulation.records(group, []).batches()) {
      const name = `${batch.asset}/${String(batch.metric)}`;
      const [at, value] = ['timestamp', 'value'].map((column) =>
        numbers(batch.columns[batch.table.columns.findIndex((one) => one.name === column)]!),
      );
      let values = found.get(name);
      if (values === undefined) found.set(name, (values = new Float64Array(ticks).fill(NaN)));
      for (let i = 0; i < batch.count; i++) values[(at![i]! - plan.period.from) / plan.step] = value![i]!;
    }
  }
  return {
    seed,
    plan,
    values: (asset, metric) => {
      const values = found.get(`${asset}/${metric}`);
      if (values === undefined) throw new Error(`no series ${asset}/${metric}`);
      return values;
    },
    rows: (id) => rowsOf(simulation, streamOf(plan, id), plan.period),
  };
}

function numbers(column: Column): Float64Array {
  if (column.kind === 'numbers' || column.kind === 'times') return column.values;
  throw new Error(`a column of numbers was expected, not ${column.kind}`);
}

const rome = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'medium' });

/** The wall clock of Rome, by the host's own tz data: an oracle that shares nothing with ours. */
export function inRome(t: number): { readonly date: string; readonly time: string; readonly minute: number } {
  const [date, time] = rome.format(t).split(' ') as [string, string];
  const [hour, minute] = time.split(':').map(Number);
  return { date, time, minute: hour! * 60 + minute! };
}

/** 1 = Monday. */
export function weekdayOf(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}
