import { Double } from 'mongodb';
import { expect } from 'chai';
import { yard } from '../../commands/barn.ts';
import { useDatabase } from '../../sinks/mongodb/database.ts';
import { asTable, ndjson, Reading, row, rows, scenario } from '../files/fixture.ts';

describe('files into a collection', function () {
  this.timeout(600_000);
  const database = useDatabase();
  const home = yard();
  const at = new Reading(home);
  beforeEach(() => {
    at.put('read.yaml', scenario());
  });

  const collection = async (): Promise<readonly string[]> => {
    const found = await database().db.collection('raw_data').find().toArray();
    return asTable(
      found.map(({ user_id, metric, timestamp, value }) => ({
        user_id: String(user_id),
        metric: String(metric),
        timestamp: (timestamp as Date).toISOString().slice(0, 19),
        value: Number(value),
      })),
    );
  };
  const change = (i: number, to: object): Promise<unknown> =>
    database()
      .db.collection('raw_data')
      .updateOne(
        { user_id: row(i).user_id, metric: row(i).metric, timestamp: new Date(`${row(i).timestamp}Z`) },
        { $set: to },
      );

  it('load once each, beside documents of others; a conflict is told with its line, and all else loads', async () => {
    at.put('data/a.ndjson', ndjson(rows(100)));
    expect(await at.told(0, '--to', database().uri)).to.include({ written: 100 });
    expect(await at.told(0, '--to', database().uri)).to.include({ written: 0, present: 100 });
    await change(7, { value: new Double(-5) });
    await change(8, { note: 'somebody else has looked at it' });
    at.put('data/a.ndjson', ndjson([...rows(200), { ...row(150), value: 1 }]));
    expect(await at.told(7, '--to', database().uri)).to.include({
      records: 201,
      written: 100,
      present: 99,
      rejected: 2,
    });
    expect(at.rejects().map(({ line, reason }) => `${line}: ${reason}`)).to.have.members([
      '8: the target has its key with other values',
      '201: it has the key of line 151, and other values',
    ]);
    expect(await collection()).to.deep.equal(
      asTable(rows(200).map((one, i) => (i === 7 ? { ...one, value: -5 } : one))),
    );
    // What conflicts is done with: the same file again is not read.
    expect(await at.told(0, '--to', database().uri)).to.include({ written: 0, rejected: 0 });
  });

  it('are removed with what they added, and with no document that was there before', async () => {
    at.put('data/a.ndjson', ndjson(rows(100)));
    await at.told(0, '--to', database().uri);
    at.put('read.yaml', scenario().replace('name: read', 'name: other'));
    at.put('data/b.ndjson', ndjson(rows(50, 80)));
    await at.told(0, '--to', database().uri);
    const { code, stderr } = await home.call(['clean', 'read.yaml', '--yes', '--to', database().uri]);
    expect(code, stderr).to.equal(0);
    expect(await collection()).to.deep.equal(asTable(rows(100)));
  });
});
