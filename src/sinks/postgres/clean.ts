/**
 * Removes what the ledger of one scenario vouches for, in one transaction: everything is looked at before anything is
 * changed. A group claims rows: those of its series in its range, those with its keys, or those within its spans; a row
 * that the group of another scenario claims too is that one's from here on.
 */
import type { PlannedStream } from '../../model/plan.ts';
import type { SeedctlError } from '../../model/errors.ts';
import { type CleanRequest, toBeCleaned } from '../clean.ts';
import { type HeldStream, meet, type Way, wayInto, waysOf } from '../held-rows.ts';
import { ambiguous, unvouched } from '../refusals.ts';
import { column, literal } from '../sql.ts';
import { findTable, type FoundTable } from './catalogue.ts';
import { keyOf } from './key.ts';
import { hasLedger, isProduction, LOCK, type Owner } from './ledger.ts';
import type { Transaction } from './server.ts';
import { nameIn } from './tables.ts';

/** @throws SeedctlError (exit 4) with the reason; nothing is changed then */
export async function clean(
  transaction: Transaction,
  request: CleanRequest & Owner,
): Promise<{ readonly records: number }> {
  const { schema } = request;
  const asked = await toBeCleaned(request, {
    hasLedger: () => hasLedger(transaction),
    isProduction: () => isProduction(transaction),
    hasRows: (table) => hasRows(transaction, schema, table),
    hasGroups: (table) => hasGroups(transaction, schema, table),
  });
  if (asked === null) return { records: 0 };

  // No other run may add to the ledger what is not looked at here.
  await transaction.run(LOCK);
  const held = (await heldStreams(transaction, request)).filter(({ name }) => asked.chosen(name));
  const ways = await waysOf(held, (table) => columnsOf(transaction, schema, table));
  for (const stream of asked.planned) await refuseStrangers(transaction, schema, stream);
  let records = 0;
  for (const { table, way, streams } of ways) {
    records += await remove(transaction, schema, table, way, streams);
  }
  await forget(transaction, held);
  return { records };
}

async function columnsOf(transaction: Transaction, schema: string, table: string) {
  const there = await findTable(transaction, schema, table);
  if (there === null) return null;
  const names = new Set(there.columns.map(({ name }) => name));
  return (name: string): boolean => names.has(name);
}

/** Claims of all scenarios on rows of the table that are found in one way. */
const claims = {
  range: (schema: string, table: string, [asset, metric, time]: readonly string[]): string => `
    SELECT g."group", g.stream, g.records, r.asset, r.metric, g.since, g.until
    FROM (SELECT *, unnest(series) AS one FROM seedctl.groups) AS g
    JOIN seedctl.streams AS s USING (stream) JOIN seedctl.series AS r ON r.series = g.one
    WHERE s.kind = 'metrics' AND s.target_schema = ${literal(schema)} AND s.table_name = ${literal(table)}
      AND s.asset_column = ${literal(asset!)} AND s.metric_column = ${literal(metric!)}
      AND s.time_column = ${literal(time!)}`,
  key: (schema: string, table: string, key: readonly string[]): string => `
    SELECT g."group", g.stream, g.records, k.key
    FROM seedctl.keys AS k JOIN seedctl.groups AS g USING ("group") JOIN seedctl.streams AS s USING (stream)
    WHERE s.kind <> 'metrics' AND s.target_schema = ${literal(schema)} AND s.table_name = ${literal(table)}
      AND s.key = ARRAY[${key.map(literal).join(', ')}]`,
};

/** Whether a claim is on a row `t`. */
function claimed({ by, key }: Way, claim: string): string {
  if (by === 'key') return `${claim}.key = ${keyOf(key, 't.')}`;
  const [asset, metric, time] = key.map((name) => column('t', name));
  return `${claim}.asset = ${asset} AND ${claim}.metric = ${metric} AND ${time} >= ${claim}.since AND ${time} < ${claim}.until`;
}

async function remove(
  transaction: Transaction,
  schema: string,
  table: string,
  way: Way,
  streams: readonly number[],
): Promise<number> {
  const name = nameIn(schema, table);
  await makeClaims(transaction, schema, table, way);
  if (way.by === 'key') await claimSpans(transaction, schema, table, streams, way.key);
  await transaction.run(
    `ALTER TABLE pg_temp.seedctl_claims ADD COLUMN own boolean; UPDATE pg_temp.seedctl_claims SET own =
       stream IN (${streams.join(', ')})`,
  );
  const shared = `SELECT 1 FROM pg_temp.seedctl_claims AS c JOIN pg_temp.seedctl_claims AS d
    ON c.own AND NOT d.own AND ${meet[way.by]}`;
  const isShared = (await transaction.rows(`${shared} LIMIT 1`)).length > 0;
  if (isShared && !isUnique((await findTable(transaction, schema, table))!, way.key)) {
    throw ambiguous(table, way.key.join(', '));
  }
  // A row between the ticks makes the group larger than what was written.
  await refuse(
    transaction,
    `SELECT ARRAY[s.name, g.since::text, g.until::text] AS key
     FROM (SELECT c."group", count(*) AS rows FROM pg_temp.seedctl_claims AS c JOIN ${name} AS t ON ${claimed(way, 'c')}
           WHERE c.own GROUP BY 1) AS found
     JOIN seedctl.groups AS g USING ("group") JOIN seedctl.streams AS s USING (stream) WHERE found.rows > g.records`,
    (key) => unvouched(table, key),
  );
  const kept = isShared
    ? ` AND NOT EXISTS (SELECT FROM pg_temp.seedctl_claims AS d WHERE NOT d.own AND ${claimed(way, 'd')})`
    : '';
  const removed = await transaction.run(
    `DELETE FROM ${name} AS t USING pg_temp.seedctl_claims AS c WHERE c.own AND ${claimed(way, 'c')}${kept}`,
  );
  await transaction.run('DROP TABLE pg_temp.seedctl_claims');
  return removed;
}

/**
 * Claims the rows of spans by their keys: all that lie there, but for those that a group claims by their key.
 *
 * @throws SeedctlError (exit 4) where there are more of them than these streams have written
 */
async function claimSpans(
  transaction: Transaction,
  schema: string,
  table: string,
  streams: readonly number[],
  key: readonly string[],
): Promise<void> {
  const own = streams.join(', ');
  const ofTable = `FROM seedctl.spans AS p JOIN seedctl.groups AS g USING ("group") JOIN seedctl.streams AS s USING (stream)
    WHERE s.target_schema = ${literal(schema)} AND s.table_name = ${literal(table)}
      AND s.key = ARRAY[${key.map(literal).join(', ')}]`;
  const places = await transaction.rows(`SELECT DISTINCT array_position(p.key, NULL) AS time ${ofTable}`);
  for (const { time } of places) {
    const columns = key.map((name) => column('t', name));
    const within = columns.map((one, i) =>
      i + 1 === time ? `${one} >= p.since AND ${one} < p.until` : `${one} = p.key[${i + 1}]`,
    );
    await transaction.run(
      `CREATE TEMP TABLE seedctl_within ON COMMIT DROP AS
       SELECT p."group", p.stream, p.whole AS records, p.number, p.records AS most, ${keyOf(key, 't.')} AS key
       FROM (SELECT p.*, g.stream, g.records AS whole, row_number() OVER () AS number ${ofTable}
         AND array_position(p.key, NULL) = ${Number(time)}) AS p
       JOIN ${nameIn(schema, table)} AS t ON ${within.join(' AND ')}
       WHERE NOT EXISTS (SELECT FROM pg_temp.seedctl_claims AS c WHERE c.key = ${keyOf(key, 't.')})`,
    );
    await refuse(
      transaction,
      `SELECT max(key) AS key FROM pg_temp.seedctl_within WHERE stream IN (${own}) GROUP BY number HAVING count(*) > max(most)`,
      (found) => unvouched(table, found),
    );
    await transaction.run(
      `INSERT INTO pg_temp.seedctl_claims ("group", stream, records, key)
         SELECT "group", stream, records, key FROM pg_temp.seedctl_within;
       DROP TABLE pg_temp.seedctl_within; ANALYZE pg_temp.seedctl_claims`,
    );
  }
}

async function makeClaims(transaction: Transaction, schema: string, table: string, way: Way): Promise<void> {
  const by = way.by === 'range' ? 'asset, metric' : 'key';
  await transaction.run(`CREATE TEMP TABLE seedctl_claims ON COMMIT DROP AS ${claims[way.by](schema, table, way.key)}`);
  await transaction.run(`CREATE INDEX ON pg_temp.seedctl_claims (${by}); ANALYZE pg_temp.seedctl_claims`);
}

const isUnique = ({ keys }: FoundTable, key: readonly string[]): boolean =>
  keys.some(({ columns }) => columns.every((name) => key.includes(name)));

/**
 * Looks for rows outside of all that any ledger vouches for, of series that this scenario is going to write.
 *
 * @throws SeedctlError (exit 4) where there is one
 */
async function refuseStrangers(transaction: Transaction, schema: string, stream: PlannedStream): Promise<void> {
  const { table, series } = stream;
  const way = wayInto(stream, (await columnsOf(transaction, schema, table.name)) ?? (() => false));
  if (way === null) return;
  await makeClaims(transaction, schema, table.name, way);
  const { whose } = way;
  const values = whose.map((_, i) => series.map((one) => (i === 0 ? one.asset : (one.metric ?? ''))));
  await refuse(
    transaction,
    `SELECT ${keyOf(way.key, 't.')} AS key FROM ${nameIn(schema, table.name)} AS t
     WHERE (${whose.map((name) => column('t', name)).join(', ')}) IN
         (SELECT * FROM unnest(${values.map((_, i) => `$${i + 1}::text[]`).join(', ')}))
       AND NOT EXISTS (SELECT FROM pg_temp.seedctl_claims AS c WHERE ${claimed(way, 'c')})`,
    (key) => unvouched(table.name, key),
    values,
  );
  await transaction.run('DROP TABLE pg_temp.seedctl_claims');
}

/** Throws for the first row that a query finds. */
async function refuse(
  transaction: Transaction,
  query: string,
  failure: (key: string) => SeedctlError,
  values: readonly (readonly string[])[] = [],
): Promise<void> {
  const [found] = await transaction.rows(`${query} LIMIT 1`, values);
  if (found !== undefined) throw failure((found['key'] as readonly (string | null)[]).join(' '));
}

async function forget(transaction: Transaction, held: readonly HeldStream[]): Promise<void> {
  if (held.length === 0) return;
  const streams = `(${held.map(({ stream }) => stream).join(', ')})`;
  await transaction.run(
    `DELETE FROM seedctl.keys WHERE "group" IN (SELECT "group" FROM seedctl.groups WHERE stream IN ${streams});
     DELETE FROM seedctl.spans WHERE "group" IN (SELECT "group" FROM seedctl.groups WHERE stream IN ${streams});
     DELETE FROM seedctl.groups WHERE stream IN ${streams};
     DELETE FROM seedctl.series WHERE stream IN ${streams}`,
  );
}

async function hasRows(transaction: Transaction, schema: string, table: string): Promise<boolean> {
  const there = await findTable(transaction, schema, table);
  if (there === null) return false;
  return (await transaction.rows(`SELECT 1 FROM ${nameIn(schema, table)} LIMIT 1`)).length > 0;
}

async function hasGroups(transaction: Transaction, schema: string, table: string): Promise<boolean> {
  const found = await transaction.rows(
    `SELECT 1 FROM seedctl.groups JOIN seedctl.streams USING (stream)
     WHERE target_schema = $1 AND table_name = $2 AND records > 0 LIMIT 1`,
    [schema, table],
  );
  return found.length > 0;
}

async function heldStreams(transaction: Transaction, { scenario, schema }: Owner): Promise<readonly HeldStream[]> {
  const rows = await transaction.rows(
    `SELECT stream, name, kind, table_name AS table, asset_column AS asset, metric_column AS metric,
       time_column AS time, key, sum(records)::float8 AS records
     FROM seedctl.streams JOIN seedctl.groups USING (stream) WHERE scenario = $1 AND target_schema = $2
     GROUP BY stream ORDER BY stream`,
    [scenario, schema],
  );
  return rows as unknown as readonly HeldStream[];
}
