import { expect } from 'chai';
import { openDuckDB } from '../../../src/sinks/duckdb/target.ts';
import { cleaning } from '../cleaning.ts';
import { bytesOf, look, testFolder, type TestFolder } from './folder.ts';
import { assetsTable, days, streams } from '../sample.ts';

describe('cleaning DuckDB', () => {
  let folder: TestFolder;
  let path: string;
  beforeEach(() => {
    folder = testFolder();
    path = folder.file('a.duckdb');
  });
  afterEach(() => folder.remove());

  const counts = async () =>
    (
      await look(
        path,
        `SELECT (SELECT count(*)::INTEGER FROM assets), (SELECT count(*)::INTEGER FROM metrics),
           (SELECT count(*)::INTEGER FROM incidents)`,
      )
    )[0];

  const { write, clean, refused, asEverywhere } = cleaning({
    open: (context, production) => openDuckDB({ path, production }, context),
    everything: () => bytesOf(path),
    counts,
    ledger: async () =>
      (
        await look(
          path,
          'SELECT (SELECT count(*)::INTEGER FROM seedctl.groups), (SELECT count(*)::INTEGER FROM seedctl.keys)',
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

  it('leaves rows of others: other keys, other scenarios, other tables', async () => {
    await write(days(0, 3));
    const elsewhere = streams().map((stream) => ({
      ...stream,
      series: stream.series.map((series) => ({ ...series, asset: `other-${series.asset}`, id: `other-${series.id}` })),
    }));
    await write(days(0, 1), { scenario: 'other' }, {}, elsewhere);
    await look(
      path,
      `INSERT INTO metrics SELECT 'vm-1', 'mine', "timestamp", 1, NULL, NULL FROM metrics LIMIT 5`,
      `INSERT INTO incidents VALUES ('mine', 'vm-1', true, TIMESTAMP '2025-02-01', NULL)`,
      'CREATE TABLE orders AS SELECT 1 AS id',
    );
    expect(await clean()).to.equal(444);
    expect(await counts()).to.deep.equal([3, 144 + 5, 3 + 1]);
    expect(await look(path, 'SELECT DISTINCT asset_id FROM assets ORDER BY 1')).to.deep.equal([
      ["other-svc'3"],
      ['other-vm-1'],
      ['other-vm-2'],
    ]);
    expect(await look(path, 'FROM orders')).to.deep.equal([[1]]);
  });

  describe('where scenarios hold the same keys', () => {
    const ours = { scenario: 'sample' };
    const theirs = { scenario: 'theirs' };
    const sum = async () =>
      (await look(path, `SELECT count(*)::INTEGER, sum(value) FROM metrics WHERE metric_name = 'cpu_usage'`))[0];

    for (const [name, first, second] of [
      ['the first', ours, theirs],
      ['the second', theirs, ours],
    ] as const) {
      it(`removes the rows of its own as ${name} to write, and none of the other's`, async () => {
        await write(days(0, 2), first, { shift: first === ours ? 0 : 1000 });
        const alone = first === theirs ? await sum() : null;
        await write(days(1, 3), second, { shift: second === ours ? 0 : 1000 });
        expect(await clean(null, ours)).to.equal(3 + 288 + 6);
        const [rows, total] = (await sum())!;
        expect(rows).to.equal(3 * 48);
        // Values of the others are a thousand higher than their tick.
        const [from, to] = first === theirs ? [0, 48] : [24, 72];
        const ticks = Array.from({ length: to - from }, (_, i) => from + i).reduce((a, b) => a + b);
        expect(total).to.be.closeTo(3 * (ticks + 48_000) + 48 * (0.4 + 0.4 + 0.5), 1e-6);
        if (alone !== null) expect([rows, total]).to.deep.equal(alone);
        expect(await counts()).to.deep.equal([3, 288, 6]);
      });
    }

    it('refuses where a row is missing and it cannot be told whose', async () => {
      await write(days(0, 2), ours);
      await write(days(1, 3), theirs);
      await look(
        path,
        `DELETE FROM metrics WHERE rowid = (SELECT max(rowid) FROM metrics
           WHERE asset_id = 'vm-1' AND metric_name = 'cpu_usage' AND "timestamp" = TIMESTAMP '2025-02-02 05:00:00')`,
      );
      expect((await refused('ambiguous-row')).message).to.contain('vm-1 cpu_usage 2025-02-02 05:00:00');
    });
  });

  describe('refuses', () => {
    it('tables with rows and no ledger', async () => {
      await look(path, 'CREATE TABLE assets (asset_id VARCHAR)', `INSERT INTO assets VALUES ('x')`);
      expect(await refused('no-ledger')).to.include({ place: 'assets' });
      expect(await clean(['metrics'])).to.equal(0);
    });

    it('tables with rows and no ledger, beside tables with one', async () => {
      await write(days(0, 1), {}, {}, [streams()[1]]);
      await look(path, `INSERT INTO incidents VALUES ('mine', 'vm-1', true, TIMESTAMP '2025-02-01', NULL)`);
      expect(await refused('no-ledger')).to.include({ place: 'incidents' });
    });

    const strangers: readonly [what: string, sql: string][] = [
      ['a second row with one of its keys', `INSERT INTO metrics FROM metrics WHERE asset_id = 'vm-1' LIMIT 1`],
      [
        'a row between the ticks',
        `INSERT INTO metrics VALUES ('vm-1', 'cpu_usage', TIMESTAMP '2025-02-01 00:30:00', 1, NULL, NULL)`,
      ],
      [
        'a row of its series outside of its periods',
        `INSERT INTO metrics VALUES ('vm-1', 'cpu_usage', TIMESTAMP '2025-02-09', 1, NULL, NULL)`,
      ],
      ['a second record of an asset', `INSERT INTO assets FROM assets LIMIT 1`],
      ['a second incident with one of its keys', `INSERT INTO incidents FROM incidents LIMIT 1`],
    ];
    for (const [what, sql] of strangers) {
      it(what, async () => {
        await write(days(0, 3));
        await look(path, sql);
        await refused('unvouched-row');
      });
    }

    it('the record of an asset that is about to be written and that nobody vouches for', async () => {
      const [assets] = streams();
      await write(days(0, 1), {}, {}, [{ ...assets, series: assets.series.slice(1) }]);
      await look(path, `INSERT INTO assets VALUES ('vm-1', 'mine', '{}')`);
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
      await look(path, 'DROP TABLE incidents');
      await look(path, 'ALTER TABLE metrics RENAME COLUMN asset_id TO host');
      expect((await refused('unknown-rows')).message).to.contain('no column asset_id');
      expect(await clean(['incidents', 'assets'])).to.equal(3);
    });
  });
});
