/**
 * What the database remembers of what it holds, in the schema `seedctl`. A group names its series by number,
 * so that fifty thousand series in many groups stay small. What is no metric also keeps the key of each row:
 * an incident may begin before the range that it belongs to, so no range would find it again.
 */
import type { LedgerEntry } from '../../model/ledger.ts';
import { entriesOf } from '../ledger-rows.ts';
import { otherLedger } from '../refusals.ts';
import type { Database } from './database.ts';

/** Raised when what the schema means changes. */
const VERSION = 1;

const schema = `
CREATE SCHEMA seedctl;
CREATE TABLE seedctl.about (version INTEGER NOT NULL, production BOOLEAN NOT NULL);
CREATE TABLE seedctl.streams (
  stream INTEGER NOT NULL, scenario VARCHAR NOT NULL, name VARCHAR NOT NULL, kind VARCHAR NOT NULL,
  table_name VARCHAR NOT NULL, asset_column VARCHAR, metric_column VARCHAR, time_column VARCHAR, key VARCHAR[]);
CREATE TABLE seedctl.series (
  series INTEGER NOT NULL, stream INTEGER NOT NULL, name VARCHAR NOT NULL, digest VARCHAR NOT NULL,
  asset VARCHAR NOT NULL, metric VARCHAR);
CREATE TABLE seedctl.groups (
  "group" INTEGER NOT NULL, stream INTEGER NOT NULL, seed BIGINT NOT NULL, engine INTEGER NOT NULL,
  since TIMESTAMP NOT NULL, until TIMESTAMP NOT NULL, series INTEGER[] NOT NULL, records BIGINT NOT NULL,
  fingerprint VARCHAR NOT NULL, written_at TIMESTAMP NOT NULL);
CREATE TABLE seedctl.keys ("group" INTEGER NOT NULL, key VARCHAR[] NOT NULL);
CREATE TABLE seedctl.zones (zone VARCHAR NOT NULL, since TIMESTAMP NOT NULL, ahead INTERVAL NOT NULL);
CREATE TABLE seedctl.views (name VARCHAR NOT NULL, query VARCHAR NOT NULL);
COMMENT ON TABLE seedctl.about IS 'What seedctl remembers of the rows that it wrote; without it nothing can be resumed or cleaned.';
COMMENT ON TABLE seedctl.groups IS 'Rows that were written together: series of a stream, from since until before until.';
COMMENT ON TABLE seedctl.keys IS 'Keys of rows that are no metrics, in the order of the columns in streams.key.';
COMMENT ON TABLE seedctl.zones IS 'How far the clocks of a time zone are ahead of UTC, from an instant on.';
COMMENT ON TABLE seedctl.views IS 'The ready views as they were asked for.';
INSERT INTO seedctl.about VALUES (${VERSION}, false);`;

/** Whether a ledger is there; one that a later version wrote is refused. */
export async function hasLedger(database: Database): Promise<boolean> {
  const [found] = await database.rows(
    `SELECT 1 AS found FROM duckdb_tables() WHERE database_name = current_database()
       AND schema_name = 'seedctl' AND table_name = 'about'`,
  );
  if (found === undefined) return false;
  const [about] = await database.rows('SELECT version FROM seedctl.about');
  if (about?.['version'] === VERSION) return true;
  throw otherLedger('schema seedctl', about?.['version'], VERSION, 'path');
}

/** Makes the ledger where there is none; `production` marks the database for good. Says whether anything changed. */
export async function createLedger(database: Database, production: boolean): Promise<boolean> {
  const had = await hasLedger(database);
  if (!had) await database.run(schema);
  if (!production || (await isProduction(database))) return !had;
  await database.run('UPDATE seedctl.about SET production = true');
  return true;
}

export async function isProduction(database: Database): Promise<boolean> {
  const [about] = await database.rows('SELECT production FROM seedctl.about');
  return about?.['production'] === true;
}

/** All groups of one scenario. */
export async function readLedger(database: Database, scenario: string): Promise<readonly LedgerEntry[]> {
  const series = await database.rows(
    `SELECT series, r.name, digest FROM seedctl.series r JOIN seedctl.streams s USING (stream) WHERE scenario = $1`,
    [scenario],
  );
  const groups = await database.rows(
    `SELECT name, table_name, CAST(seed AS DOUBLE) AS seed, engine, CAST(epoch_ms(since) AS DOUBLE) AS since,
       CAST(epoch_ms(until) AS DOUBLE) AS until, series, CAST(records AS DOUBLE) AS records, fingerprint,
       CAST(epoch_ms(written_at) AS DOUBLE) AS written_at
     FROM seedctl.groups JOIN seedctl.streams USING (stream) WHERE scenario = $1 ORDER BY "group"`,
    [scenario],
  );
  return entriesOf(scenario, groups, series);
}

/** Tables that some scenario's ledger speaks of, whatever it holds now: they were made, or taken over, by seedctl. */
export async function tablesOfLedger(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.rows('SELECT DISTINCT table_name FROM seedctl.streams');
  return new Set(rows.map((row) => row['table_name'] as string));
}
