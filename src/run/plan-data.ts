/** A plan as JSON: the value of `plan --json`, and the middle of a saved plan. */
import type { Plan } from '../model/plan.ts';
import { iso } from '../report/numbers.ts';
import type { ViewRequest } from '../model/table.ts';

export interface PlanData {
  readonly scenario: string;
  readonly engine: number;
  readonly seed: number;
  readonly digest: string;
  readonly now: string;
  readonly period: { readonly from: string; readonly until: string };
  readonly records: number;
  readonly cells: number;
  readonly lookback: { readonly milliseconds: number; readonly chain: readonly string[] };
  readonly streams: readonly {
    readonly name: string;
    readonly kind: string;
    readonly table: string;
    readonly series: number;
    readonly records: number;
  }[];
  readonly setup: readonly SetUpStep[];
}

export type SetUpStep =
  | {
      readonly kind: 'table';
      readonly name: string;
      readonly columns: readonly { readonly name: string; readonly type: string }[];
      readonly key: readonly string[] | null;
    }
  | { readonly kind: 'view'; readonly name: string; readonly table: string };

export function planAsData(plan: Plan, views: readonly ViewRequest[]): PlanData {
  return {
    scenario: plan.scenario.name,
    engine: plan.engine,
    seed: plan.seed,
    digest: plan.digest,
    now: iso(plan.now),
    period: { from: iso(plan.period.from), until: iso(plan.period.to) },
    records: plan.records,
    cells: plan.cells,
    lookback: { milliseconds: plan.lookback.duration, chain: plan.lookback.chain },
    streams: plan.streams.map(({ id, preset, table, series, records }) => ({
      name: id,
      kind: preset,
      table: table.name,
      series: series.length,
      records,
    })),
    setup: [
      ...plan.tables.map(({ name, columns, key }): SetUpStep => {
        return {
          kind: 'table',
          name,
          columns: columns.map((column) => ({ name: column.name, type: column.type })),
          key,
        };
      }),
      ...views.map(({ name, table }): SetUpStep => ({ kind: 'view', name, table: table.name })),
    ],
  };
}
