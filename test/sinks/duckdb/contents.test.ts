import { expect } from 'chai';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { SeedctlError } from '../../../src/model/errors.ts';
import type { ContentsKind, ContentsQuery } from '../../../src/sinks/contents.ts';
import { readContents } from '../../../src/sinks/duckdb/contents.ts';
import { sinks } from '../../../src/sinks/registry.ts';
import { testFolder, type TestFolder } from './folder.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, START, work } from '../sample.ts';

const HOUR = 3_600_000;

const queries: readonly ContentsQuery[] = [
  {
    table: metricsTable,
    columns: { asset: 'asset_id', metric: 'metric_name', time: 'timestamp', value: 'value' },
    tally: ['availability'],
  },
  { table: incidentsTable, columns: { asset: 'asset_id', metric: null, time: 'start', value: null }, tally: [] },
  { table: assetsTable, columns: { asset: 'asset_id', metric: null, time: null, value: null }, tally: [] },
  {
    table: { ...assetsTable, name: 'never written' },
    columns: { asset: 'asset_id', metric: null, time: null, value: null },
    tally: [],
  },
];

describe('what a target holds', () => {
  let folder: TestFolder;
  beforeEach(() => {
    folder = testFolder();
  });
  afterEach(() => folder.remove());

  async function fill(kind: ContentsKind): Promise<string> {
    const path = folder.file(`[a] * ${kind}`);
    const target = await sinks
      .find((sink) => sink.kind === kind)!
      .open({ path, production: false, files: '{asset}' }, context());
    await target.setUp([assetsTable, metricsTable, incidentsTable], []);
    for (const range of [days(0, 1), days(1, 3)]) {
      for (const group of groups(range)) {
        if (range.from === START || group.stream.kind !== 'assets') await target.write(work(group));
      }
    }
    await target.finish();
    await target.close();
    return path;
  }

  for (const kind of ['duckdb', 'ndjson', 'json', 'csv', 'parquet'] as const) {
    it(`is counted alike in ${kind}`, async () => {
      const path = await fill(kind);
      const { tables, bytes } = await readContents(kind, path, queries);
      const [metrics, incidents, assets, never] = tables;
      const one = { first: START, last: START + 71 * HOUR };
      expect(metrics).to.deep.include({ table: 'metrics', records: 432, ...one });
      expect(metrics!.series).to.deep.equal(
        ["svc'3", 'vm-1', 'vm-2'].flatMap((asset) => [
          {
            asset,
            metric: 'availability',
            records: 72,
            ...one,
            values: new Map([
              [0, 18],
              [50, 18],
              [100, 36],
            ]),
          },
          { asset, metric: 'cpu_usage', records: 72, ...one, values: null },
        ]),
      );
      expect(incidents).to.deep.include({ records: 9, first: START - HOUR, last: START + 47 * HOUR });
      expect(incidents!.series.map(({ metric, records }) => [metric, records])).to.deep.equal(Array(3).fill([null, 3]));
      expect(assets).to.deep.include({ records: 3, first: null, last: null });
      expect(never).to.deep.equal({ table: 'never written', records: 0, first: null, last: null, series: [] });
      if (kind === 'duckdb') expect(bytes).to.equal(statSync(path).size);
      else expect(bytes).to.be.greaterThan(1000);
    });
  }

  it('is nothing where there is nothing', async () => {
    const { tables, bytes } = await readContents('csv', folder.file('nowhere'), queries);
    expect(bytes).to.equal(0);
    expect(tables.map(({ records }) => records)).to.deep.equal([0, 0, 0, 0]);
  });

  it('cannot be told of a file that is damaged', async () => {
    mkdirSync(folder.file('metrics'));
    writeFileSync(folder.file('metrics/a.parquet'), 'not parquet');
    const error = await readContents('parquet', folder.path, queries).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(SeedctlError).that.includes({ exit: 8 });
  });
});
