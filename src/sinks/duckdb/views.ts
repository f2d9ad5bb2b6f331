/**
 * The ready views. They need no extension of DuckDB and no time zone of the reader's: how far the scenario's
 * clocks are ahead of UTC is in the table `seedctl.zones`.
 */
import { DAY } from '../../model/units.ts';
import { zone } from '../../timeline/zone.ts';
import type { ViewRequest } from '../sink.ts';
import type { Database } from './database.ts';
import { column, literal, quoted } from '../sql.ts';
import { viewComments, viewTaken } from '../views.ts';

/** Local days of the views are right from here to there; outside, the first and the last offset hold. */
const ZONES = { from: Date.UTC(1970, 0, 1), to: Date.UTC(2100, 0, 1) };

/** Writes the offsets of a zone where they are not there or not the same; says whether it did. */
export async function setUpZone(database: Database, name: string): Promise<boolean> {
  const segments = zone(name).segments(ZONES.from - DAY, ZONES.to);
  const rows = segments.map(({ from, offset }, i) => {
    const since = i === 0 ? `TIMESTAMP '-infinity'` : `make_timestamp_ms(${from})`;
    return `(${literal(name)}, ${since}, to_milliseconds(${offset}))`;
  });
  await database.run('CREATE OR REPLACE TEMP TABLE seedctl_zone AS FROM seedctl.zones LIMIT 0');
  await database.run(`INSERT INTO temp.seedctl_zone VALUES ${rows.join(', ')}`);
  const held = `SELECT * FROM seedctl.zones WHERE zone = ${literal(name)}`;
  const [different] = await database.rows(
    `SELECT 1 AS found FROM ((${held} EXCEPT FROM temp.seedctl_zone) UNION ALL (FROM temp.seedctl_zone EXCEPT ${held})) LIMIT 1`,
  );
  if (different !== undefined) {
    await database.run(`DELETE FROM seedctl.zones WHERE zone = ${literal(name)}`);
    await database.run('INSERT INTO seedctl.zones FROM temp.seedctl_zone');
  }
  await database.run('DROP TABLE temp.seedctl_zone');
  return different !== undefined;
}

/** Makes or replaces one view; says whether it is another one than before. */
export async function setUpView(database: Database, view: ViewRequest, zoneName: string): Promise<boolean> {
  const changes = await viewChanges(database, view, zoneName, true);
  for (const change of changes) await database.run(change);
  return changes.length > 0;
}

/**
 * The statements that make or replace a view.
 *
 * @throws SeedctlError (exit 8) where its name is taken
 */
export async function viewChanges(
  database: Database,
  view: ViewRequest,
  zoneName: string,
  ledger: boolean,
): Promise<readonly string[]> {
  const query = view.kind === 'uptime' ? uptime(view, zoneName) : jobs(view);
  // DuckDB writes a view's text in its own way, so ours is kept beside it to see whether it has changed.
  const [made] = ledger ? await database.rows('SELECT query FROM seedctl.views WHERE name = $1', [view.name]) : [];
  const what = await kindOf(database, view.name);
  if (made?.['query'] === query && what === 'view') return [];
  if (what === 'table' || (what === 'view' && made === undefined))
    throw viewTaken(view.name, `a ${what}`, 'another path');
  const name = `main.${quoted(view.name)}`;
  return [
    `CREATE OR REPLACE VIEW ${name} AS ${query}`,
    `COMMENT ON VIEW ${name} IS ${literal(viewComments[view.kind])}`,
    `DELETE FROM seedctl.views WHERE name = ${literal(view.name)}`,
    `INSERT INTO seedctl.views VALUES (${literal(view.name)}, ${literal(query)})`,
  ];
}

async function kindOf(database: Database, name: string): Promise<'view' | 'table' | null> {
  const [row] = await database.rows(
    `SELECT 'view' AS what FROM duckdb_views()
       WHERE database_name = current_database() AND schema_name = 'main' AND lower(view_name) = lower($1)
     UNION ALL SELECT 'table' FROM duckdb_tables()
       WHERE database_name = current_database() AND schema_name = 'main' AND lower(table_name) = lower($1)`,
    [name],
  );
  return (row?.['what'] ?? null) as 'view' | 'table' | null;
}

type Uptime = Extract<ViewRequest, { kind: 'uptime' }>;
type Jobs = Extract<ViewRequest, { kind: 'jobs' }>;

function uptime({ table, columns, metric, values }: Uptime, zoneName: string): string {
  const share = (value: number) => `count(*) FILTER (WHERE reading = ${value}) / count(*)`;
  return `
SELECT asset, day, count(*) AS polls, ${share(values.up)} AS up_share,
  ${share(values.degraded)} AS degraded_share, ${share(values.down)} AS down_share
FROM (
  SELECT ${column('poll', columns.asset)} AS asset, ${column('poll', columns.value)} AS reading,
    CAST(${column('poll', columns.time)} + clock.ahead AS DATE) AS day
  FROM main.${quoted(table.name)} AS poll
  ASOF JOIN (SELECT since, ahead FROM seedctl.zones WHERE zone = ${literal(zoneName)}) AS clock
    ON ${column('poll', columns.time)} >= clock.since
  WHERE ${column('poll', columns.metric)} = ${literal(metric)})
GROUP BY asset, day ORDER BY asset, day`;
}

function jobs({ table, columns, metric, assets }: Jobs): string {
  const counts = `count(*) AS jobs, count(*) FILTER (WHERE ${column('job', columns.value)} = 1) AS succeeded`;
  const from = `FROM main.${quoted(table.name)} AS job`;
  const where = `WHERE ${column('job', columns.metric)} = ${literal(metric)}`;
  const [what, joined] =
    assets === null
      ? [`${column('job', columns.asset)} AS asset`, from]
      : [
          `asset.type AS type`,
          // Scenarios side by side may describe the same asset: a job is counted once all the same.
          `${from} LEFT JOIN (SELECT ${quoted(assets.id)} AS id, any_value(${quoted(assets.type)}) AS type
    FROM main.${quoted(assets.table.name)} GROUP BY 1) AS asset ON asset.id = ${column('job', columns.asset)}`,
        ];
  const key = assets === null ? 'asset' : 'type';
  return `
SELECT ${key}, jobs, succeeded, succeeded / jobs AS success_rate
FROM (SELECT ${what}, ${counts} ${joined} ${where} GROUP BY 1) ORDER BY ${key}`;
}
