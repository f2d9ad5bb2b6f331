/** A target as tests see it, of whatever kind: where a run writes to, and what anybody's client finds there. */
import type { Table } from '../../../src/model/table.ts';

export interface TestTarget {
  /** For `--to`. */
  readonly to: string;
  /** The same as messages have it, without secrets. */
  readonly label: string;
  /** Rows of a table, sorted, each as the canonical JSON of its columns: the same text whatever the kind. */
  rows(table: Table): Promise<readonly string[]>;
  /** Everything that is there, ledgers too, for what must not change; empty where there is nothing. */
  everything(): Promise<readonly unknown[]>;
  /** Changes rows behind the back of the ledger. */
  tamper(table: Table, change: Change): Promise<void>;
}

/** A value of a column; a date is a whole second. */
export type Value = string | number | Date;

export interface Values {
  readonly [column: string]: Value;
}

/** Rows whose columns have these values; with `since`, from that time on. */
export interface Where {
  readonly [column: string]: Value | { readonly since: Date };
}

export type Change =
  | { readonly delete: Where }
  | { readonly set: Values; readonly where: Where }
  /** A copy of the rows, with columns replaced. */
  | { readonly copy: Values; readonly where: Where };

/** A database as such a target; `dispose` ends what reads it. */
export interface Reader extends Omit<TestTarget, 'to' | 'label'> {
  dispose(): Promise<void>;
}
