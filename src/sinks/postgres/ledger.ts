/**
 * What the database remembers of what it holds, in the schema `seedctl`, for each schema that is written to. A group
 * names its series by number, so that fifty thousand series in many groups stay small. What is no metric also keeps
 * the key of each row: an incident may begin before the range that it belongs to, so no range would find it again.
 * Records that were read are kept as spans where nothing else lay in them when they were written: a series, two
 * instants, and how many rows of its own are between.
 */
import type { LedgerEntry } from '../../model/ledger.ts';
import { entriesOf } from '../ledger-rows.ts';
import { otherLedger } from '../refusals.ts';
import { findTable } from './catalogue.ts';
import { msOf } from './instant.ts';
import type { Transaction } from './server.ts';

/** Raised when what the schema means changes. */
const VERSION = 2;
/** Otherwise the same: what it says still holds. */
const WITHOUT_SPANS = 1;

/** Held while tables are made: two runs would find the same one missing. Any number that is no other program's. */
export const LOCK = 'SELECT pg_advisory_xact_lock(7309453261)';

// What is unique with the token is a key: who shows that he holds it (FOR KEY SHARE) is waited for by who changes the
// token, and not by a renewal, which changes no key.
const spans = `
CREATE TABLE seedctl.spans (
  "group" integer NOT NULL, key text[] NOT NULL, since timestamptz NOT NULL, until timestamptz NOT NULL,
  records bigint NOT NULL);
CREATE INDEX ON seedctl.spans (key);
CREATE INDEX ON seedctl.spans ("group");
COMMENT ON TABLE seedctl.spans IS 'Rows of one series that were read, from since until before until; in key, NULL stands for the time.';`;

const schema = `
CREATE SCHEMA seedctl;
CREATE TABLE seedctl.about (version integer NOT NULL, production boolean NOT NULL);
CREATE TABLE seedctl.leases (
  lease integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, scenario text NOT NULL, target_schema text NOT NULL,
  token bigint NOT NULL, holder jsonb, renewed_at timestamptz NOT NULL, ends_at timestamptz NOT NULL,
  UNIQUE (scenario, target_schema), UNIQUE (lease, token));
CREATE TABLE seedctl.streams (
  stream integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, scenario text NOT NULL, name text NOT NULL,
  kind text NOT NULL, target_schema text NOT NULL, table_name text NOT NULL,
  asset_column text, metric_column text, time_column text, key text[]);
CREATE TABLE seedctl.series (
  series integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream integer NOT NULL, name text NOT NULL,
  digest text NOT NULL, asset text NOT NULL, metric text);
CREATE INDEX ON seedctl.series (stream);
CREATE TABLE seedctl.groups (
  "group" integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream integer NOT NULL, seed bigint NOT NULL,
  engine integer NOT NULL, since timestamptz NOT NULL, until timestamptz NOT NULL, series integer[] NOT NULL,
  records bigint NOT NULL, fingerprint text NOT NULL, session text NOT NULL UNIQUE, token bigint NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE seedctl.keys ("group" integer NOT NULL, key text[] NOT NULL);
CREATE INDEX ON seedctl.keys ("group");
CREATE TABLE seedctl.views (target_schema text NOT NULL, name text NOT NULL, query text NOT NULL);
COMMENT ON TABLE seedctl.about IS 'What seedctl remembers of the rows that it wrote; without it nothing can be resumed or cleaned.';
COMMENT ON TABLE seedctl.leases IS 'Which run writes a scenario into a schema; the token grows with each owner.';
COMMENT ON TABLE seedctl.groups IS 'Rows that were written together: series of a stream, from since until before until.';
COMMENT ON TABLE seedctl.keys IS 'Keys of rows that are no metrics, in the order of the columns in streams.key.';
COMMENT ON TABLE seedctl.views IS 'The ready views as they were asked for.';
${spans}
INSERT INTO seedctl.about VALUES (${VERSION}, false);`;

/** Whose entries: the same scenario may be written into several schemas. */
export interface Owner {
  readonly scenario: string;
  readonly schema: string;
}

/** Whether a ledger is there; one that a later version wrote is refused. */
export async function hasLedger(transaction: Transaction): Promise<boolean> {
  return (await versionOf(transaction)) !== null;
}

async function versionOf(transaction: Transaction): Promise<number | null> {
  if ((await findTable(transaction, 'seedctl', 'about')) === null) return null;
  const [about] = await transaction.rows('SELECT version FROM seedctl.about');
  if (about?.['version'] === VERSION || about?.['version'] === WITHOUT_SPANS) return about['version'];
  throw otherLedger('schema seedctl', about?.['version'], VERSION, 'database');
}

/** Neither a ledger nor anything in the schema of the tables. */
export async function isEmpty(transaction: Transaction, { schema }: Owner): Promise<boolean> {
  const found = await transaction.rows(
    `SELECT 1 AS found FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('seedctl', $1) AND c.relkind IN ('r', 'p') LIMIT 1`,
    [schema],
  );
  return found.length === 0;
}

/** Makes the ledger where there is none, and adds what an earlier version did not have. */
export async function createLedger(transaction: Transaction): Promise<void> {
  if ((await versionOf(transaction)) === VERSION) return;
  await transaction.run(LOCK);
  const version = await versionOf(transaction);
  if (version === null) await transaction.run(schema);
  if (version === WITHOUT_SPANS) await transaction.run(`${spans} UPDATE seedctl.about SET version = ${VERSION}`);
}

/** For good. */
export async function markProduction(transaction: Transaction): Promise<void> {
  if (!(await isProduction(transaction))) await transaction.run('UPDATE seedctl.about SET production = true');
}

export async function isProduction(transaction: Transaction): Promise<boolean> {
  const [about] = await transaction.rows('SELECT production FROM seedctl.about');
  return about?.['production'] === true;
}

/** All groups of one scenario in one schema. */
export async function readLedger(
  transaction: Transaction,
  { scenario, schema: target }: Owner,
): Promise<readonly LedgerEntry[]> {
  const series = await transaction.rows(
    `SELECT series, r.name, digest FROM seedctl.series AS r JOIN seedctl.streams AS s USING (stream)
     WHERE scenario = $1 AND target_schema = $2`,
    [scenario, target],
  );
  const groups = await transaction.rows(
    `SELECT name, table_name, seed::float8, engine, ${msOf('since')} AS since, ${msOf('until')} AS until, series,
       records::float8, fingerprint, ${msOf('written_at')} AS written_at
     FROM seedctl.groups JOIN seedctl.streams USING (stream) WHERE scenario = $1 AND target_schema = $2
     ORDER BY "group"`,
    [scenario, target],
  );
  return entriesOf(scenario, groups, series);
}

/** Tables of a schema that some scenario's ledger speaks of: they were made, or taken over, by seedctl. */
export async function tablesOfLedger(transaction: Transaction, target: string): Promise<ReadonlySet<string>> {
  const rows = await transaction.rows('SELECT DISTINCT table_name FROM seedctl.streams WHERE target_schema = $1', [
    target,
  ]);
  return new Set(rows.map((row) => row['table_name'] as string));
}
