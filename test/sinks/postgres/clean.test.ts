import { expect } from 'chai';
import { SeedctlError } from '../../../src/model/errors.ts';
import { openPostgres } from '../../../src/sinks/postgres/target.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, streams, work } from '../sample.ts';
import { cleaning } from '../cleaning.ts';
import { useDatabase } from './database.ts';

describe('cleaning PostgreSQL', function () {
  this.timeout(120_000);
  const database = useDatabase();

  /** Every row of every table, but for leases, which each run leaves one of; a first one makes the ledger. */
  const everything = async () => {
    await (await openPostgres(database().options, context())).close();
    const tables = (await database().look(
      `SELECT schemaname, tablename FROM pg_tables
       WHERE schemaname IN ('public', 'seedctl') AND tablename <> 'leases' ORDER BY 1, 2`,
    )) as [string, string][];
    const rows: unknown[] = [];
    for (const [schema, table] of tables) {
      rows.push(schema, table, await database().look(`SELECT t::text FROM "${schema}"."${table}" AS t ORDER BY 1`));
    }
    return rows;
  };

  const counts = async () =>
    (
      await database().look(
        `SELECT (SELECT count(*)::int FROM assets), (SELECT count(*)::int FROM metrics),
           (SELECT count(*)::int FROM incidents)`,
      )
    )[0];

  const { write, clean, refused, asEverywhere } = cleaning({
    open: (context, production) => openPostgres({ ...database().options, production }, context),
    everything,
    counts,
    ledger: async () =>
      (
        await database().look(
          'SELECT (SELECT count(*)::int FROM seedctl.groups), (SELECT count(*)::int FROM seedctl.keys)',
        )
      )[0],
  });
  asEverywhere();

  it('removes what was written under a definition that is no longer there', async () => {
    await write(days(0, 1), {}, {}, [streams('a'.repeat(32))[1]]);
    await write(days(1, 2), {}, {}, [streams('b'.repeat(32))[1]]);
    expect(await clean(null, { seed: 7, engine: 2 }, [])).to.equal(288);
    expect(await counts()).to.deep.equal([0, 0, 0]);
  });

  it('leaves rows of others: other keys, other scenarios, other tables, other schemas', async () => {
    await write(days(0, 3));
    const elsewhere = streams().map((stream) => ({
      ...stream,
      series: stream.series.map((series) => ({ ...series, asset: `other-${series.asset}`, id: `other-${series.id}` })),
    }));
    await write(days(0, 1), { scenario: 'other' }, {}, elsewhere);
    const apart = await openPostgres({ ...database().options, schema: 'apart' }, context());
    await apart.setUp([assetsTable, metricsTable, incidentsTable], []);
    for (const group of groups(days(0, 1))) await apart.write(work(group));
    await apart.close();
    await database().look(
      `INSERT INTO metrics SELECT 'vm-1', 'mine', "timestamp", 1, NULL, NULL FROM metrics
       WHERE asset_id = 'vm-1' AND metric_name = 'cpu_usage' LIMIT 5`,
      `INSERT INTO incidents VALUES ('mine', 'vm-1', true, TIMESTAMP '2025-02-01', NULL)`,
      'CREATE TABLE orders AS SELECT 1 AS id',
    );
    expect(await clean()).to.equal(444);
    expect(await counts()).to.deep.equal([3, 144 + 5, 3 + 1]);
    expect(await database().look('SELECT asset_id FROM assets ORDER BY 1')).to.deep.equal([
      ["other-svc'3"],
      ['other-vm-1'],
      ['other-vm-2'],
    ]);
    expect(await database().look('SELECT id FROM orders')).to.deep.equal([[1]]);
    expect(await database().look('SELECT count(*)::int FROM apart.metrics')).to.deep.equal([[144]]);
  });

  describe('where scenarios hold the same rows', () => {
    for (const scenario of ['sample', 'theirs']) {
      it(`leaves to the other what both hold, where ${scenario === 'sample' ? 'the first' : 'the second'} is cleaned`, async () => {
        const both = streams().slice(0, 2);
        await write(days(0, 2), { scenario: 'sample' }, {}, both);
        await write(days(1, 3), { scenario: 'theirs' }, {}, both);
        expect(await counts()).to.deep.equal([3, 432, 0]);
        expect(await clean(null, { scenario })).to.equal(144);
        expect(await counts()).to.deep.equal([3, 288, 0]);
        const range = scenario === 'sample' ? days(1, 3) : days(0, 2);
        expect(
          await database().look(`SELECT (extract(epoch FROM min("timestamp")) * 1000)::float8 FROM metrics`),
        ).to.deep.equal([[range.from]]);
        expect(await clean(null, { scenario: scenario === 'sample' ? 'theirs' : 'sample' })).to.equal(288 + 3);
        expect(await counts()).to.deep.equal([0, 0, 0]);
      });
    }

    it('writes nothing over rows with other values, and says which', async () => {
      await write(days(0, 1), { scenario: 'sample' });
      const before = await everything();
      const error = await write(days(0, 1), { scenario: 'theirs' }, { shift: 1000 }).then(
        () => null,
        (reason: unknown) => reason as SeedctlError,
      );
      expect(error).to.include({ exit: 4, code: 'row-with-other-values', place: 'metrics' });
      expect(error?.message).to.match(/(vm-\d|svc'3) cpu_usage 2025-02-01/);
      const after = await everything();
      expect(after[after.indexOf('metrics') + 1]).to.deep.equal(before[before.indexOf('metrics') + 1]);
    });
  });

  describe('refuses', () => {
    it('tables with rows and no ledger', async () => {
      await database().look('CREATE TABLE assets (asset_id text)', `INSERT INTO assets VALUES ('x')`);
      expect(await refused('no-ledger')).to.include({ place: 'assets' });
      expect(await clean(['metrics'])).to.equal(0);
    });

    it('tables with rows and no ledger, beside tables with one', async () => {
      await write(days(0, 1), {}, {}, [streams()[1]]);
      await database().look(`INSERT INTO incidents VALUES ('mine', 'vm-1', true, TIMESTAMP '2025-02-01', NULL)`);
      expect(await refused('no-ledger')).to.include({ place: 'incidents' });
    });

    const strangers: readonly [what: string, sql: string][] = [
      [
        'a row between the ticks',
        `INSERT INTO metrics VALUES ('vm-1', 'cpu_usage', TIMESTAMPTZ '2025-02-01 00:30:00Z', 1, NULL, NULL)`,
      ],
      [
        'a row of its series outside of its periods',
        `INSERT INTO metrics VALUES ('vm-1', 'cpu_usage', TIMESTAMPTZ '2025-02-09Z', 1, NULL, NULL)`,
      ],
    ];
    for (const [what, sql] of strangers) {
      it(what, async () => {
        await write(days(0, 3));
        await database().look(sql);
        await refused('unvouched-row');
      });
    }

    it('the record of an asset that is about to be written and that nobody vouches for', async () => {
      const [assets] = streams();
      await write(days(0, 1), {}, {}, [{ ...assets, series: assets.series.slice(1) }]);
      await database().look(`INSERT INTO assets VALUES ('vm-1', 'mine', '{}')`);
      await refused('unvouched-row');
    });

    it('streams whose record leaves out what would find their rows', async () => {
      const [assets, metrics] = streams();
      await write(days(0, 1), {}, {}, [{ ...metrics, keyColumns: { ...metrics.keyColumns, metric: null } }]);
      expect((await refused('unknown-rows')).message).to.contain('leaves out the asset, the metric or the time');
      await write(days(0, 1), { scenario: 'other' }, {}, [{ ...assets, table: { ...assetsTable, key: null } }]);
      const error = await refused('unknown-rows', () => clean(null, { scenario: 'other' }, []));
      expect(error.message).to.contain('leaves out a column of the key');
    });

    it('tables whose key columns have been renamed since; one that was dropped holds nothing any more', async () => {
      await write(days(0, 1));
      await database().look('DROP TABLE incidents');
      await database().look('ALTER TABLE metrics RENAME COLUMN asset_id TO host');
      expect((await refused('unknown-rows')).message).to.contain('no column asset_id');
      expect(await clean(['incidents', 'assets'])).to.equal(3);
    });
  });
});
