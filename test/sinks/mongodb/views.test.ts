import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { barn } from '../../commands/barn.ts';
import { checked, prepared, runInto } from '../../support/runs.ts';
import { useDatabase } from './database.ts';

describe('what stands in MongoDB where a ready view goes', function () {
  this.timeout(60_000);
  const database = useDatabase();
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedctl-views-'));
    file = join(folder, 'barn.yaml');
    writeFileSync(file, barn);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is taken away where a run was killed that a server without views gave a collection', async () => {
    const { db, uri } = database();
    await runInto(uri, prepared(file));
    const views = async () => (await db.listCollections({ name: /^uptime/ }).toArray()).map(({ type }) => type);
    if ((await views()).length > 0) await db.dropCollection('uptime_by_day');
    await db.createCollection('uptime_by_day');
    await db
      .collection<{ _id: string }>('seedctl_about')
      .updateOne({ _id: 'collection uptime_by_day' }, { $set: { _id: 'collection uptime_by_day' } }, { upsert: true });
    expect((await checked(uri, prepared(file))).data.changes.map(({ object }) => object)).to.include('uptime_by_day');
    await runInto(uri, prepared(file));
    expect(await views()).to.not.include('collection');
  });

  it('is refused, by check too, and stays where it is somebody else’s', async () => {
    const { db, uri } = database();
    await db.createCollection('uptime_by_day');
    for (const attempt of [() => checked(uri, prepared(file)), () => runInto(uri, prepared(file))]) {
      const error: unknown = await attempt().catch((e: unknown) => e);
      expect(error).to.include({ exit: 8, code: 'view-taken', place: 'uptime_by_day' });
    }
    expect(await db.listCollections({ name: 'uptime_by_day' }).toArray()).to.have.length(1);
  });
});
