import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { PlannedStream } from '../../../src/model/plan.ts';
import type { Table } from '../../../src/model/table.ts';
import { openDuckDB } from '../../../src/sinks/duckdb/target.ts';
import type { SinkContext, Target } from '../../../src/sinks/sink.ts';
import { bytesOf, look, testFolder, type TestFolder } from './folder.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, START, streams, work } from '../sample.ts';
import { failureOf } from '../../support/failure.ts';

const tables = [assetsTable, metricsTable, incidentsTable];

describe('the DuckDB target', () => {
  let folder: TestFolder;
  let path: string;
  beforeEach(() => {
    folder = testFolder();
    path = folder.file('new/folder/a.duckdb');
  });
  afterEach(() => folder.remove());

  const open = (more: Partial<SinkContext> = {}, file = path) =>
    openDuckDB({ path: file, production: false }, context(more));

  /** Opens, works and closes in every case. */
  async function using<T>(work: (target: Target) => Promise<T>, more: Partial<SinkContext> = {}): Promise<T> {
    const target = await open(more);
    try {
      return await work(target);
    } finally {
      await target.close();
    }
  }

  const fill = (range = days(0, 3), more: Partial<SinkContext> = {}, of: readonly PlannedStream[] = streams()) =>
    using(async (target) => {
      await target.setUp(tables, []);
      await Promise.all(groups(range, of).map((group) => target.write(work(group))));
      return target.finish();
    }, more);

  describe('writes', () => {
    it('typed columns with comments, and every record with its own values', async () => {
      const { bytes } = await fill();
      expect(bytes).to.equal(statSync(path).size);
      expect(readdirSync(folder.file('new/folder'))).to.deep.equal(['a.duckdb']);
      expect(
        await look(
          path,
          `SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE table_name = 'metrics'`,
        ),
      ).to.deep.equal([
        ['asset_id', 'VARCHAR', false, 'whose value'],
        ['metric_name', 'VARCHAR', false, null],
        ['timestamp', 'TIMESTAMP', false, 'in UTC'],
        ['value', 'DOUBLE', false, null],
        ['unit', 'VARCHAR', true, null],
        ['tags', 'JSON', true, null],
      ]);
      expect(await look(path, `SELECT comment FROM duckdb_tables() WHERE table_name = 'metrics'`)).to.deep.equal([
        ["one value of one metric; it's measured"],
      ]);
      expect(
        await look(
          path,
          `SELECT count(*)::INTEGER, count(DISTINCT (asset_id, metric_name, "timestamp"))::INTEGER,
             bool_and(CASE metric_name WHEN 'availability'
               THEN value = [100, 100, 50, 0][hours % 4 + 1] AND unit IS NULL
               ELSE value = hours + length(asset_id) / 10 AND unit = '%' END),
             bool_and(tags->>'site' = 'x'), min(hours)::INTEGER, max(hours)::INTEGER
           FROM (SELECT *, datediff('hour', make_timestamp_ms(${START}), "timestamp") AS hours FROM metrics)`,
        ),
      ).to.deep.equal([[432, 432, true, true, 0, 71]]);
      expect(
        await look(
          path,
          `SELECT planned, epoch_ms(start)::DOUBLE, epoch_ms("end")::DOUBLE FROM incidents WHERE asset_id = 'vm-2' ORDER BY 2`,
        ),
      ).to.deep.equal([
        [false, START - 3_600_000, START + 3_600_500],
        [true, START + 82_800_000, START + 90_000_500],
        [false, START + 169_200_000, null],
      ]);
      expect(await look(path, `SELECT data->>'note' FROM assets`)).to.deep.equal(Array(3).fill(['a "quoted" word']));
    });

    it('nothing of a group that fails, and goes on with the next', async () => {
      const [assets, metrics, incidents] = groups(days(0, 3));
      await using(async (target) => {
        await target.setUp(tables, []);
        await target.write(work(assets!));
        for (const group of [metrics!, incidents!]) {
          const failure = new Error('of the simulation');
          expect(await target.write(work(group, { failure })).catch((e: unknown) => e)).to.equal(failure);
        }
        expect((await target.ledger()).map(({ stream }) => stream)).to.deep.equal(['assets']);
        await target.write(work(metrics!));
        expect((await target.ledger()).map(({ stream }) => stream)).to.deep.equal(['assets', 'metrics']);
      });
      expect(
        await look(path, 'SELECT (SELECT count(*)::INTEGER FROM metrics), (SELECT count(*)::INTEGER FROM incidents)'),
      ).to.deep.equal([[432, 0]]);
    });

    it('nothing more once the run is aborted, and says how it was interrupted', async () => {
      const abort = new AbortController();
      const [, metrics] = groups(days(0, 3));
      await using(
        async (target) => {
          await target.setUp(tables, []);
          const slow = work(metrics!);
          const error = await failureOf(
            target.write({
              ...slow,
              *batches() {
                for (const batch of slow.batches()) {
                  yield batch;
                  abort.abort();
                }
              },
            }),
          );
          expect(error).to.include({ exit: 130, code: 'interrupted' });
          expect(await target.ledger()).to.deep.equal([]);
        },
        { signal: abort.signal },
      );
      expect(await look(path, 'FROM metrics')).to.deep.equal([]);
    });

    it('tables and columns of any name, and nothing else', async () => {
      const odd = `Robert'); DROP TABLE "assets"; --`;
      const long = 'x'.repeat(70);
      const rename = (name: string): Table => ({
        ...metricsTable,
        name,
        comment: odd,
        columns: metricsTable.columns.map((column, i) => ({ ...column, name: `${name}${i}`, comment: odd })),
        key: [0, 1, 2].map((i) => `${name}${i}`),
      });
      await using(async (target) => {
        const named = [odd, `${long}1`, `${long}2`].map((name) => ({ ...streams()[1], id: name, table: rename(name) }));
        await target.setUp([assetsTable, ...named.map(({ table }) => table)], []);
        for (const group of groups(days(0, 1), named)) await target.write(work(group));
      });
      const names = await look(
        path,
        `SELECT table_name, estimated_size::INTEGER FROM duckdb_tables() WHERE schema_name = 'main'`,
      );
      expect(Object.fromEntries(names as [string, number][])).to.deep.equal({
        assets: 0,
        [odd]: 144,
        [`${long}1`]: 144,
        [`${long}2`]: 144,
      });
    });
  });

  describe('the ledger', () => {
    it('says what was written, for this scenario alone', async () => {
      await fill(days(0, 3));
      await fill(days(3, 5), {}, [streams()[1]]);
      await fill(days(0, 1), { scenario: 'other', seed: 2 ** 53 - 1, engine: 7 });
      const entries = await using((target) => target.ledger());
      expect(entries).to.have.length(4);
      const [assets, metrics, incidents, later] = entries;
      expect(metrics).to.deep.include({
        scenario: 'sample',
        stream: 'metrics',
        table: 'metrics',
        seed: 42,
        engine: 1,
        range: days(0, 3),
        series: streams()[1].series.map(({ id, digest }) => ({ id, digest })),
        records: 432,
        fingerprint: '00000000000001b0',
      });
      expect(metrics!.writtenAt).to.be.greaterThan(Date.UTC(2025, 0));
      expect([assets!.records, incidents!.records]).to.deep.equal([3, 9]);
      expect(later).to.deep.include({ range: days(3, 5), series: metrics!.series });
      const [other] = await using((target) => target.ledger(), { scenario: 'other' });
      expect(other).to.include({ scenario: 'other', seed: 2 ** 53 - 1, engine: 7 });
      expect(await look(path, 'SELECT count(*)::INTEGER FROM seedctl.series')).to.deep.equal([[24]]);
    });

    it('keeps the digest with which each group was written', async () => {
      await fill(days(0, 1), {}, [streams('a'.repeat(32))[1]]);
      await fill(days(1, 2), {}, [streams('b'.repeat(32))[1]]);
      const digests = (await using((target) => target.ledger())).map(({ series }) =>
        series.map((s) => s.digest[0]).join(''),
      );
      expect(digests).to.deep.equal(['aaaaaa', 'bbbbbb']);
    });

    it('of a later version is refused', async () => {
      await fill();
      await look(path, 'UPDATE seedctl.about SET version = 2');
      expect(await failureOf(using((target) => target.ledger()))).to.include({ exit: 4, code: 'other-ledger' });
    });
  });

  describe('the file', () => {
    it('does not change by a byte where there is nothing to do', async () => {
      await fill();
      const before = bytesOf(path);
      await fill(days(0, 3), {}, []);
      await using((target) => target.ledger());
      expect(bytesOf(path)).to.equal(before);
    });

    it('is not made by who only reads', async () => {
      const target = await open({ readOnly: true });
      expect(await target.ledger()).to.deep.equal([]);
      expect(await target.finish()).to.deep.equal({ bytes: null });
      await target.close();
      expect(existsSync(folder.file('new'))).to.equal(false);
    });

    it('is read without being changed', async () => {
      await fill();
      const before = bytesOf(path);
      expect(await using((target) => target.ledger(), { readOnly: true })).to.have.length(3);
      expect(bytesOf(path)).to.equal(before);
    });

    it('stays below the working directory where a scenario names it', async () => {
      symlinkSync(folder.path, folder.file('link'));
      for (const file of [path, '../a.duckdb', '/nowhere/a.duckdb']) {
        const error = await failureOf(open({ fromUrl: false }, file));
        expect(error).to.include({ exit: 4, code: 'outside-working-directory' });
      }
      expect(readdirSync(folder.path)).to.deep.equal(['link']);
    });

    it('that is open elsewhere is locked, and who holds it is named', async () => {
      await fill();
      const script = `
        const { DuckDBInstance } = await import('@duckdb/node-api');
        globalThis.held = await DuckDBInstance.create(process.argv[1]);
        process.stdout.write('open');
        setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        await once(child.stdout, 'data');
        for (const readOnly of [false, true]) {
          const error = await failureOf(open({ readOnly }));
          expect(error).to.include({ exit: 5, code: 'locked', place: path });
          expect(error.message).to.contain(`PID ${child.pid}`);
        }
      } finally {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      expect(await using((target) => target.ledger())).to.have.length(3);
    });

    it('that is no database, or damaged, is left as it is', async () => {
      await fill();
      const { size } = statSync(path);
      const whole = await import('node:fs').then(({ readFileSync }) => readFileSync(path));
      const damaged: [name: string, bytes: Buffer | string][] = [
        ['empty', ''],
        ['text', 'asset_id,value\n'.repeat(2000)],
        ['cut', whole.subarray(0, size / 2)],
        ['flipped', Buffer.from(whole.map((byte, i) => (i > 8192 && i % 4096 === 0 ? byte ^ 0xff : byte)))],
      ];
      mkdirSync(folder.file('folder.duckdb'));
      expect(await failureOf(open({}, folder.file('folder.duckdb')))).to.include({ exit: 8 });
      for (const [name, bytes] of damaged) {
        const file = folder.file(`${name}.duckdb`);
        writeFileSync(file, bytes);
        const before = bytesOf(file);
        const error = await failureOf(
          open({}, file).then(async (target) => {
            try {
              await target.ledger();
            } finally {
              await target.close();
            }
          }),
        );
        expect(error, name).to.include({ exit: 8, place: file });
        expect(error.safe, name).to.be.a('string');
        expect(error.next, name).to.be.a('string');
        expect(bytesOf(file), name).to.equal(before);
      }
    });

    it('forgets the drafts of runs that were killed while they made it', async () => {
      mkdirSync(folder.file('new/folder'), { recursive: true });
      writeFileSync(`${path}.new-999999999`, 'half a database');
      writeFileSync(`${path}.new-${process.ppid}`, 'of a run that goes on');
      await fill();
      expect(readdirSync(folder.file('new/folder')).sort()).to.deep.equal(['a.duckdb', `a.duckdb.new-${process.ppid}`]);
    });
  });

  describe('tables that are there', () => {
    const setUp = (more: Partial<SinkContext> = {}, all: readonly Table[] = tables) =>
      using((target) => target.setUp(all, []), more);

    it('are used where they fit, with columns of their own', async () => {
      mkdirSync(folder.file('new/folder'), { recursive: true });
      await look(
        path,
        `CREATE TABLE Metrics (note VARCHAR, "value" DOUBLE, asset_id VARCHAR, metric_name VARCHAR, "timestamp" TIMESTAMP,
           unit VARCHAR, tags JSON, id INTEGER NOT NULL DEFAULT 7)`,
        `INSERT INTO metrics (note) VALUES ('mine')`,
      );
      await fill();
      expect(
        await look(
          path,
          `SELECT note, id, count(*)::INTEGER, count(value)::INTEGER FROM metrics GROUP BY ALL ORDER BY 3`,
        ),
      ).to.deep.equal([
        ['mine', 7, 1, 0],
        [null, 7, 432, 432],
      ]);
    });

    it('that do not fit are refused with every difference, and nothing is changed', async () => {
      mkdirSync(folder.file('new/folder'), { recursive: true });
      await look(
        path,
        `CREATE TABLE metrics (asset_id INTEGER, metric_name VARCHAR, "timestamp" TIMESTAMPTZ, unit VARCHAR NOT NULL,
           tags JSON, region VARCHAR NOT NULL)`,
      );
      const before = bytesOf(path);
      const error = await failureOf(setUp());
      expect(error).to.include({ exit: 8, code: 'other-table', place: 'metrics' });
      expect(error.message).to.equal(
        'the table metrics does not fit the records: asset_id is INTEGER and must be VARCHAR; ' +
          'timestamp is TIMESTAMP WITH TIME ZONE and must be TIMESTAMP; value DOUBLE is missing; ' +
          'unit is NOT NULL and some records have none; region is NOT NULL and the records have no such field',
      );
      expect(bytesOf(path)).to.equal(before);
    });

    it('may be a view, or have columns that differ by case alone: both are refused', async () => {
      mkdirSync(folder.file('new/folder'), { recursive: true });
      await look(path, 'CREATE VIEW metrics AS SELECT 1 AS a');
      expect(await failureOf(setUp())).to.include({ exit: 8, code: 'not-a-table' });
      const [first] = assetsTable.columns;
      const twice = { ...assetsTable, columns: [first!, { ...first!, name: 'ASSET_ID' }] };
      expect(await failureOf(setUp({}, [twice]))).to.include({ exit: 8, code: 'same-name' });
    });

    it('of ours grow for another scenario, and let it leave columns out', async () => {
      await fill();
      const [, value, ...rest] = assetsTable.columns;
      const other: Table = {
        ...assetsTable,
        columns: [rest[0]!, { ...value!, name: 'hostname' }, assetsTable.columns[0]!],
      };
      await setUp({ scenario: 'other' }, [other]);
      expect(
        await look(path, `SELECT column_name, is_nullable FROM duckdb_columns() WHERE table_name = 'assets'`),
      ).to.deep.equal([
        ['asset_id', false],
        ['asset_type', true],
        ['data', false],
        ['hostname', true],
      ]);
      // And the first one still finds its table as it needs it.
      const before = bytesOf(path);
      await setUp();
      expect(bytesOf(path)).to.equal(before);
    });
  });
});
