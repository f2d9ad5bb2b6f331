import { expect } from 'chai';
import { yard } from '../../commands/barn.ts';
import { useDatabase } from '../../sinks/postgres/database.ts';
import { ndjson, Reading, row, rows, scenario } from '../files/fixture.ts';

/** Of seven wearers and six metrics: a hundred minutes of each. */
const MANY = 4200;
const MINUTE = 42;

describe('stretches of records that were read', function () {
  this.timeout(600_000);
  const database = useDatabase('timescale');
  const home = yard();
  const at = new Reading(home);
  beforeEach(() => {
    at.put('read.yaml', scenario());
  });

  const number = async (sql: string): Promise<number> => Number((await database().look(sql))[0]![0]);
  const spans = () => number('SELECT coalesce(sum(records), 0) FROM seedctl.spans');
  const keys = () => number('SELECT count(*) FROM seedctl.keys');
  const table = () => number('SELECT count(*) FROM raw_data');
  const foreign = (minute: number): string => {
    const { user_id, metric } = row(0);
    return `INSERT INTO raw_data VALUES ('${user_id}', '${metric}', timestamptz '2024-01-01Z' + interval '${minute} minutes', -1)`;
  };
  const load = (...args: readonly string[]) => at.told(0, '--to', database().url, ...args);

  it('take the place of keys where nothing else lies in them, and are cleaned by them', async () => {
    at.put('data/a.ndjson', ndjson(rows(MANY)));
    at.put('data/b.ndjson', ndjson(rows(MANY, MANY)));
    expect(await load()).to.include({ written: 2 * MANY });
    expect(await spans()).to.equal(2 * MANY);
    expect(await keys()).to.equal(0);
    await database().look(foreign(-1), foreign(1000));
    await database().look(
      'DELETE FROM raw_data WHERE timestamp = (SELECT max(timestamp) FROM raw_data WHERE value > 0)',
    );
    expect(await load('--clean', '--yes')).to.include({ written: 2 * MANY });
    expect(await table()).to.equal(2 * MANY + 2);
    expect(await spans()).to.equal(2 * MANY);
  });

  it('are written in the order of the key, in whatever order they were read', async () => {
    await database().look(
      `CREATE TABLE raw_data (user_id text, metric text, timestamp timestamptz, value float8, place bigserial,
         PRIMARY KEY (user_id, metric, timestamp))`,
    );
    at.put('data/a.ndjson', ndjson(rows(MANY)));
    await load();
    const backwards = `SELECT count(*) FROM raw_data AS a JOIN raw_data AS b ON b.place = a.place + 1
      WHERE (b.user_id || b.metric) COLLATE "C" < (a.user_id || a.metric) COLLATE "C"`;
    expect([await table(), await number(backwards)]).to.deep.equal([MANY, 0]);
  });

  it('keep what lies between the records of another file apart by its keys', async () => {
    const all = rows(2 * MANY);
    const odd = (one: number) => Math.floor(one / MINUTE) % 2 === 1;
    at.put('data/a.ndjson', ndjson(all.filter((_, i) => !odd(i))));
    expect(await load()).to.include({ written: MANY });
    at.put('data/b.ndjson', ndjson(all.filter((_, i) => odd(i))));
    expect(await load()).to.include({ written: MANY, present: MANY });
    expect([await spans(), await keys()]).to.deep.equal([MANY, MANY]);
    expect(await load('--clean', '--yes')).to.include({ written: 2 * MANY });
    expect(await table()).to.equal(2 * MANY);
  });

  it('do not begin where another one has not ended, though no row lies there', async () => {
    const all = rows(3 * MANY);
    const hollow = all.filter((_, i) => i < MANY || i >= 2 * MANY);
    at.put('data/a.ndjson', ndjson(hollow));
    expect(await load()).to.include({ written: 2 * MANY });
    at.put('data/b.ndjson', ndjson(all.slice(MANY, 2 * MANY)));
    expect(await load()).to.include({ written: MANY });
    expect([await spans(), await keys()]).to.deep.equal([2 * MANY, MANY]);
    expect(await load('--clean', '--yes')).to.include({ written: 3 * MANY });
  });

  it('are none where no record is good', async () => {
    at.put('data/a.ndjson', 'none\n');
    expect(await at.told(7, '--to', database().url)).to.include({ written: 0, rejected: 1 });
    at.put('data/a.ndjson', ndjson(rows(MANY)));
    expect(await load()).to.include({ written: MANY });
    expect(await spans()).to.equal(MANY);
  });

  it('with rows of others between theirs are not cleaned', async () => {
    at.put('data/a.ndjson', ndjson(rows(MANY)));
    await load();
    await database().look(foreign(1.5));
    const { code, message } = await at.failed(4, '--to', database().url, '--clean', '--yes');
    expect(code).to.equal('unvouched-row');
    expect(message).to.include(row(0).user_id);
    expect(await table()).to.equal(MANY + 1);
  });

  it('lie beside the keys of a ledger that knew none', async () => {
    at.put('data/a.ndjson', ndjson(rows(MINUTE)));
    await load();
    expect(await keys()).to.equal(MINUTE);
    await database().look('DROP TABLE seedctl.spans', 'UPDATE seedctl.about SET version = 1');
    at.put('data/b.ndjson', ndjson(rows(MANY, MINUTE)));
    expect(await load()).to.include({ written: MANY, present: MINUTE });
    expect([await spans(), await keys()]).to.deep.equal([MANY, MINUTE]);
    expect(await load('--clean', '--yes')).to.include({ written: MANY + MINUTE });
    expect(await table()).to.equal(MANY + MINUTE);
  });

  it('that two scenarios write into one table are those of each', async () => {
    at.put('data/a.ndjson', ndjson(rows(MANY)));
    await load();
    at.put('read.yaml', scenario().replace('name: read', 'name: other'));
    at.put('data/a.ndjson', ndjson(rows(MANY, MANY)));
    await load();
    expect([await spans(), await keys()]).to.deep.equal([2 * MANY, 0]);
    at.put('data/a.ndjson', ndjson(rows(MINUTE, MANY)));
    expect(await load('--clean', '--yes')).to.include({ written: MINUTE });
    expect(await table()).to.equal(MANY + MINUTE);
  });
});
