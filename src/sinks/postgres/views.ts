/** The ready views. Their days are those of the scenario's zone, by the server's own rules of time zones. */
import type { ViewRequest } from '../sink.ts';
import { column, literal, quoted } from '../sql.ts';
import { viewComments, viewTaken } from '../views.ts';
import { findTable } from './catalogue.ts';
import type { Transaction } from './server.ts';
import { nameIn } from './tables.ts';

/** The statements that make or replace one view; none where it is there as it should be. */
export async function planView(
  transaction: Transaction,
  schema: string,
  view: ViewRequest,
  zone: string,
  ledger: boolean,
): Promise<readonly string[]> {
  const query = view.kind === 'uptime' ? uptime(schema, view, zone) : jobs(schema, view);
  // PostgreSQL writes a view's text in its own way, so ours is kept beside it to see whether it has changed.
  const mine = `target_schema = ${literal(schema)} AND name = ${literal(view.name)}`;
  const [made] = ledger ? await transaction.rows(`SELECT query FROM seedctl.views WHERE ${mine}`) : [];
  const found = await findTable(transaction, schema, view.name);
  if (found?.kind === 'v' && made?.['query'] === query) return [];
  if (found !== null && (found.kind !== 'v' || made === undefined))
    throw viewTaken(view.name, 'something', 'another schema');
  const name = nameIn(schema, view.name);
  return [
    ...(found === null ? [] : [`DROP VIEW ${name}`]),
    `CREATE VIEW ${name} AS ${query}`,
    `COMMENT ON VIEW ${name} IS ${literal(viewComments[view.kind])}`,
    `DELETE FROM seedctl.views WHERE ${mine}`,
    `INSERT INTO seedctl.views VALUES (${literal(schema)}, ${literal(view.name)}, ${literal(query)})`,
  ];
}

type Uptime = Extract<ViewRequest, { kind: 'uptime' }>;
type Jobs = Extract<ViewRequest, { kind: 'jobs' }>;

function uptime(schema: string, { table, columns, metric, values }: Uptime, zone: string): string {
  const share = (value: number) => `count(*) FILTER (WHERE reading = ${value})::double precision / count(*)`;
  return `
SELECT asset, day, count(*) AS polls, ${share(values.up)} AS up_share,
  ${share(values.degraded)} AS degraded_share, ${share(values.down)} AS down_share
FROM (
  SELECT ${column('poll', columns.asset)} AS asset, ${column('poll', columns.value)} AS reading,
    (${column('poll', columns.time)} AT TIME ZONE ${literal(zone)})::date AS day
  FROM ${nameIn(schema, table.name)} AS poll
  WHERE ${column('poll', columns.metric)} = ${literal(metric)}) AS polls
GROUP BY asset, day ORDER BY asset, day`;
}

function jobs(schema: string, { table, columns, metric, assets }: Jobs): string {
  const counts = `count(*) AS jobs, count(*) FILTER (WHERE ${column('job', columns.value)} = 1) AS succeeded`;
  const from = `FROM ${nameIn(schema, table.name)} AS job`;
  const where = `WHERE ${column('job', columns.metric)} = ${literal(metric)}`;
  const [what, joined] =
    assets === null
      ? [`${column('job', columns.asset)} AS asset`, from]
      : [
          `asset.type AS type`,
          // Scenarios side by side may describe the same asset: a job is counted once all the same.
          `${from} LEFT JOIN (SELECT ${quoted(assets.id)} AS id, min(${quoted(assets.type)}) AS type
    FROM ${nameIn(schema, assets.table.name)} GROUP BY 1) AS asset ON asset.id = ${column('job', columns.asset)}`,
        ];
  const key = assets === null ? 'asset' : 'type';
  return `
SELECT ${key}, jobs, succeeded, succeeded::double precision / jobs AS success_rate
FROM (SELECT ${what}, ${counts} ${joined} ${where} GROUP BY 1) AS counted ORDER BY ${key}`;
}
