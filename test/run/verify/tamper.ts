/** Changes rows of a target behind the back of its ledger. */
import { DuckDBInstance } from '@duckdb/node-api';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileKind } from '../../../src/sinks/contents.ts';
import { fileSource } from '../../../src/sinks/duckdb/source.ts';
import type { Table } from '../../../src/model/table.ts';

/** In SQL, on the table `t`. */
export type Change =
  | { readonly delete: string }
  | { readonly update: string; readonly where: string }
  /** A copy of the rows, with columns replaced. */
  | { readonly insert: string; readonly where: string };

export type Kind = FileKind | 'duckdb';

export async function tamper(kind: Kind, path: string, table: Table, change: Change): Promise<void> {
  if (kind === 'duckdb') return inDuckDB(path, [statement(`"${table.name}"`, change)]);
  for (const part of partsOf(join(path, table.name), kind)) {
    // As text: what a part holds afterwards need not look like what a run writes, and means the same.
    const read = `CREATE TABLE t AS SELECT * FROM ${fileSource(kind, [part], table)!}`;
    const format = { parquet: 'parquet', csv: 'csv, HEADER', json: 'json, ARRAY true', ndjson: 'json' }[kind];
    await inDuckDB(':memory:', [
      read,
      `CREATE TABLE before AS FROM t`,
      statement('t', change),
      // Only a part that has such rows is written anew.
      `SELECT CASE WHEN (SELECT count(*) FROM (FROM t EXCEPT ALL FROM before)) +
         (SELECT count(*) FROM (FROM before EXCEPT ALL FROM t)) = 0 THEN error('as it was') END`,
      `COPY t TO '${part}' (FORMAT ${format})`,
    ]).catch((error: unknown) => {
      if (!String(error).includes('as it was')) throw error;
    });
  }
}

function statement(table: string, change: Change): string {
  if ('delete' in change) return `DELETE FROM ${table} WHERE ${change.delete}`;
  if ('update' in change) return `UPDATE ${table} SET ${change.update} WHERE ${change.where}`;
  return `INSERT INTO ${table} SELECT * REPLACE (${change.insert}) FROM ${table} WHERE ${change.where}`;
}

async function inDuckDB(path: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    for (const sql of statements) await connection.run(sql);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

export function partsOf(folder: string, extension: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(`.${extension}`))
    .map((name) => join(folder, name));
}
