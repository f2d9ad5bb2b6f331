/** A plan as JSON: the value of `plan --json`, and the middle of a saved plan. */
import type { Plan } from '../model/plan.ts';
import type { ViewRequest } from '../model/table.ts';
import { headOf, type Period, periodOf, type PlanHead } from './plan-head.ts';

export interface PlanData extends PlanHead {
  readonly period: Period;
  /** Of streams that are simulated. */
  readonly records: number;
  readonly cells: number;
  readonly lookback: { readonly milliseconds: number; readonly chain: readonly string[] };
  readonly streams: readonly {
    readonly name: string;
    readonly kind: string;
    readonly table: string;
    readonly series: number;
    /** Null for records that are read: how many there are is known once they are. */
    readonly records: number | null;
    /** Of records that are read. */
    readonly reads?: { readonly inputs: number; readonly bytes: number };
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
    ...headOf(plan),
    period: periodOf(plan.period),
    records: plan.records,
    cells: plan.cells,
    lookback: { milliseconds: plan.lookback.duration, chain: plan.lookback.chain },
    streams: plan.streams.map(({ id, preset, table, series, records, reads }) => ({
      name: id,
      kind: preset,
      table: table.name,
      series: series.length,
      records: reads === undefined ? records : null,
      ...(reads && { reads }),
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
