/** What a database holds, whoever wrote it; nothing is created and nothing is changed. */
import type { MetricName } from '../../model/units.ts';
import type { Contents, ContentsQuery, SeriesContents, TableContents } from '../contents.ts';
import { literal, quoted } from '../sql.ts';
import { findTable } from './catalogue.ts';
import { msOf } from './instant.ts';
import { Server, type Transaction } from './server.ts';
import { labelOf, type PostgresOptions, settingsOf } from './settings.ts';
import { nameIn } from './tables.ts';
import { bytesOf } from './timescale.ts';

/** @throws SeedctlError: not reached (6), or not let in (8) */
export async function readContents(options: PostgresOptions, queries: readonly ContentsQuery[]): Promise<Contents> {
  const settings = settingsOf(options);
  const server = await Server.open(settings, labelOf(options));
  try {
    return await server.transaction(
      async (transaction) => {
        const tables: TableContents[] = [];
        for (const query of queries) tables.push(await contentsOf(transaction, settings.schema, query));
        const names = queries.map(({ table }) => table.name);
        return { tables, bytes: await bytesOf(transaction, settings.schema, names) };
      },
      { readOnly: true },
    );
  } finally {
    await server.close();
  }
}

async function contentsOf(transaction: Transaction, schema: string, query: ContentsQuery): Promise<TableContents> {
  const { name } = query.table;
  const found = await findTable(transaction, schema, name);
  if (found === null) return { table: name, records: 0, first: null, last: null, series: [] };
  const there = new Set(found.columns.map((one) => one.name));
  const of = (column: string | null, type: string, as: (quotedName: string) => string): string =>
    column !== null && there.has(column) ? as(quoted(column)) : `NULL::${type}`;
  const columns = {
    asset: of(query.columns.asset, 'text', (column) => `${column}::text`),
    metric: of(query.columns.metric, 'text', (column) => `${column}::text`),
    value: of(query.columns.value, 'float8', (column) => `${column}::float8`),
  };
  const ms = (of_: 'min' | 'max') => of(query.columns.time, 'float8', (column) => msOf(`${of_}(${column})`));
  const from = `FROM ${nameIn(schema, name)}`;
  const rows = await transaction.rows(
    `SELECT ${columns.asset} AS asset, ${columns.metric} AS metric, count(*)::float8 AS records,
       ${ms('min')} AS first, ${ms('max')} AS last
     ${from} GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const tallies = await tally(transaction, from, query.tally, columns);
  const series = rows.map((row): SeriesContents => {
    return {
      asset: row['asset'] as string | null,
      metric: row['metric'] as string | null,
      records: row['records'] as number,
      first: row['first'] as number | null,
      last: row['last'] as number | null,
      values: tallies.get(JSON.stringify([row['asset'], row['metric']])) ?? null,
    };
  });
  const times = (end: 'first' | 'last') => series.flatMap((one) => one[end] ?? []);
  const first = times('first').reduce((a, b) => Math.min(a, b), Infinity);
  const last = times('last').reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    table: name,
    records: series.reduce((sum, { records }) => sum + records, 0),
    first: first === Infinity ? null : first,
    last: last === -Infinity ? null : last,
    series,
  };
}

async function tally(
  transaction: Transaction,
  from: string,
  metrics: readonly MetricName[],
  { asset, metric, value }: { readonly asset: string; readonly metric: string; readonly value: string },
): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>> {
  const tallies = new Map<string, Map<number, number>>();
  if (metrics.length === 0) return tallies;
  const rows = await transaction.rows(
    `SELECT ${asset} AS asset, ${metric} AS metric, ${value} AS value, count(*)::float8 AS records
     ${from} WHERE ${metric} IN (${metrics.map(literal).join(', ')}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  for (const row of rows) {
    const key = JSON.stringify([row['asset'], row['metric']]);
    const values = tallies.get(key) ?? new Map<number, number>();
    if (row['value'] !== null) values.set(row['value'] as number, row['records'] as number);
    tallies.set(key, values);
  }
  return tallies;
}
