/**
 * What a target holds, whatever it was that wrote it: a DuckDB file, or folders of NDJSON, JSON, CSV or Parquet, which
 * DuckDB's own readers read. Nothing is created and nothing is changed.
 */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MetricName, Range } from '../../model/units.ts';
import type { Contents, ContentsKind, ContentsQuery, TableContents } from '../contents.ts';
import { nothingIn, type SeriesCount, tableContents, type ValueCount } from '../table-contents.ts';
import { type Database, openDatabase } from './database.ts';
import { literal, quoted } from '../sql.ts';
import { fileSource, partsOf, tableSource } from './source.ts';

/** Reading may take more memory than writing: lines of JSON are parsed in large pieces. */
const MEMORY = '1GB';

/**
 * Reads what is at `path`: a file for `duckdb`, a folder for the others. Where there is nothing, nothing is held.
 *
 * @throws SeedctlError: locked by another process (5), unreadable or damaged (8)
 */
export async function readContents(
  kind: ContentsKind,
  path: string,
  queries: readonly ContentsQuery[],
): Promise<Contents> {
  const root = resolve(path);
  if (!existsSync(root)) return { tables: queries.map(({ table }) => nothingIn(table.name)), bytes: 0 };
  const database = await openDatabase(kind === 'duckdb' ? root : ':memory:', {
    readOnly: kind === 'duckdb',
    threads: 2,
    memory: MEMORY,
  });
  try {
    const tables: TableContents[] = [];
    const files = new Set<string>();
    for (const query of queries) {
      const parts = kind === 'duckdb' ? [root] : partsOf(root, query.table.name, kind);
      parts.forEach((part) => files.add(part));
      const source =
        kind === 'duckdb' ? await tableSource(database, query.table) : fileSource(kind, parts, query.table);
      tables.push(source === null ? nothingIn(query.table.name) : await contentsOf(database, source, query));
    }
    return { tables, bytes: [...files].reduce((sum, file) => sum + statSync(file).size, 0) };
  } finally {
    database.close();
  }
}

async function contentsOf(database: Database, source: string, query: ContentsQuery): Promise<TableContents> {
  const there = new Set((await database.rows(`DESCRIBE FROM ${source}`)).map((row) => row['column_name']));
  const of = (name: string | null, as: (column: string) => string): string =>
    name !== null && there.has(name) ? as(quoted(name)) : 'NULL';
  const { asset, metric, time, value } = query.columns;
  const text = (column: string) => `CAST(${column} AS VARCHAR)`;
  // Text with a Z and TIMESTAMPTZ alike become what they are in UTC; no extension for time zones is needed.
  const ms = of(time, (column) => `CAST(epoch_ms(CAST(${column} AS TIMESTAMP)) AS DOUBLE)`);
  const rows = within(source, ms, query.period);
  const series = await database.rows(
    `SELECT ${of(asset, text)} AS asset, ${of(metric, text)} AS metric, CAST(count(*) AS DOUBLE) AS records,
       min(${ms}) AS first, max(${ms}) AS last
     FROM ${rows} GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const tallied = await tally(database, rows, query.tally, {
    asset: of(asset, text),
    metric: of(metric, text),
    value: of(value, (column) => `CAST(${column} AS DOUBLE)`),
  });
  return tableContents(query.table.name, series as unknown as readonly SeriesCount[], tallied);
}

const within = (source: string, ms: string, period: Range | undefined): string =>
  period === undefined
    ? source
    : `(SELECT * FROM ${source} WHERE ${ms} IS NULL OR (${ms} >= ${period.from} AND ${ms} < ${period.to}))`;

async function tally(
  database: Database,
  source: string,
  metrics: readonly MetricName[],
  columns: { readonly asset: string; readonly metric: string; readonly value: string },
): Promise<readonly ValueCount[]> {
  if (metrics.length === 0) return [];
  const rows = await database.rows(
    `SELECT ${columns.asset} AS asset, ${columns.metric} AS metric, ${columns.value} AS value,
       CAST(count(*) AS DOUBLE) AS records
     FROM ${source} WHERE ${columns.metric} IN (${metrics.map(literal).join(', ')}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  return rows as unknown as readonly ValueCount[];
}
