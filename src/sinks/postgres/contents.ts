/** What a database holds, whoever wrote it; nothing is created and nothing is changed. */
import type { MetricName, Range } from '../../model/units.ts';
import type { Contents, ContentsQuery, TableContents } from '../contents.ts';
import { nothingIn, type SeriesCount, tableContents, type ValueCount } from '../table-contents.ts';
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
  if (found === null) return nothingIn(name);
  const there = new Set(found.columns.map((one) => one.name));
  const of = (column: string | null, type: string, as: (quotedName: string) => string): string =>
    column !== null && there.has(column) ? as(quoted(column)) : `NULL::${type}`;
  const columns = {
    asset: of(query.columns.asset, 'text', (column) => `${column}::text`),
    metric: of(query.columns.metric, 'text', (column) => `${column}::text`),
    value: of(query.columns.value, 'float8', (column) => `${column}::float8`),
  };
  const ms = (of_: 'min' | 'max') => of(query.columns.time, 'float8', (column) => msOf(`${of_}(${column})`));
  const { time } = query.columns;
  const period = time !== null && there.has(time) ? within(quoted(time), query.period) : '';
  const from = `FROM (SELECT * FROM ${nameIn(schema, name)}${period}) AS held`;
  const rows = await transaction.rows(
    `SELECT ${columns.asset} AS asset, ${columns.metric} AS metric, count(*)::float8 AS records,
       ${ms('min')} AS first, ${ms('max')} AS last
     ${from} GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const tallied = await tally(transaction, from, query.tally, columns);
  return tableContents(name, rows as unknown as readonly SeriesCount[], tallied);
}

function within(time: string, period: Range | undefined): string {
  if (period === undefined) return '';
  const at = (ms: number): string => `to_timestamp(${ms} / 1000.0)`;
  return ` WHERE ${time} IS NULL OR (${time} >= ${at(period.from)} AND ${time} < ${at(period.to)})`;
}

async function tally(
  transaction: Transaction,
  from: string,
  metrics: readonly MetricName[],
  { asset, metric, value }: { readonly asset: string; readonly metric: string; readonly value: string },
): Promise<readonly ValueCount[]> {
  if (metrics.length === 0) return [];
  const rows = await transaction.rows(
    `SELECT ${asset} AS asset, ${metric} AS metric, ${value} AS value, count(*)::float8 AS records
     ${from} WHERE ${metric} IN (${metrics.map(literal).join(', ')}) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  return rows as unknown as readonly ValueCount[];
}
