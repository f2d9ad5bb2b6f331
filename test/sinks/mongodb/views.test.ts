import { expect } from 'chai';
import { useBarn } from '../../commands/barn.ts';
import { checked, prepared, runInto } from '../../support/runs.ts';
import { useDatabase } from './database.ts';

describe('what stands in MongoDB where a ready view goes', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const place = useBarn();

  it('is taken away where a run was killed that a server without views gave a collection', async () => {
    const { db, uri } = database();
    await runInto(uri, prepared(place.file));
    const views = async () => (await db.listCollections({ name: /^uptime/ }).toArray()).map(({ type }) => type);
    if ((await views()).length > 0) await db.dropCollection('uptime_by_day');
    await db.createCollection('uptime_by_day');
    await db
      .collection<{ _id: string }>('seedctl_about')
      .updateOne({ _id: 'collection uptime_by_day' }, { $set: { _id: 'collection uptime_by_day' } }, { upsert: true });
    expect((await checked(uri, prepared(place.file))).data.changes.map(({ object }) => object)).to.include(
      'uptime_by_day',
    );
    await runInto(uri, prepared(place.file));
    expect(await views()).to.not.include('collection');
  });

  it('is refused, by check too, and stays where it is somebody else’s', async () => {
    const { db, uri } = database();
    await db.createCollection('uptime_by_day');
    for (const attempt of [() => checked(uri, prepared(place.file)), () => runInto(uri, prepared(place.file))]) {
      const error: unknown = await attempt().catch((e: unknown) => e);
      expect(error).to.include({ exit: 8, code: 'view-taken', place: 'uptime_by_day' });
    }
    expect(await db.listCollections({ name: 'uptime_by_day' }).toArray()).to.have.length(1);
  });
});
