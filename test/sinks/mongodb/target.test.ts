import { expect } from 'chai';
import { Double } from 'mongodb';
import type { PlannedStream } from '../../../src/model/plan.ts';
import type { Range } from '../../../src/model/units.ts';
import { connect } from '../../../src/sinks/mongodb/connection.ts';
import { leaseStore } from '../../../src/sinks/mongodb/lease-store.ts';
import { createLedger, createLedgerWriter, ledgerOf } from '../../../src/sinks/mongodb/ledger.ts';
import { openMongoDB, type OpenSettings } from '../../../src/sinks/mongodb/target.ts';
import { Lease } from '../../../src/sinks/lease.ts';
import type { SinkContext, Target } from '../../../src/sinks/sink.ts';
import { context, days, groups, START, streams, work, type WorkOptions } from '../sample.ts';
import { failureOf } from '../../support/failure.ts';
import { useDatabase } from './database.ts';
import { optionsOf } from './options.ts';

describe('a MongoDB target', function () {
  this.timeout(60_000);
  const database = useDatabase();

  const open = (more: Partial<SinkContext> = {}, settings: OpenSettings = {}): Promise<Target> =>
    openMongoDB(optionsOf({ url: database().uri }), context(more), settings);

  async function using<T>(
    use: (target: Target) => Promise<T>,
    more: Partial<SinkContext> = {},
    settings: OpenSettings = {},
  ): Promise<T> {
    const target = await open(more, settings);
    try {
      return await use(target);
    } finally {
      await target.close();
    }
  }

  /** What a run does: the groups of a range, whatever the ledger says. */
  const fill = (
    range: Range = days(0, 2),
    options: WorkOptions = {},
    of: readonly PlannedStream[] = streams(),
    more: Partial<SinkContext> = {},
    settings: OpenSettings = {},
  ) =>
    using(
      async (target) => {
        await target.ledger(of);
        await target.setUp([...new Set(of.map(({ table }) => table))], []);
        const receipts = [];
        for (const group of groups(range, of)) receipts.push(await target.write(work(group, options)));
        await target.finish();
        return receipts;
      },
      more,
      settings,
    );

  const counts = async () => ({
    assets: await database().db.collection('assets').countDocuments(),
    metrics: await database().db.collection('metrics').countDocuments(),
    incidents: await database().db.collection('incidents').countDocuments(),
  });

  it('has documents in the shape of the records, of the types that they are', async () => {
    await fill();
    const metrics = database().db.collection('metrics');
    const raw = { promoteValues: false } as const;
    const value = await metrics.findOne({ asset_id: 'vm-1', metric_name: 'cpu_usage' }, { ...raw, sort: { _id: 1 } });
    expect(value).to.have.all.keys('_id', 'asset_id', 'metric_name', 'timestamp', 'value', 'unit', 'tags');
    expect(value).to.deep.include({
      timestamp: new Date(START),
      value: new Double(0.4),
      unit: '%',
      tags: { site: 'x' },
    });
    const poll = await metrics.findOne({ asset_id: 'vm-1', metric_name: 'availability' }, { ...raw, sort: { _id: 1 } });
    expect(poll).to.have.all.keys('_id', 'asset_id', 'metric_name', 'timestamp', 'value', 'tags');
    expect(poll!['value']).to.deep.equal(new Double(100));
    const incidents = await database().db.collection('incidents').find().toArray();
    expect(incidents.filter(({ end }) => end === null)).to.have.length(3);
    expect(incidents[0]).to.have.all.keys('_id', 'incident_id', 'asset_id', 'planned', 'start', 'end');
    expect(incidents[0]!['start']).to.be.instanceOf(Date);
    expect(incidents[0]!['planned']).to.be.a('boolean');
    expect(await database().db.collection('assets').findOne({ asset_id: 'vm-2' })).to.deep.include({
      asset_type: 'vm',
      data: { note: 'a "quoted" word' },
    });
    expect(await counts()).to.deep.equal({ assets: 3, metrics: 288, incidents: 6 });
  });

  it('keeps the values of a series together and in the order of time', async () => {
    await fill();
    const all = await database().db.collection('metrics').find().sort({ _id: 1 }).toArray();
    const names = all.map(({ asset_id: asset, metric_name: metric }) => `${asset} ${metric}`);
    expect(names.filter((name, i) => name !== names[i - 1])).to.have.length(6);
    for (const [i, { timestamp }] of all.entries()) {
      if (names[i] === names[i - 1]) expect(timestamp).to.be.greaterThan(all[i - 1]!['timestamp'] as Date);
    }
  });

  describe('a second write', () => {
    for (const [way, settings] of [
      ['by document sequences', {}],
      ['by documents', { probe: () => Promise.resolve(null) }],
    ] as const) {
      it(`changes nothing, ${way}`, async () => {
        await fill(days(0, 2), {}, streams(), {}, settings);
        const before = await everything();
        const receipts = await fill(days(0, 2), {}, streams(), { batchSize: 7 }, settings);
        expect(receipts.map((receipt) => receipt?.present)).to.deep.equal([3, 288, 6]);
        expect(await everything()).to.deep.equal(before);
      });

      it(`of a longer range adds what is missing, ${way}`, async () => {
        await fill(days(0, 2), {}, streams(), {}, settings);
        const receipts = await fill(days(1, 4), {}, [streams()[1]], {}, settings);
        expect(receipts.map((receipt) => receipt?.present)).to.deep.equal([144]);
        expect(await counts()).to.include({ metrics: 4 * 144 });
      });

      it(`of other values is refused, ${way}`, async () => {
        await fill(days(0, 2), {}, streams(), {}, settings);
        const before = await everything();
        const error = await failureOf(fill(days(0, 2), { shift: 1 }, [streams()[1]], {}, settings));
        expect(error).to.include({ exit: 4, code: 'unvouched-row' });
        expect(await everything()).to.deep.equal(before);
      });
    }

    it('is the same whatever made the documents', async () => {
      await fill();
      const before = await everything();
      await using((target) => target.clean(null, streams()));
      expect(await counts()).to.deep.equal({ assets: 0, metrics: 0, incidents: 0 });
      await fill(days(0, 2), {}, streams(), { batchSize: 5 }, { probe: () => Promise.resolve(null) });
      expect(await everything()).to.deep.equal(before);
    });

    it('lets stand what somebody has added to a document', async () => {
      await fill();
      await database()
        .db.collection('metrics')
        .updateMany({ asset_id: 'vm-1' }, { $set: { seen: true } });
      const [, metrics] = await fill();
      expect(metrics?.present).to.equal(288);
    });
  });

  /** Documents with their `_id`s, in order. */
  const everything = () =>
    Promise.all(
      ['assets', 'metrics', 'incidents'].map((name) =>
        database().db.collection(name).find().sort({ _id: 1 }).toArray(),
      ),
    );

  describe('the ledger', () => {
    it('says what is there, by scenario, and never what was begun', async () => {
      await fill(days(0, 3));
      await fill(days(3, 5), {}, [streams()[1]]);
      const failure = new Error('in the middle');
      const broken = await fill(days(5, 6), { failure }, [streams()[1]]).catch((error: unknown) => error);
      expect(broken).to.equal(failure);
      const entries = await using((target) => target.ledger());
      expect(entries.map(({ stream, records }) => [stream, records])).to.deep.equal([
        ['assets', 3],
        ['metrics', 432],
        ['incidents', 9],
        ['metrics', 288],
      ]);
      expect(entries[1]).to.deep.include({
        scenario: 'sample',
        table: 'metrics',
        seed: 42,
        engine: 1,
        range: days(0, 3),
        series: streams()[1].series.map(({ id, digest }) => ({ id, digest })),
        fingerprint: '00000000000001b0',
      });
      expect(await using((target) => target.ledger(), { scenario: 'other' })).to.deep.equal([]);
      expect(await using((target) => target.ledger(), { readOnly: true })).to.have.length(4);
    });

    it('of a later version is refused', async () => {
      await fill(days(0, 1));
      await database()
        .db.collection<{ _id: string }>('seedctl_about')
        .updateOne({ _id: 'ledger' }, { $set: { version: 2 } });
      expect(await failureOf(using((target) => target.ledger()))).to.include({ exit: 4, code: 'other-ledger' });
    });

    it('that was lost is made again, from documents that are there', async () => {
      await fill();
      const before = await everything();
      for (const name of ['seedctl_groups', 'seedctl_series', 'seedctl_keys'])
        await database().db.collection(name).drop();
      const receipts = await fill();
      expect(receipts.map((receipt) => receipt?.present)).to.deep.equal([3, 288, 6]);
      expect(await everything()).to.deep.equal(before);
      expect(await using((target) => target.ledger())).to.have.length(3);
    });
  });

  describe('what a run left that ended in the middle', () => {
    const failure = new Error('in the middle');
    const half = (of: PlannedStream, options: WorkOptions = {}) =>
      fill(days(0, 2), { ...options, failure }, [of], { batchSize: 10 }).catch((error: unknown) => {
        expect(error).to.equal(failure);
      });

    it('is taken over where the values are the same', async () => {
      await half(streams()[1]);
      expect((await counts()).metrics).to.be.within(1, 287);
      const [receipt] = await fill(days(0, 2), {}, [streams()[1]]);
      expect(receipt?.present).to.be.within(1, 287);
      expect(await counts()).to.include({ metrics: 288 });
    });

    it('goes first where others are to come', async () => {
      await half(streams('a'.repeat(32))[1]);
      const [receipt] = await fill(days(0, 2), { shift: 5 }, [streams('b'.repeat(32))[1]]);
      expect(receipt?.present).to.equal(0);
      const values = await database().db.collection('metrics').distinct('value', { metric_name: 'cpu_usage' });
      expect(Math.min(...(values as number[]))).to.be.greaterThan(5);
      expect(await counts()).to.include({ metrics: 288 });
      expect(await using((target) => target.ledger())).to.have.length(1);
    });

    it('stays where another scenario vouches for it', async () => {
      await fill(days(0, 1), {}, [streams('a'.repeat(32))[1]], { scenario: 'other' });
      await half(streams('a'.repeat(32))[1]);
      const error = await failureOf(fill(days(0, 2), { shift: 5 }, [streams('b'.repeat(32))[1]]));
      expect(error).to.include({ exit: 4, code: 'unvouched-row' });
      expect(
        await database()
          .db.collection('metrics')
          .countDocuments({ timestamp: { $lt: new Date(days(0, 1).to) } }),
      ).to.equal(144);
    });
  });

  describe('one run at a time', () => {
    it('holds the scenario: the other learns who has it; another scenario goes on', async () => {
      const target = await open();
      const error = await failureOf(open());
      expect(error).to.include({ exit: 5, code: 'locked' });
      expect(error.message).to.contain(`process ${process.pid} on `);
      await (await open({ scenario: 'other' })).close();
      await target.close();
      await (await open()).close();
    });

    it('twenty at once: one has it', async () => {
      const all = await Promise.allSettled(Array.from({ length: 20 }, () => open()));
      const held = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      for (const one of all) if (one.status === 'rejected') expect(one.reason).to.include({ exit: 5 });
      expect(held).to.have.length(1);
      await held[0]!.close();
    });

    /** Another run takes over from one that slept past its lease, as it would from another machine. */
    const takeOver = () =>
      database()
        .db.collection('seedctl_leases')
        .updateOne({}, { $set: { 'holder.host': 'elsewhere' } });
    const asleep = { lease: { beat: 3_600_000, ttl: 1 } };

    it('writes nothing once another has taken over', async () => {
      const slept = await open({}, asleep);
      await slept.ledger([streams()[1]]);
      await slept.setUp([streams()[1].table], []);
      await takeOver();
      await fill(days(0, 1), {}, [streams()[1]]);
      const error = await failureOf(Promise.resolve(slept.write(work(groups(days(1, 2), [streams()[1]])[0]!))));
      expect(error).to.include({ exit: 5, code: 'lock-lost' });
      await slept.close();
      expect(await counts()).to.include({ metrics: 144 });
      expect(await using((target) => target.ledger())).to.have.length(1);
    });

    it('finishes no group once another has taken over', async () => {
      const options = optionsOf({ url: database().uri });
      const connection = await connect(options, {
        workers: 1,
        signal: new AbortController().signal,
        log: context().log,
      });
      const ledger = ledgerOf(connection);
      await createLedger(ledger, false);
      const [group] = groups(days(0, 1), [streams()[1]]);
      const lease = await Lease.take(leaseStore(connection, 'sample'), 'here', asleep.lease);
      const writer = createLedgerWriter(ledger, connection, context(), lease);
      const entry = await writer.begin(group!, null);
      await takeOver();
      await fill(days(1, 2), {}, [streams()[1]]);
      expect(await writer.finish(entry, { records: 144, fingerprint: '0'.repeat(16), rejected: 0 })).to.equal(false);
      await fill(days(0, 1), {}, [streams()[1]]);
      expect(await failureOf(writer.begin(group!, null))).to.include({ exit: 5, code: 'lock-lost' });
      await lease.release();
      await connection.close();
      expect(await using((target) => target.ledger())).to.have.length(2);
    });
  });

  it('refuses names that MongoDB cannot hold, before anything is written', async () => {
    const [, metrics] = streams();
    const [first, ...rest] = metrics.table.columns;
    for (const [name, column] of [
      ['system.users', 'a'],
      ['metrics', '$a'],
      ['metrics', 'a.b'],
      ['metrics', 'a\0b'],
      ['metrics', '_id'],
      ['seedctl_groups', 'a'],
    ] as const) {
      const table = { ...metrics.table, name, columns: [{ ...first!, name: column }, ...rest] };
      expect(await failureOf(using((target) => target.setUp([table], [])))).to.include({
        exit: 3,
        code: 'unsafe-name',
      });
    }
    for (const name of ['admin', 'local', 'config', 'Admin']) {
      const url = database().uri.replace(/\/[^/?]*(?=\?|$)/, `/${name}`);
      const error = await failureOf(openMongoDB(optionsOf({ url }), context()));
      expect(error).to.include({ exit: 3, code: 'reserved-database' });
    }
    const collections = await database().db.listCollections().toArray();
    expect(collections.map(({ name }) => name)).to.have.members(['seedctl_leases']);
  });

  it('refuses records without their time: nothing would tell them apart', async () => {
    const [, metrics] = streams();
    const timeless = { ...metrics, keyColumns: { ...metrics.keyColumns, time: null } };
    expect(await failureOf(fill(days(0, 1), {}, [timeless]))).to.include({ exit: 3, code: 'unsafe-name' });
  });

  it('makes the indexes that are asked for, once, whatever they are called', async () => {
    const keys = async () =>
      (await database().db.collection('metrics').indexes()).map(({ key }) => Object.keys(key as object));
    await database().db.collection('metrics').createIndex({ timestamp: 1 }, { name: 'mine' }, undefined);
    await fill();
    expect(await keys()).to.deep.equal([['_id'], ['timestamp']]);
    await fill();
    expect(await keys()).to.deep.equal([['_id'], ['timestamp']]);
  });

  it('refuses time series where the server makes plain collections of them, and leaves nothing', async function () {
    const made = await database().db.createCollection('probe', { timeseries: { timeField: 't' } });
    const [{ options } = { options: {} }] = (await database().db.listCollections({ name: 'probe' }).toArray()) as {
      options?: object;
    }[];
    if ('timeseries' in (options ?? {})) this.skip();
    await made.drop();
    const target = await openMongoDB(optionsOf({ url: database().uri, time_series: true }), context());
    const [, metrics] = streams();
    await target.ledger([metrics]);
    expect(await failureOf(target.setUp([metrics.table], []))).to.include({ exit: 8, code: 'not-kept' });
    await target.close();
    expect(await database().db.listCollections({ name: 'metrics' }).toArray()).to.deep.equal([]);
  });

  it('has no validator on a time series', async () => {
    const target = await openMongoDB(optionsOf({ url: database().uri, time_series: true }), context());
    const [, metrics] = streams();
    await target.ledger([metrics]);
    const table = { ...metrics.table, validator: { required: ['value'] } };
    expect(await failureOf(target.setUp([table], []))).to.include({ exit: 3, code: 'time-series-validator' });
    await target.close();
  });

  it('asks the driver for its internals, and goes on without them', async () => {
    const { probeSequence } = await import('../../../src/sinks/mongodb/sequence.ts');
    const { db } = database();
    expect(await probeSequence(db)).to.be.a('function');
    class Deaf {
      toBin = () => Buffer.alloc(0);
    }
    for (const load of [() => ({}), () => ({ DocumentSequence: Deaf }), () => ({ DocumentSequence: null })]) {
      expect(await probeSequence(db, load)).to.equal(null);
    }
    const missing = () => {
      throw new Error('Cannot find module');
    };
    expect(await probeSequence(db, missing)).to.equal(null);
    expect(await db.collection('seedctl_leases').countDocuments()).to.equal(0);
    const { directOptions } = await import('../../../src/sinks/mongodb/direct.ts');
    expect(directOptions()).to.have.key('connectionType');
    for (const load of [() => ({}), () => ({ Connection: Deaf }), missing])
      expect(directOptions(load)).to.deep.equal({});
  });
});
