/**
 * Removes what the ledger of one scenario vouches for: everything is looked at before anything is changed, and
 * then rows and ledger go in one transaction.
 */
import type { PlannedStream } from '../../model/plan.ts';
import { findRows, refuseStrangers, type HeldStream } from './claims.ts';
import type { Database } from './database.ts';
import { hasLedger, isProduction } from './ledger.ts';
import { literal, quoted } from '../sql.ts';
import { noLedger, production } from '../refusals.ts';

export interface CleanRequest {
  readonly scenario: string;
  /** Who says that the target is one of production; null: nobody. */
  readonly production: string | null;
  /** Null: all. */
  readonly streams: readonly string[] | null;
  readonly planned: readonly PlannedStream[];
}

/** @throws SeedctlError (exit 4) with the reason; the database is as it was then, to the byte */
export async function clean(database: Database, request: CleanRequest): Promise<{ readonly records: number }> {
  if (request.production !== null) throw production(request.production);
  const ledger = await hasLedger(database);
  if (ledger && (await isProduction(database))) throw production('its own ledger');

  const chosen = (name: string): boolean => request.streams?.includes(name) ?? true;
  const planned = request.planned.filter(({ id }) => chosen(id));
  for (const name of new Set(planned.map(({ table }) => table.name))) {
    if ((await hasRows(database, name)) && !(ledger && (await hasGroups(database, name)))) throw noLedger(name);
  }
  if (!ledger) return { records: 0 };

  const held = (await heldStreams(database, request.scenario)).filter(({ name }) => chosen(name));
  await database.run('DROP TABLE IF EXISTS temp.seedctl_doomed');
  for (const table of new Set(held.map((stream) => stream.table))) {
    await findRows(
      database,
      table,
      held.filter((stream) => stream.table === table),
    );
  }
  await refuseStrangers(database, planned);
  return { records: await remove(database, held) };
}

/** `findRows` has left the rows of each table in `temp.seedctl_doomed`. */
async function remove(database: Database, held: readonly HeldStream[]): Promise<number> {
  if (held.length === 0) return 0;
  let records = 0;
  const streams = held.map(({ stream }) => stream).join(', ');
  await database.transaction(async () => {
    for (const table of new Set(held.map((stream) => stream.table))) {
      const [doomed] = await database.rows(
        `SELECT CAST(count(*) AS DOUBLE) AS rows FROM temp.seedctl_doomed WHERE "table" = ${literal(table)}`,
      );
      if (doomed?.['rows'] === 0) continue;
      await database.run(
        `DELETE FROM main.${quoted(table)} WHERE rowid IN
           (SELECT row FROM temp.seedctl_doomed WHERE "table" = ${literal(table)})`,
      );
      records += doomed?.['rows'] as number;
    }
    const groups = `SELECT "group" FROM seedctl.groups WHERE stream IN (${streams})`;
    await database.run(`DELETE FROM seedctl.keys WHERE "group" IN (${groups})`);
    await database.run(`DELETE FROM seedctl.groups WHERE stream IN (${streams})`);
    await database.run(`DELETE FROM seedctl.series WHERE stream IN (${streams})`);
    return 'commit';
  });
  await database.run('DROP TABLE temp.seedctl_doomed');
  // Only here is it worth while to close the gaps.
  await database.run('SET max_vacuum_tasks = 100');
  await database.run('CHECKPOINT');
  await database.run('SET max_vacuum_tasks = 0');
  return records;
}

async function hasRows(database: Database, table: string): Promise<boolean> {
  const there = await database.rows(
    `SELECT 1 AS found FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'
       AND lower(table_name) = lower($1)`,
    [table],
  );
  return there.length > 0 && (await database.rows(`SELECT 1 AS found FROM main.${quoted(table)} LIMIT 1`)).length > 0;
}

async function hasGroups(database: Database, table: string): Promise<boolean> {
  const found = await database.rows(
    `SELECT 1 AS found FROM seedctl.groups JOIN seedctl.streams USING (stream)
     WHERE lower(table_name) = lower($1) AND records > 0 LIMIT 1`,
    [table],
  );
  return found.length > 0;
}

/** Streams of which the ledger has groups. */
async function heldStreams(database: Database, scenario: string): Promise<readonly HeldStream[]> {
  const rows = await database.rows(
    `SELECT stream, name, kind, table_name, asset_column, metric_column, time_column, key,
       CAST(sum(records) AS DOUBLE) AS records
     FROM seedctl.streams JOIN seedctl.groups USING (stream) WHERE scenario = $1 GROUP BY ALL ORDER BY stream`,
    [scenario],
  );
  return rows.map((row) => ({
    stream: row['stream'] as number,
    name: row['name'] as string,
    kind: row['kind'] as string,
    table: row['table_name'] as string,
    columns: {
      asset: row['asset_column'] as string | null,
      metric: row['metric_column'] as string | null,
      time: row['time_column'] as string | null,
    },
    key: row['key'] as readonly string[] | null,
    records: row['records'] as number,
  }));
}
