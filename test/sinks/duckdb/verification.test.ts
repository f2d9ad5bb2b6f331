import { expect } from 'chai';
import { openDuckDB } from '../../../src/sinks/duckdb/target.ts';
import type { DifferentCell, Pass } from '../../../src/sinks/verification.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, streams, work } from '../sample.ts';
import { look, testFolder, type TestFolder } from './folder.ts';

describe('verifying DuckDB in one pass', function () {
  this.timeout(120_000);
  let folder: TestFolder;
  let path: string;
  beforeEach(() => {
    folder = testFolder();
    path = folder.file('sample.duckdb');
  });
  afterEach(() => folder.remove());
  const stream = streams()[1];
  const keys = stream.series.map(({ asset, metric }) => ({ asset, metric }));

  /** Each series and each stretch of days on its own; without a pass each is read on its own, too. */
  async function differentCells(pass: Pass | undefined): Promise<readonly DifferentCell[]> {
    const target = await openDuckDB({ path, production: false }, context({ readOnly: true }));
    const verification = await target.verification!(streams());
    const cells: DifferentCell[] = [];
    for (const [i, key] of keys.entries()) {
      for (const range of [days(0, 1), days(1, 3)]) {
        const { batches } = work({ stream, series: [stream.series[i]!], range });
        cells.push(...(await verification.differentCells({ stream, keys: [key], range, pass, batches })));
      }
    }
    await verification.close();
    await target.close();
    return cells;
  }

  it('tells of each slice what it tells of it alone', async () => {
    const target = await openDuckDB({ path, production: false }, context());
    await target.setUp([assetsTable, metricsTable, incidentsTable], []);
    for (const group of groups(days(0, 3))) await target.write(work(group));
    await target.finish();
    await target.close();
    const pass = { keys, range: days(0, 3) };
    expect(await differentCells(pass)).to.deep.equal([]);

    const of = (asset: string, time: string) => `asset_id = '${asset}' AND "timestamp" = TIMESTAMP '${time}'`;
    await look(
      path,
      `DELETE FROM metrics WHERE ${of('vm-1', '2025-02-01 00:00')}`,
      `UPDATE metrics SET value = value + 1e-9 WHERE ${of('vm-2', '2025-02-03 07:00')}`,
    );
    const cells = await differentCells(pass);
    expect(cells).to.deep.equal(await differentCells(undefined));
    const cell = { expected: 24, found: 23, range: days(0, 1), key: { asset: 'vm-1', metric: 'cpu_usage' } };
    expect(cells).to.deep.include(cell);
    const other = { ...cell, found: 24, range: days(2, 3), key: { asset: 'vm-2', metric: 'cpu_usage' } };
    expect(cells).to.deep.include(other);
  });
});
