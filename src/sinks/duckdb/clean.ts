/**
 * Removes what the ledger of one scenario vouches for: everything is looked at before anything is changed, and
 * then rows and ledger go in one transaction.
 */
import { type CleanRequest, toBeCleaned } from '../clean.ts';
import type { HeldStream } from '../held-rows.ts';
import { findRows, refuseStrangers } from './claims.ts';
import type { Database } from './database.ts';
import { hasLedger, isProduction } from './ledger.ts';
import { literal, quoted } from '../sql.ts';

/** @throws SeedctlError (exit 4) with the reason; the database is as it was then, to the byte */
export async function clean(database: Database, request: CleanRequest): Promise<{ readonly records: number }> {
  const asked = await toBeCleaned(request, {
    hasLedger: () => hasLedger(database),
    isProduction: () => isProduction(database),
    hasRows: (table) => hasRows(database, table),
    hasGroups: (table) => hasGroups(database, table),
  });
  if (asked === null) return { records: 0 };

  const held = (await heldStreams(database, request.scenario)).filter(({ name }) => asked.chosen(name));
  await findRows(database, held);
  await refuseStrangers(database, asked.planned);
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
    `SELECT stream, name, kind, table_name AS "table", asset_column AS asset, metric_column AS metric,
       time_column AS time, key, CAST(sum(records) AS DOUBLE) AS records
     FROM seedctl.streams JOIN seedctl.groups USING (stream) WHERE scenario = $1 GROUP BY ALL ORDER BY stream`,
    [scenario],
  );
  return rows as unknown as readonly HeldStream[];
}
