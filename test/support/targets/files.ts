/** Files of every format, and DuckDB's own, read and changed with DuckDB. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../../src/model/table.ts';
import type { FileKind } from '../../../src/sinks/contents.ts';
import { fileSource } from '../../../src/sinks/duckdb/source.ts';
import { quoted } from '../../../src/sinks/sql.ts';
import { look } from '../../sinks/duckdb/folder.ts';
import { treeOf } from '../tree.ts';
import { canonicalRows, columnsAsText, statementOf } from './sql.ts';
import type { Change, Reader } from './target.ts';

export function readDuckDB(path: string): Reader {
  const named = (table: Table): string => `main.${quoted(table.name)}`;
  return {
    async rows(table) {
      if (!existsSync(path)) return [];
      return canonicalRows(table, await inDuckDB(path, `SELECT ${columnsAsText(table)} FROM ${named(table)}`));
    },
    everything: () => Promise.resolve(treeOf(path)),
    async tamper(table, change) {
      await inDuckDB(path, statementOf(named(table), change, namesOf(table)));
    },
    dispose: () => Promise.resolve(),
  };
}

export function readFiles(kind: FileKind, path: string): Reader {
  return {
    async rows(table) {
      const source = fileSource(kind, partsOf(join(path, table.name), kind), table);
      if (source === null) return [];
      return canonicalRows(table, await inDuckDB(':memory:', `SELECT ${columnsAsText(table)} FROM ${source}`));
    },
    everything: () => Promise.resolve(treeOf(path)),
    async tamper(table, change) {
      for (const part of partsOf(join(path, table.name), kind)) await tamperPart(kind, part, table, change);
    },
    dispose: () => Promise.resolve(),
  };
}

/** As text: what a part holds afterwards need not look like what a run writes, and means the same. */
async function tamperPart(kind: FileKind, part: string, table: Table, change: Change): Promise<void> {
  const format = { parquet: 'parquet', csv: 'csv, HEADER', json: 'json, ARRAY true', ndjson: 'json' }[kind];
  await inDuckDB(
    ':memory:',
    `CREATE TABLE t AS SELECT * FROM ${fileSource(kind, [part], table)!}`,
    `CREATE TABLE before AS FROM t`,
    statementOf('t', change, namesOf(table)),
    // Only a part that has such rows is written anew.
    `SELECT CASE WHEN (SELECT count(*) FROM (FROM t EXCEPT ALL FROM before)) +
       (SELECT count(*) FROM (FROM before EXCEPT ALL FROM t)) = 0 THEN error('as it was') END`,
    `COPY t TO '${part}' (FORMAT ${format})`,
  ).catch((error: unknown) => {
    if (!String(error).includes('as it was')) throw error;
  });
}

/** Parts of a table, as its glob finds them. */
export function partsOf(folder: string, extension: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(`.${extension}`) && !name.startsWith('.'))
    .map((name) => join(folder, name));
}

const namesOf = ({ columns }: Table): readonly string[] => columns.map(({ name }) => name);

const inDuckDB = (path: string, ...statements: readonly string[]) => look(path, `SET TimeZone = 'UTC'`, ...statements);
