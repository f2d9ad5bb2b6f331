import { expect } from 'chai';
import type { SeedctlError } from '../../../src/model/errors.ts';
import type { Table } from '../../../src/model/table.ts';
import { openPostgres } from '../../../src/sinks/postgres/target.ts';
import { context, days, groups, metricsTable, streams, work } from '../sample.ts';
import { useDatabase } from './database.ts';

describe('tables of PostgreSQL that are there already', function () {
  this.timeout(120_000);
  const database = useDatabase();

  async function setUp(table: Table = metricsTable): Promise<SeedctlError | null> {
    const target = await openPostgres(database().options, context());
    try {
      await target.setUp([table], []);
      for (const group of groups(days(0, 1), [{ ...streams()[1], table }])) await target.write(work(group));
      return null;
    } catch (error) {
      return error as SeedctlError;
    } finally {
      await target.close();
    }
  }

  const columns = `asset_id text, metric_name text, "timestamp" timestamptz, value float8, unit text, tags jsonb`;
  const key = 'PRIMARY KEY (asset_id, metric_name, "timestamp")';

  it('are filled as they are, where they fit: other order, further columns, other types that hold the same', async () => {
    await database().look(
      `CREATE TABLE metrics (id bigint GENERATED ALWAYS AS IDENTITY, note text, tags json, unit varchar(20), value float8 NOT NULL,
         seen timestamptz NOT NULL DEFAULT now(), doubled float8 GENERATED ALWAYS AS (value * 2) STORED,
         "timestamp" timestamptz(3), metric_name varchar, asset_id text, ${key}, UNIQUE (id, asset_id, metric_name, "timestamp"))`,
    );
    expect(await setUp()).to.equal(null);
    expect(
      await database().look(
        `SELECT count(*)::int, bool_and(doubled = 2 * value), min(tags::text), max(unit) FROM metrics`,
      ),
    ).to.deep.equal([[144, true, '{"site":"x"}', '%']]);
  });

  const misfits: readonly [what: string, sql: string, message: string, alter: string][] = [
    [
      'a missing column',
      `CREATE TABLE metrics (asset_id text, metric_name text, "timestamp" timestamptz, value float8, unit text, ${key})`,
      'tags jsonb is missing',
      'ALTER TABLE "public"."metrics" ADD COLUMN "tags" jsonb;',
    ],
    [
      'a type that holds less',
      `CREATE TABLE metrics (${columns.replace('value float8', 'value numeric(10,2)')}, ${key})`,
      'value is numeric(10,2) and must be double precision',
      'ALTER TABLE "public"."metrics" ALTER COLUMN "value" TYPE double precision USING "value"::double precision;',
    ],
    [
      'times without their zone',
      `CREATE TABLE metrics (${columns.replace('timestamptz', 'timestamp')}, ${key})`,
      'timestamp is timestamp without time zone and must be timestamp with time zone',
      `ALTER TABLE "public"."metrics" ALTER COLUMN "timestamp" TYPE timestamp with time zone USING "timestamp" AT TIME ZONE 'UTC';`,
    ],
    [
      'NOT NULL where some records have nothing',
      `CREATE TABLE metrics (${columns.replace('unit text', 'unit text NOT NULL')}, ${key})`,
      'unit is NOT NULL and some records have none',
      'ALTER TABLE "public"."metrics" ALTER COLUMN "unit" DROP NOT NULL;',
    ],
    [
      'a further column that must be filled',
      `CREATE TABLE metrics (${columns}, site text NOT NULL, ${key})`,
      'site is NOT NULL and the records have no such field',
      'ALTER TABLE "public"."metrics" ALTER COLUMN "site" DROP NOT NULL;',
    ],
    [
      'no key',
      `CREATE TABLE metrics (${columns})`,
      'no key says that rows are unique by asset_id, metric_name, timestamp',
      'ALTER TABLE "public"."metrics" ADD PRIMARY KEY ("asset_id", "metric_name", "timestamp");',
    ],
    [
      'another primary key',
      `CREATE TABLE metrics (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ${columns}, UNIQUE ("timestamp", asset_id))`,
      'rows are unique by timestamp, asset_id, and the records are by asset_id, metric_name, timestamp',
      'ALTER TABLE "public"."metrics" DROP CONSTRAINT "metrics_timestamp_asset_id_key";',
    ],
    [
      'an index that allows less',
      `CREATE TABLE metrics (${columns}, ${key}); CREATE UNIQUE INDEX once ON metrics ("timestamp")`,
      'rows are unique by timestamp, and the records are by asset_id, metric_name, timestamp',
      'DROP INDEX "public"."once";',
    ],
    [
      'a column that the server fills',
      `CREATE TABLE metrics (${columns.replace('unit text', `unit text GENERATED ALWAYS AS ('%') STORED`)}, ${key})`,
      'unit is generated',
      'ALTER TABLE "public"."metrics" ALTER COLUMN "unit" DROP EXPRESSION;',
    ],
  ];
  for (const [what, sql, message, alter] of misfits) {
    it(`are refused before the first row with the statement that helps: ${what}`, async () => {
      await database().look(sql);
      const error = await setUp();
      expect(error).to.include({ exit: 8, code: 'other-table', place: 'metrics' });
      expect(error?.message).to.contain(message);
      expect(error?.next).to.contain(alter);
      const statements = error!.next!.split(/(?<=;) (?=ALTER|DROP)/).map((one) => one.replace(/ Or send .*/, ''));
      await database().look(...statements);
      expect(await setUp()).to.equal(null);
    });
  }

  it('say which constraint refuses a record, and how it would go', async () => {
    await database().look(`CREATE TABLE metrics (${columns}, ${key}, CONSTRAINT small CHECK (value < 10))`);
    const error = await setUp();
    expect(error).to.include({ exit: 8, code: 'row-refused', place: 'metrics' });
    expect(error?.message).to.contain('"small"');
    expect(error?.next).to.contain('ALTER TABLE "metrics" DROP CONSTRAINT "small";');
    expect(await database().look('SELECT count(*)::int FROM metrics')).to.deep.equal([[0]]);
  });

  it('are no views', async () => {
    await database().look('CREATE VIEW metrics AS SELECT 1 AS one');
    expect(await setUp()).to.include({ exit: 8, code: 'not-a-table' });
  });

  it('of ours grow a column, and let one be empty', async () => {
    expect(await setUp()).to.equal(null);
    await database().look(
      'ALTER TABLE metrics DROP COLUMN tags',
      'ALTER TABLE metrics ADD site text',
      'UPDATE metrics SET site = 1',
      'ALTER TABLE metrics ALTER site SET NOT NULL',
      'DELETE FROM metrics',
      'DELETE FROM seedctl.groups',
    );
    expect(await setUp()).to.equal(null);
    expect(await database().look('SELECT count(tags)::int, count(site)::int FROM metrics')).to.deep.equal([[144, 0]]);
  });

  it('have names of up to 63 bytes, quoted whatever they are', async () => {
    const name = `Robert'); DROP TABLE "x"; --`;
    const odd = {
      ...metricsTable,
      name,
      columns: metricsTable.columns.map((one) => (one.name === 'unit' ? { ...one, name: 'sel"ect; ü' } : one)),
    };
    expect(await setUp(odd)).to.equal(null);
    expect(await database().look(`SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'`)).to.deep.equal([
      [name],
    ]);
    expect(await setUp({ ...metricsTable, name: 'ü'.repeat(32) })).to.include({ exit: 8, code: 'name-too-long' });
    expect(await setUp({ ...metricsTable, name: 'ü'.repeat(31) })).to.equal(null);
  });
});
