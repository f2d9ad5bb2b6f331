import { DuckDBInstance, type Json } from '@duckdb/node-api';
import { expect } from 'chai';
import type { Batch } from '../../../src/model/table.ts';
import { openDuckDB } from '../../../src/sinks/duckdb/target.ts';
import type { ViewRequest } from '../../../src/sinks/sink.ts';
import { zone } from '../../../src/timeline/zone.ts';
import { bytesOf, look, testFolder, type TestFolder } from './folder.ts';
import { assetsTable, context, DAY, groups, metricsTable, streams, work } from '../sample.ts';

const HOUR = 3_600_000;
const columns = { asset: 'asset_id', metric: 'metric_name', time: 'timestamp', value: 'value' };

const uptime: ViewRequest = {
  kind: 'uptime',
  name: 'uptime by "day"',
  table: metricsTable,
  columns,
  metric: 'availability',
  values: { up: 100, degraded: 50, down: 0 },
};

const jobs = (assets: Extract<ViewRequest, { kind: 'jobs' }>['assets'], name = 'jobs'): ViewRequest => ({
  kind: 'jobs',
  name,
  table: metricsTable,
  columns,
  metric: 'backup',
  assets,
});

describe('the ready views of DuckDB', () => {
  let folder: TestFolder;
  let path: string;
  beforeEach(() => {
    folder = testFolder();
    path = folder.file('a.duckdb');
  });
  afterEach(() => folder.remove());

  /** Polls and jobs as (asset, metric, time, value). */
  async function write(
    zoneName: string,
    views: readonly ViewRequest[],
    rows: readonly (readonly [asset: string, metric: string, time: number, value: number])[],
  ): Promise<void> {
    const target = await openDuckDB({ path, production: false }, context({ zone: zoneName }));
    await target.setUp([assetsTable, metricsTable], views);
    const [assets, metrics] = groups({ from: 0, to: DAY }, streams());
    await target.write(work(assets!));
    const batches = rows.map(([asset, metric, time, value]): Batch => ({
      table: metricsTable,
      columns: [
        { kind: 'constant', value: asset },
        { kind: 'constant', value: metric },
        { kind: 'times', values: Float64Array.of(time) },
        { kind: 'numbers', values: Float64Array.of(value), decimals: 0 },
        { kind: 'absent' },
        { kind: 'absent' },
      ],
      count: 1,
      asset,
      metric,
    }));
    const result = () => ({ records: rows.length, fingerprint: '0'.repeat(16) });
    await target.write({ group: metrics!, batches: () => batches, result });
    await target.close();
  }

  /** As a command line of its own would ask, in a zone of its own and with nothing that can be loaded. */
  async function ask(sql: string): Promise<Json[][]> {
    const instance = await DuckDBInstance.create(path, {
      access_mode: 'READ_ONLY',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      enable_external_access: 'false',
    });
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'Asia/Kathmandu'`);
    const rows = (await connection.runAndReadAll(sql)).getRowsJson();
    connection.closeSync();
    instance.closeSync();
    return rows;
  }

  it('show uptime by local day, degraded apart', async () => {
    const at = (hour: number) => Date.UTC(2025, 2, 30) + hour * HOUR;
    const [a, b] = ['vm-1', "svc'3"];
    await write(
      'Europe/Rome',
      [uptime],
      [
        [a, 'availability', at(-2), 0], // 23:00 on the 29th
        [a, 'availability', at(-1), 100], // midnight: the first of the 30th, which has 23 hours
        [a, 'availability', at(0), 100],
        [a, 'availability', at(10), 50],
        [a, 'availability', at(21.9), 0],
        [a, 'availability', at(22), 100], // and summer's midnight
        [a, 'cpu_usage', at(22), 0],
        [b, 'availability', at(0), 7],
      ],
    );
    expect(
      await ask(
        `SELECT asset, day::VARCHAR, polls::INTEGER, up_share, degraded_share, down_share FROM "uptime by ""day"""`,
      ),
    ).to.deep.equal([
      [b, '2025-03-30', 1, 0, 0, 0],
      [a, '2025-03-29', 1, 0, 0, 1],
      [a, '2025-03-30', 4, 0.5, 0.25, 0.25],
      [a, '2025-03-31', 1, 1, 0, 0],
    ]);
    expect(await ask(`DESCRIBE FROM "uptime by ""day"""`)).to.have.length(6);
  });

  for (const name of [
    'UTC',
    'Europe/Rome',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/Nuuk',
  ]) {
    it(`read every day as the clocks of ${name} do`, async () => {
      const rules = zone(name);
      // An hour before, at, and after every change of ten years, and the edges of what the table knows.
      const changes = rules.segments(Date.UTC(2020, 0), Date.UTC(2030, 0)).map(({ from }) => from);
      const times = [...changes, Date.UTC(1971, 5), Date.UTC(2099, 5)].flatMap((t) =>
        [-DAY, -HOUR, -1, 0, 1, HOUR].map((by) => t + by),
      );
      await write(
        name,
        [uptime],
        times.map((time, i) => [`a${i}`, 'availability', time, 100]),
      );
      const expected = times.map((time, i) => [
        `a${i}`,
        new Date(time + rules.offsetAt(time).offset).toISOString().slice(0, 10),
      ]);
      const read = await ask(`SELECT asset, day::VARCHAR FROM "uptime by ""day"""`);
      expect(new Map(read as [string, string][])).to.deep.equal(new Map(expected as [string, string][]));
    });
  }

  it('show the success of jobs by type of asset, or by asset', async () => {
    await write(
      'UTC',
      [jobs({ table: assetsTable, id: 'asset_id', type: 'asset_type' }), jobs(null, 'jobs_by_asset')],
      [
        ['vm-1', 'backup', 0, 1],
        ['vm-1', 'backup', DAY, 0],
        ['vm-2', 'backup', 0, 1],
        ['vm-2', 'backup', 1, 1],
        ['unknown', 'backup', 0, 0],
        ['vm-1', 'cpu_usage', 0, 1],
      ],
    );
    // A second record of an asset counts no job twice.
    await look(path, 'INSERT INTO assets FROM assets');
    expect(await ask('SELECT type, jobs::INTEGER, succeeded::INTEGER, success_rate FROM jobs')).to.deep.equal([
      ['vm', 4, 3, 0.75],
      [null, 1, 0, 0],
    ]);
    expect(await ask('SELECT asset, jobs::INTEGER, succeeded::INTEGER, success_rate FROM jobs_by_asset')).to.deep.equal(
      [
        ['unknown', 1, 0, 0],
        ['vm-1', 2, 1, 0.5],
        ['vm-2', 2, 2, 1],
      ],
    );
  });

  describe('made again', () => {
    const setUp = async (views: readonly ViewRequest[]) => {
      const target = await openDuckDB({ path, production: false }, context());
      await target.setUp([assetsTable, metricsTable], views).finally(() => target.close());
    };

    it('change nothing where they are the same, and are replaced where they are not', async () => {
      await setUp([uptime]);
      const before = bytesOf(path);
      await setUp([uptime]);
      expect(bytesOf(path)).to.equal(before);
      await setUp([{ ...uptime, metric: 'reachable' }]);
      const [[sql, comment]] = (await ask(`SELECT sql, comment FROM duckdb_views() WHERE NOT internal`)) as [
        [string, string],
      ];
      expect(sql).to.contain("'reachable'");
      expect(comment).to.contain('local day');
    });

    it('leave what somebody else has called so', async () => {
      await look(path, 'CREATE VIEW jobs AS SELECT 1 AS a');
      const before = bytesOf(path);
      const error = await setUp([jobs(null)]).catch((e: unknown) => e);
      expect(error).to.include({ exit: 8, code: 'view-taken' });
      expect(bytesOf(path)).to.equal(before);
    });
  });
});
