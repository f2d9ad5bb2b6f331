import { expect } from 'chai';
import { yard } from '../../commands/barn.ts';
import { useDatabase } from '../../sinks/postgres/database.ts';
import { asTable, ndjson, Reading, row, rows, scenario } from '../files/fixture.ts';

describe('files into a hypertable', function () {
  this.timeout(600_000);
  const database = useDatabase('timescale');
  const home = yard();
  const at = new Reading(home);
  beforeEach(() => {
    const text = scenario().replace(
      '[user_id, metric, timestamp]}',
      '[user_id, metric, timestamp], hypertable: {time: timestamp, chunk: 7d}}',
    );
    at.put('read.yaml', text);
  });

  const table = async (): Promise<readonly string[]> => {
    const found = await database().look(
      `SELECT user_id, metric, to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS'), value FROM raw_data`,
    );
    return asTable(
      found.map(([user_id, metric, timestamp, value]) => ({
        user_id: String(user_id),
        metric: String(metric),
        timestamp: String(timestamp),
        value: Number(value),
      })),
    );
  };

  it('load once each, beside rows of others; a conflict is told with its line', async () => {
    at.put('data/a.ndjson', ndjson(rows(100)));
    expect(await at.told(0, '--to', database().url)).to.include({ written: 100 });
    expect(await at.told(0, '--to', database().url)).to.include({ written: 0, present: 100 });
    await database().look(
      `INSERT INTO raw_data VALUES ('${row(100).user_id}', '${row(100).metric}', '${row(100).timestamp}Z', ${row(100).value}),
         ('${row(101).user_id}', '${row(101).metric}', '${row(101).timestamp}Z', -5)`,
    );
    at.put('data/a.ndjson', ndjson(rows(200)));
    expect(await at.told(7, '--to', database().url)).to.include({
      records: 200,
      written: 98,
      present: 101,
      rejected: 1,
    });
    expect(at.rejects()).to.have.length(1);
    expect(at.rejects()[0]).to.include({ line: 102, reason: 'the target has its key with other values' });
    expect(await table()).to.deep.equal(asTable(rows(200).map((one, i) => (i === 101 ? { ...one, value: -5 } : one))));
    expect(await database().look('SELECT hypertable_name FROM timescaledb_information.hypertables')).to.deep.equal([
      ['raw_data'],
    ]);
  });
});
