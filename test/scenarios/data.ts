/** Scenarios that ship, as a reader of their target would see them. */
import { join } from 'node:path';
import type { Plan } from '../../src/model/plan.ts';
import { createPlan, type PlanOptions } from '../../src/plan/plan.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { loadFile, NOW, type Row, rowsOf, streamOf } from '../support/scenario.ts';

/** One series, in time order. */
export interface Points {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface Data {
  readonly plan: Plan;
  rows(stream: string): readonly Row[];
  /** The times and values of one series of the stream `metrics`. */
  points(asset: string, metric: string): Points;
}

export interface Chosen extends Partial<PlanOptions> {
  readonly parameters?: { readonly [name: string]: string };
}

export function readShipped(name: string, { parameters = {}, ...options }: Chosen = {}): Data {
  const { scenario, diagnostics } = loadFile(join(import.meta.dirname, '../../scenarios', `${name}.yaml`), parameters);
  if (scenario === null || diagnostics.length > 0) {
    throw new Error(diagnostics.map(({ line, message }) => `${name}.yaml:${String(line)}: ${message}`).join('\n'));
  }
  const plan = createPlan(scenario, { now: NOW, ...options });
  const simulation = createSimulation(plan);
  return {
    plan,
    rows: (stream) => rowsOf(simulation, streamOf(plan, stream), plan.period),
    points(asset, metric) {
      const stream = streamOf(plan, 'metrics');
      const series = stream.series.filter((one) => one.asset === asset && one.metric === metric);
      const times: number[] = [];
      const values: number[] = [];
      for (const batch of simulation.records({ stream, series, range: plan.period }, []).batches()) {
        for (const column of batch.columns) {
          if (column.kind === 'times') times.push(...column.values.subarray(0, batch.count));
          if (column.kind === 'numbers') values.push(...column.values.subarray(0, batch.count));
        }
      }
      return { times, values };
    },
  };
}

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

/** Coefficients that make the sum of squares of y − Σ b·x least. */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): number[] {
  const n = rows[0]!.length;
  const system = Array.from({ length: n }, () => new Array<number>(n + 1).fill(0));
  for (const [i, row] of rows.entries()) {
    for (let a = 0; a < n; a++) {
      for (let b = 0; b < n; b++) system[a]![b]! += row[a]! * row[b]!;
      system[a]![n]! += row[a]! * y[i]!;
    }
  }
  for (let pivot = 0; pivot < n; pivot++) {
    for (let other = 0; other < n; other++) {
      if (other === pivot) continue;
      const factor = system[other]![pivot]! / system[pivot]![pivot]!;
      for (let k = pivot; k <= n; k++) system[other]![k]! -= factor * system[pivot]![k]!;
    }
  }
  return system.map((row, i) => row[n]! / row[i]!);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a zone by the host's own tz data: minutes since midnight, and the day of the week from 1 = Monday. */
export function wallClock(t: number, timeZone: string): { readonly minute: number; readonly weekday: number } {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(timeZone, clock);
  }
  const [date, time] = clock.format(t).split(' ') as [string, string];
  const [hour, minute] = time.split(':').map(Number);
  return { minute: hour! * 60 + minute!, weekday: ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1 };
}

/** Rows by a column that holds text, in the order in which its values first come. */
export function rowsBy(rows: readonly Row[], column: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = row[column] as string;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}
