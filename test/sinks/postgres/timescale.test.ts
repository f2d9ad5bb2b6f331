import { expect } from 'chai';
import type { SeedctlError } from '../../../src/model/errors.ts';
import type { Table } from '../../../src/model/table.ts';
import { DAY } from '../../../src/model/units.ts';
import { readContents } from '../../../src/sinks/postgres/contents.ts';
import { openPostgres } from '../../../src/sinks/postgres/target.ts';
import { context, days, groups, metricsTable, streams, work } from '../sample.ts';
import { useDatabase } from './database.ts';

describe('hypertables of TimescaleDB', function () {
  this.timeout(120_000);
  const database = useDatabase('timescale');
  const automatic: Table = { ...metricsTable, hypertable: { time: 'timestamp', chunk: 2 * DAY, demanded: false } };
  const demanded: Table = { ...metricsTable, hypertable: { time: 'timestamp', chunk: 2 * DAY, demanded: true } };

  async function setUp(table: Table, ...further: readonly ('clean' | 'write')[]): Promise<SeedctlError | null> {
    const planned = [{ ...streams()[1], table }];
    const target = await openPostgres(database().options, context());
    try {
      if (further.includes('clean')) await target.clean(null, planned);
      await target.setUp([table], []);
      if (further.includes('write')) for (const group of groups(days(0, 6), planned)) await target.write(work(group));
      await target.finish();
      return null;
    } catch (error) {
      return error as SeedctlError;
    } finally {
      await target.close();
    }
  }

  const dimension = () =>
    database().look(`SELECT column_name::text, time_interval::text FROM timescaledb_information.dimensions`);

  it('are made of tables of metrics, in chunks of the length that is asked for, and cleaned like tables', async () => {
    expect(await setUp(automatic, 'write')).to.equal(null);
    expect(await dimension()).to.deep.equal([['timestamp', '2 days']]);
    const chunks = await database().look('SELECT chunk_name FROM timescaledb_information.chunks');
    expect(chunks.length).to.be.within(3, 4);
    expect(await database().look('SELECT count(*)::int FROM metrics')).to.deep.equal([[864]]);
    expect(await setUp(automatic, 'clean', 'write')).to.equal(null);
    expect(await database().look('SELECT count(*)::int FROM metrics')).to.deep.equal([[864]]);
  });

  it('are measured with their chunks', async () => {
    await setUp(automatic, 'write');
    const columns = { ...streams()[1].keyColumns, value: 'value' };
    const contents = await readContents(database().options, [{ table: automatic, columns, tally: ['availability'] }]);
    expect(contents.bytes).to.be.greaterThan(100_000);
    expect(contents.tables[0]).to.deep.include({
      records: 864,
      first: days(0, 1).from,
      last: days(6, 7).from - 3_600_000,
    });
    expect(contents.tables[0]!.series).to.have.length(6);
    const polls = contents.tables[0]!.series.find(({ metric }) => metric === 'availability')!;
    expect([...polls.values!]).to.deep.equal([
      [0, 36],
      [50, 36],
      [100, 72],
    ]);
  });

  it('are counted in a period alone, too', async () => {
    await setUp(automatic, 'write');
    const columns = { ...streams()[1].keyColumns, value: 'value' };
    const query = { table: automatic, columns, tally: ['availability'] };
    const { tables } = await readContents(database().options, [{ ...query, period: days(2, 3) }]);
    const hour = 3_600_000;
    expect(tables[0]).to.deep.include({ records: 144, first: days(2, 3).from, last: days(2, 3).to - hour });
  });

  it('are not made where nothing asks for them, nor of a table that is there', async () => {
    expect(await setUp(metricsTable)).to.equal(null);
    expect(await setUp(automatic)).to.equal(null);
    expect(await dimension()).to.deep.equal([]);
    const error = await setUp(demanded);
    expect(error).to.include({ exit: 8, code: 'no-hypertable', place: 'metrics' });
    await database().look(error!.next!);
    expect(await setUp(demanded)).to.equal(null);
    expect(await dimension()).to.deep.equal([['timestamp', '2 days']]);
  });

  it('whose key lacks the time are refused before the first row', async () => {
    const key = ['asset_id', 'metric_name'];
    const error = await setUp({ ...demanded, key });
    expect(error).to.include({ exit: 8, code: 'no-hypertable' });
    expect(error?.next).to.contain('add timestamp to `key:`');
    expect(await database().look(`SELECT count(*)::int FROM pg_tables WHERE tablename = 'metrics'`)).to.deep.equal([
      [0],
    ]);
    expect(await setUp({ ...automatic, key })).to.equal(null);
    expect(await dimension()).to.deep.equal([]);
  });
});
