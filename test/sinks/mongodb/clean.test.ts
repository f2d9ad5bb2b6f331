import { expect } from 'chai';
import { ObjectId } from 'mongodb';
import { openMongoDB } from '../../../src/sinks/mongodb/target.ts';
import { context, days, streams } from '../sample.ts';
import { cleaning } from '../cleaning.ts';
import { useDatabase } from './database.ts';
import { optionsOf } from './options.ts';

describe('cleaning MongoDB', function () {
  this.timeout(60_000);
  const database = useDatabase();
  const collection = (name: string) => database().db.collection<{ _id: unknown; [name: string]: unknown }>(name);

  /** All documents but those of the lease, which is taken to look. */
  async function everything(): Promise<object> {
    const names = (await database().db.listCollections().toArray()).map(({ name }) => name).sort();
    const all = names.filter((name) => name !== 'seedctl_leases');
    return Object.fromEntries(
      await Promise.all(
        all.map(async (name) => [name, await collection(name).find().sort({ _id: 1 }).toArray()] as const),
      ),
    );
  }

  const counts = () => Promise.all(['assets', 'metrics', 'incidents'].map((name) => collection(name).countDocuments()));

  const { write, clean, refused, asEverywhere } = cleaning({
    open: (context, production) => openMongoDB(optionsOf({ url: database().uri, production }), context),
    everything,
    counts,
    ledger: () => Promise.all(['seedctl_groups', 'seedctl_keys'].map((name) => collection(name).countDocuments())),
    tables: (of) => [...new Set(of.map(({ table }) => table))],
  });
  asEverywhere();

  it('removes what was written under a definition that is no longer there, and what was begun', async () => {
    await write(days(0, 1), {}, {}, [streams('a'.repeat(32))[1]]);
    const failure = new Error('in the middle');
    await write(days(1, 2), { batchSize: 10 }, { failure }, [streams('a'.repeat(32))[1]]).catch(() => undefined);
    expect((await counts())[1]).to.be.within(145, 287);
    await clean(null, { seed: 7, engine: 2 }, []);
    expect(await counts()).to.deep.equal([0, 0, 0]);
  });

  it('leaves documents of others: other keys, other scenarios, other collections', async () => {
    await write(days(0, 3));
    const elsewhere = streams().map((stream) => ({
      ...stream,
      series: stream.series.map((series) => ({ ...series, asset: `other-${series.asset}`, id: `other-${series.id}` })),
    }));
    await write(days(0, 1), { scenario: 'other' }, {}, elsewhere);
    await collection('metrics').insertOne({ _id: new ObjectId(), asset_id: 'vm-1', metric_name: 'mine', value: 1 });
    await collection('incidents').insertOne({ _id: new ObjectId(), incident_id: 'mine', asset_id: 'vm-1' });
    await collection('orders').insertOne({ _id: new ObjectId(), order: 1 });
    expect(await clean()).to.equal(444);
    expect(await counts()).to.deep.equal([3, 144 + 1, 3 + 1]);
    expect((await collection('assets').distinct('asset_id')).sort()).to.deep.equal([
      "other-svc'3",
      'other-vm-1',
      'other-vm-2',
    ]);
    expect(await collection('orders').countDocuments()).to.equal(1);
  });

  it('leaves what another scenario vouches for as well', async () => {
    const shared = streams().slice(0, 2);
    await write(days(0, 2), {}, {}, shared);
    await write(days(1, 3), { scenario: 'theirs' }, {}, shared);
    expect(await counts()).to.deep.equal([3, 432, 0]);
    expect(await clean()).to.equal(144);
    expect(await counts()).to.deep.equal([3, 288, 0]);
    expect(await clean(null, { scenario: 'theirs' })).to.equal(3 + 288);
    expect(await counts()).to.deep.equal([0, 0, 0]);
  });

  it('that was begun is finished by the next run', async () => {
    await write(days(0, 3));
    await collection('seedctl_groups').updateMany({ stream: 'metrics' }, { $set: { state: 'doomed' } });
    await collection('metrics').deleteMany({ asset_id: 'vm-1' });
    const target = await openMongoDB(optionsOf({ url: database().uri }), context());
    expect((await target.ledger(streams())).map(({ stream }) => stream)).to.deep.equal(['assets', 'incidents']);
    await target.close();
    expect(await counts()).to.deep.equal([3, 0, 9]);
  });

  describe('refuses', () => {
    it('collections with documents and no ledger, also beside others with one', async () => {
      await collection('assets').insertOne({ _id: new ObjectId(), asset_id: 'x' });
      expect(await refused('no-ledger')).to.include({ place: 'assets' });
      expect(await clean(['metrics'])).to.equal(0);
      await write(days(0, 1), {}, {}, [streams()[1]]);
      expect(await refused('no-ledger')).to.include({ place: 'assets' });
    });

    const strangers: readonly [what: string, add: () => Promise<unknown>][] = [
      ['a second document with one of its keys', () => copyOf('metrics')],
      ['a second record of an asset', () => copyOf('assets')],
      ['a second incident with one of its keys', () => copyOf('incidents')],
      [
        'a value of its series outside of its periods',
        () => copyOf('metrics', { timestamp: new Date(days(9, 10).from) }),
      ],
    ];
    async function copyOf(name: string, more: object = {}): Promise<void> {
      const one = await collection(name).findOne();
      await collection(name).insertOne({ ...one, ...more, _id: new ObjectId() });
    }
    for (const [what, add] of strangers) {
      it(what, async () => {
        await write(days(0, 3));
        await add();
        await refused('unvouched-row');
      });
    }

    it('a document of its own form that no ledger vouches for', async () => {
      await write(days(0, 3));
      await write(days(3, 4), {}, {}, [streams()[1]]);
      await collection('seedctl_groups').deleteOne({ from: new Date(days(3, 4).from) });
      expect((await refused('unvouched-row')).message).to.contain('2025-02-04');
    });

    it('the record of an asset that is about to be written and that nobody vouches for', async () => {
      const [assets] = streams();
      await write(days(0, 1), {}, {}, [{ ...assets, series: assets.series.slice(1) }]);
      await collection('assets').insertOne({ _id: new ObjectId(), asset_id: 'vm-1' });
      await refused('unvouched-row');
    });
  });
});
