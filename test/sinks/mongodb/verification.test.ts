import { expect } from 'chai';
import { ObjectId } from 'mongodb';
import type { VerifyData } from '../../../src/run/verify/data.ts';
import { useBarn } from '../../commands/barn.ts';
import { prepared, runInto, verified } from '../../support/runs.ts';
import { useDatabase } from './database.ts';

// Series of 288 records are asked for together, those of 1,440 each alone.
for (const days of ['2', '10'])
  describe(`verify of ${days} days of MongoDB`, function () {
    this.timeout(120_000);
    const database = useDatabase();
    const place = useBarn();
    const plan = () => prepared(place.file, { param: [`days=${days}`] });
    beforeEach(() => runInto(database().uri, plan()));

    const verify = (): Promise<VerifyData> => verified(database().uri, plan());
    const metrics = () => database().db.collection<{ _id: unknown; [name: string]: unknown }>('metrics');
    const one = async () =>
      (
        await metrics()
          .find({ value: { $type: 'double' } })
          .sort({ _id: 1 })
          .skip(100)
          .limit(1)
          .toArray()
      )[0]!;
    const sums = ({ streams }: VerifyData) =>
      streams.reduce(
        (all, { missing, extra, different, unwritten }) => ({
          missing: all.missing + missing + unwritten,
          extra: all.extra + extra,
          different: all.different + different,
        }),
        { missing: 0, extra: 0, different: 0 },
      );

    it('finds nothing where a run has just written', async () => {
      const data = await verify();
      expect(sums(data)).to.deep.equal({ missing: 0, extra: 0, different: 0 });
      expect(data.equal).to.equal(true);
    });

    it('finds a value that is another one, one that is gone, and one that nobody should have written', async () => {
      const { _id: id, value, ...rest } = await one();
      await metrics().updateOne({ _id: id }, { $set: { value: Number(value) + 0.1 } });
      expect(sums(await verify())).to.deep.equal({ missing: 0, extra: 0, different: 1 });
      await metrics().updateOne({ _id: id }, { $set: { value, tags: { of: 'somebody' } } });
      expect(sums(await verify())).to.deep.equal({ missing: 0, extra: 0, different: 1 });
      await metrics().updateOne({ _id: id }, { $set: { ...rest, metric_name: 'other' } });
      expect(sums(await verify()).missing).to.equal(1);
      await metrics().updateOne({ _id: id }, { $set: { ...rest, unit: 'kelvin' } });
      expect(sums(await verify())).to.deep.equal({ missing: 0, extra: 0, different: 1 });
      await metrics().deleteOne({ _id: id });
      expect(sums(await verify())).to.deep.equal({ missing: 1, extra: 0, different: 0 });
      await metrics().insertOne({ _id: id, ...rest, value });
      await metrics().insertOne({ _id: new ObjectId(), ...rest, value });
      expect(sums(await verify())).to.deep.equal({ missing: 0, extra: 1, different: 0 });
    });

    it('finds two values that have changed places', async () => {
      const all = await metrics()
        .find({ metric_name: (await one())['metric_name'] })
        .sort({ _id: 1 })
        .toArray();
      const [a, b] = [
        all[3]!,
        all.find((other) => other['value'] !== all[3]!['value'] && other['asset_id'] === all[3]!['asset_id'])!,
      ];
      await metrics().updateOne({ _id: a._id }, { $set: { value: b['value'] } });
      await metrics().updateOne({ _id: b._id }, { $set: { value: a['value'] } });
      expect(sums(await verify())).to.deep.equal({ missing: 0, extra: 0, different: 2 });
    });

    it('finds other records too', async () => {
      const tables = plan().plan.streams.filter(({ kind }) => kind !== 'metrics');
      expect(tables).not.to.have.length(0);
      for (const { table } of tables) {
        const collection = database().db.collection(table.name);
        const ids = await collection.find({}, { projection: { _id: 1 } }).toArray();
        if (ids.length === 0 || table.name === 'metrics') continue;
        await collection.deleteOne({ _id: ids[0]!._id });
      }
      expect(sums(await verify()).missing).to.be.greaterThan(0);
    });
  });
