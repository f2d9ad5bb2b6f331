/**
 * Whose rows are whose. A group claims rows: those of its series in its range, or those with its keys. Where the
 * groups of several scenarios claim the same key, DuckDB has the rows in the order in which they were written, and
 * the first row is that of the first group.
 */
import type { PlannedStream } from '../../model/plan.ts';
import type { SeedctlError } from '../../model/errors.ts';
import { type HeldStream, meet, type PlannedWay, type Way, wayInto, waysOf } from '../held-rows.ts';
import type { Database } from './database.ts';
import { column, literal, quoted } from '../sql.ts';
import { ambiguous, unvouched } from '../refusals.ts';
import { keyOf } from './write.ts';

/**
 * Puts the rows of these streams into `temp.seedctl_doomed`, with the group that wrote them.
 *
 * @throws SeedctlError (exit 4) where they cannot be told from the rows of somebody else
 */
export async function findRows(database: Database, held: readonly HeldStream[]): Promise<void> {
  await database.run('CREATE OR REPLACE TEMP TABLE seedctl_doomed ("table" VARCHAR, row BIGINT, "group" INTEGER)');
  const ways = await waysOf(held, async (table) => {
    const there = await columnsOf(database, table);
    return there.size === 0 ? null : (name) => there.has(name.toLowerCase());
  });
  for (const { table, way, streams } of ways) await findClaimed(database, table, way, streams);
}

/** Claims of all scenarios on rows of the table that are found in one way. */
const claims = {
  range: (table: string, [asset, metric, time]: readonly string[]): string => `
    SELECT r.asset, r.metric, g.since, g.until, g."group", g.stream
    FROM (SELECT "group", stream, since, until, unnest(series) AS series FROM seedctl.groups) AS g
    JOIN seedctl.streams AS s USING (stream) JOIN seedctl.series AS r ON r.series = g.series
    WHERE s.kind = 'metrics' AND s.table_name = ${literal(table)} AND s.asset_column = ${literal(asset!)}
      AND s.metric_column = ${literal(metric!)} AND s.time_column = ${literal(time!)}`,
  key: (table: string, key: readonly string[]): string => `
    SELECT k.key, g."group", g.stream
    FROM seedctl.keys AS k JOIN seedctl.groups AS g USING ("group") JOIN seedctl.streams AS s USING (stream)
    WHERE s.kind <> 'metrics' AND s.table_name = ${literal(table)}
      AND s.key = [${key.map(literal).join(', ')}]::VARCHAR[]`,
};

/** Whether a claim `c` is on a row `t`. */
function claimed({ by, key }: Way): string {
  if (by === 'key') return `c.key = ${keyOf(key, 't.')}`;
  const [asset, metric, time] = key.map((name) => column('t', name));
  return `${asset} = c.asset AND ${metric} = c.metric AND ${time} >= c.since AND ${time} < c.until`;
}

async function findClaimed(database: Database, table: string, way: Way, streams: readonly number[]): Promise<void> {
  const own = `c.stream IN (${streams.join(', ')})`;
  const rows = `main.${quoted(table)} AS t JOIN temp.seedctl_claims AS c ON ${claimed(way)}`;
  await database.run(`
    CREATE OR REPLACE TEMP TABLE seedctl_claims AS
    WITH claims AS (SELECT *, row_number() OVER () AS claim FROM (${claims[way.by](table, way.key)}))
    SELECT *, claim IN (
      SELECT c.claim FROM claims AS c JOIN claims AS d ON ${meet[way.by]} WHERE c.claim <> d.claim) AS shared
    FROM claims`);
  await database.run(`
    INSERT INTO temp.seedctl_doomed
    SELECT ${literal(table)}, t.rowid, c."group" FROM ${rows} WHERE ${own} AND NOT c.shared`);
  const key = way.key.map((name) => column('t', name)).join(', ');
  // Every row beside every claim on it; place and turn count rows and claims of a key from 1.
  await database.run(`
    CREATE OR REPLACE TEMP TABLE seedctl_shared AS
    SELECT t.rowid AS row, ${keyOf(way.key, 't.')} AS key, c."group", ${own} AS own,
      dense_rank() OVER (PARTITION BY ${key} ORDER BY t.rowid) AS place,
      dense_rank() OVER (PARTITION BY ${key} ORDER BY c."group") AS turn,
      count(*) OVER (PARTITION BY ${key}, c."group") AS copies,
      count(*) OVER (PARTITION BY t.rowid) AS claims
    FROM ${rows} WHERE c.shared`);
  const ofOwn = 'SELECT key FROM temp.seedctl_shared WHERE own AND';
  await refuse(database, `${ofOwn} copies > claims`, (found) => unvouched(table, found));
  await refuse(database, `${ofOwn} copies < claims`, (found) => ambiguous(table, found));
  await database.run(`
    INSERT INTO temp.seedctl_doomed
    SELECT ${literal(table)}, row, "group" FROM temp.seedctl_shared WHERE own AND place = turn`);
  // A second row with a key, or one between the ticks, makes the group larger than what was written.
  await refuse(
    database,
    `SELECT any_value([s.name, CAST(g.since AS VARCHAR), CAST(g.until AS VARCHAR)]) AS key
     FROM temp.seedctl_doomed AS d JOIN seedctl.groups AS g USING ("group") JOIN seedctl.streams AS s USING (stream)
     WHERE d."table" = ${literal(table)} GROUP BY g."group", g.records HAVING count(*) > g.records`,
    (found) => unvouched(table, found),
  );
  await database.run('DROP TABLE temp.seedctl_claims');
  await database.run('DROP TABLE temp.seedctl_shared');
}

/**
 * Looks for rows outside of all that any ledger vouches for, of series that this scenario is going to write.
 *
 * @throws SeedctlError (exit 4) where there is one
 */
export async function refuseStrangers(database: Database, planned: readonly PlannedStream[]): Promise<void> {
  for (const stream of planned) {
    const there = await columnsOf(database, stream.table.name);
    const way = wayInto(stream, (name) => there.has(name.toLowerCase()));
    if (way !== null) await refuseOutside(database, stream, way);
  }
}

async function refuseOutside(database: Database, { table, series }: PlannedStream, way: PlannedWay): Promise<void> {
  await database.run('CREATE OR REPLACE TEMP TABLE seedctl_series (asset VARCHAR, metric VARCHAR)');
  const appender = await database.connection.createAppender('seedctl_series', 'main', 'temp');
  for (const { asset, metric } of series) {
    appender.appendVarchar(asset);
    appender.appendVarchar(metric ?? '');
    appender.endRow();
  }
  appender.closeSync();
  await database.run(`CREATE OR REPLACE TEMP TABLE seedctl_claims AS ${claims[way.by](table.name, way.key)}`);
  const ofSeries = way.whose.map((name, i) => `${column('t', name)} = p.${i === 0 ? 'asset' : 'metric'}`);
  const rows = `main.${quoted(table.name)} AS t`;
  await refuse(
    database,
    // Joins of equal values alone: DuckDB 1.5 finds nothing where EXISTS compares several inequalities.
    `SELECT ${keyOf(way.key, 't.')} AS key FROM ${rows} SEMI JOIN temp.seedctl_series AS p ON ${ofSeries.join(' AND ')}
     ANTI JOIN (SELECT t.rowid AS row FROM ${rows} JOIN temp.seedctl_claims AS c ON ${claimed(way)}) AS v
       ON t.rowid = v.row`,
    (key) => unvouched(table.name, key),
  );
  await database.run('DROP TABLE temp.seedctl_claims');
  await database.run('DROP TABLE temp.seedctl_series');
}

/** Throws for the first row that a query finds. */
async function refuse(database: Database, query: string, failure: (key: string) => SeedctlError): Promise<void> {
  const [found] = await database.rows(`${query} LIMIT 1`);
  if (found !== undefined) throw failure((found['key'] as readonly (string | null)[]).join(' '));
}

/** In lower case, as DuckDB compares them; none where there is no such table. */
async function columnsOf(database: Database, table: string): Promise<ReadonlySet<string>> {
  const rows = await database.rows(
    `SELECT lower(column_name) AS name FROM duckdb_columns() WHERE database_name = current_database()
       AND schema_name = 'main' AND lower(table_name) = lower($1)`,
    [table],
  );
  return new Set(rows.map(({ name }) => name as string));
}
