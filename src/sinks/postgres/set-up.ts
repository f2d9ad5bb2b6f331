/** What a target needs before the first record: found out as statements, so that it can be shown, and then done. */
import type { Table, ViewRequest } from '../../model/table.ts';
import { list } from '../sql.ts';
import { findTable, hasSchema } from './catalogue.ts';
import type { Encoding } from './cell.ts';
import { createLedger, hasLedger, LOCK, markProduction, tablesOfLedger } from './ledger.ts';
import type { Transaction } from './server.ts';
import { nameIn, planTable } from './tables.ts';
import { planHypertable } from './timescale.ts';
import { planView } from './views.ts';
import { quoted } from '../sql.ts';

export interface SetUpRequest {
  readonly schema: string;
  readonly tables: readonly Table[];
  readonly views: readonly ViewRequest[];
  readonly zone: string;
  readonly production: boolean;
}

export interface SetUpPlan {
  /** What is made or changed, in order. */
  readonly changes: readonly { readonly object: string; readonly statements: readonly string[] }[];
  /** By table. */
  readonly encodings: ReadonlyMap<string, readonly Encoding[]>;
  readonly production: boolean;
}

/** @throws SeedctlError (exit 8) where something that is there stands in the way */
export async function planSetUp(transaction: Transaction, request: SetUpRequest): Promise<SetUpPlan> {
  const { schema, tables, views, zone, production } = request;
  const changes: { object: string; statements: readonly string[] }[] = [];
  const add = (object: string, statements: readonly string[]) => {
    if (statements.length > 0) changes.push({ object, statements });
  };
  if (!(await hasSchema(transaction, schema))) add(schema, [`CREATE SCHEMA ${quoted(schema)}`]);
  const ledger = await hasLedger(transaction);
  const ours = ledger ? await tablesOfLedger(transaction, schema) : new Set<string>();
  const encodings = new Map<string, readonly Encoding[]>();
  for (const table of tables) {
    const plan = await planTable(transaction, schema, table, ours.has(table.name));
    encodings.set(table.name, plan.encodings);
    add(table.name, [...plan.statements, ...(await planHypertable(transaction, schema, table, plan.found))]);
  }
  for (const view of views) add(view.name, await planView(transaction, schema, view, zone, ledger));
  return { changes, encodings, production };
}

/** In the transaction that found it out. */
export async function applySetUp(transaction: Transaction, { changes, production }: SetUpPlan): Promise<void> {
  await createLedger(transaction);
  if (production) await markProduction(transaction);
  for (const { statements } of changes) for (const statement of statements) await transaction.run(statement);
}

/** After loading, which they would slow down. */
export async function createIndexes(transaction: Transaction, schema: string, table: Table): Promise<void> {
  if (table.indexes.length === 0) return;
  await transaction.run(LOCK);
  for (const statement of await planIndexes(transaction, schema, table)) await transaction.run(statement);
}

export async function planIndexes(transaction: Transaction, schema: string, table: Table): Promise<readonly string[]> {
  const there = (await findTable(transaction, schema, table.name))?.indexes.map((columns) => columns.join('\n')) ?? [];
  return table.indexes
    .filter((columns) => !there.includes(columns.join('\n')))
    .map((columns) => `CREATE INDEX ON ${nameIn(schema, table.name)} (${list(columns)})`);
}
