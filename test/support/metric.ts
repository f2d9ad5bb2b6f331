/** The smallest scenarios: one metric `m` of an asset `a`, and its values by instant. */
import type { Plan } from '../../src/model/plan.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import type { PlanOptions } from '../../src/plan/plan.ts';
import { planOf, type Row, rowsOf, scenarioOf, streamOf } from './scenario.ts';

export type Written = { readonly [key: string]: unknown };

/** One week of a metric, from Monday 3 February 2025 in UTC; what is given replaces what stands here. */
export function withLayers(layers: readonly Written[], metric: Written = {}, more: Written = {}): Written {
  return {
    version: 1,
    name: 'one',
    seed: 1,
    timezone: 'UTC',
    time: { start: '2025-02-03', duration: '7d', step: '1m' },
    patterns: { p: { metrics: { m: { layers, ...metric } } } },
    assets: [{ id: 'a', pattern: 'p' }],
    streams: [{ kind: 'metrics', to: 'metrics' }],
    ...more,
  };
}

export interface Values {
  readonly plan: Plan;
  readonly rows: readonly Row[];
  /** At an ISO instant; null where there is no record. */
  at(time: string): number | null;
  all(): readonly number[];
}

export function valuesOf(
  written: Written,
  { asset = 'a', metric = 'm', ...options }: Partial<PlanOptions> & { asset?: string; metric?: string } = {},
): Values {
  const plan = planOf(scenarioOf(written), options);
  const stream = streamOf(plan, 'metrics');
  const series = stream.series.filter((one) => one.asset === asset && one.metric === metric);
  const rows = rowsOf(createSimulation(plan), stream, plan.period, series);
  const byTime = new Map(rows.map((row) => [row.timestamp as number, row.value as number]));
  return {
    plan,
    rows,
    at: (time) => byTime.get(Date.parse(time)) ?? null,
    all: () => rows.map((row) => row.value as number),
  };
}

export const rowsIn = (written: Written, stream: string, options: Partial<PlanOptions> = {}): readonly Row[] => {
  const plan = planOf(scenarioOf(written), options);
  return rowsOf(createSimulation(plan), streamOf(plan, stream), plan.period);
};

export const constant = (value: unknown, more: Written = {}): Written => ({ kind: 'constant', value, ...more });
