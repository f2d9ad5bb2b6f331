/** A folder of a test's own, and a fresh instance of DuckDB, as anybody's command line would be, to look with. */
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestFolder {
  readonly path: string;
  file(name: string): string;
  remove(): void;
}

export function testFolder(): TestFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "seedctl's duckdb-")));
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Rows of the last statement; the file is closed again afterwards. */
export async function look(file: string, ...statements: readonly string[]): Promise<Json[][]> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    let rows: Json[][] = [];
    for (const sql of statements) rows = (await connection.runAndReadAll(sql)).getRowsJson();
    return rows;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Everything of the file, for what must not change by a byte. */
export const bytesOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
