import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ObjectId } from 'mongodb';
import type { Group, PlannedStream } from '../../../src/model/plan.ts';
import type { Range } from '../../../src/model/units.ts';
import type { GroupDocument } from '../../../src/sinks/mongodb/ledger.ts';
import { openMongoDB } from '../../../src/sinks/mongodb/target.ts';
import type { SinkContext, Target } from '../../../src/sinks/sink.ts';
import { type Proxy, startProxy } from '../../servers/proxy.ts';
import { context, days, groups, streams, work, type WorkOptions } from '../sample.ts';
import { failureOf } from '../../support/failure.ts';
import { type TestDatabase, useDatabase } from './database.ts';
import { optionsOf } from './options.ts';
import { otherIds } from './other-ids.ts';

const script = fileURLToPath(new URL('run.ts', import.meta.url));
const [, metrics] = streams();

describe('collections without unique ids, as time-series collections are', function () {
  this.timeout(300_000);
  const database = useDatabase();
  const oracle = useDatabase();
  let proxy: Proxy;
  beforeEach(async () => {
    proxy = await startProxy(Number(new URL(database().uri).port));
  });
  afterEach(() => proxy.close());

  const open = (uri: string, more: Partial<SinkContext> = {}): Promise<Target> =>
    openMongoDB(optionsOf({ url: uri }), context({ batchSize: 20, ...more }), { otherIds, giveUpAfter: 10_000 });

  async function using<T>(uri: string, more: Partial<SinkContext>, use: (target: Target) => Promise<T>): Promise<T> {
    const target = await open(uri, more);
    try {
      return await use(target);
    } finally {
      await target.close();
    }
  }

  const fill = (range: Range, uri = database().uri, options: WorkOptions = {}, more: Partial<SinkContext> = {}) =>
    using(uri, more, async (target) => {
      await target.ledger(streams());
      await target.setUp([metrics.table], []);
      for (const group of groups(range, [metrics])) await target.write(work(group, options));
      await target.finish();
    });

  const clean = (planned: readonly PlannedStream[] = [metrics], more: Partial<SinkContext> = {}) =>
    using(database().uri, more, async (target) => (await target.clean(null, planned)).records);

  const documents = ({ db }: TestDatabase) =>
    db
      .collection('metrics')
      .find({}, { projection: { _id: 0 } })
      .sort({ asset_id: 1, metric_name: 1, timestamp: 1 })
      .toArray();

  async function expectWhole(to: number): Promise<void> {
    await fill(days(0, to), oracle().uri);
    expect(await documents(database())).to.deep.equal(await documents(oracle()));
  }

  it('have ids that follow from nothing', async () => {
    await fill(days(0, 1));
    await fill(days(0, 1), oracle().uri);
    const ids = async ({ db }: TestDatabase) => (await db.collection('metrics').distinct('_id')).map(String);
    expect(await ids(database())).to.not.have.any.members(await ids(oracle()));
    expect(await documents(database())).to.deep.equal(await documents(oracle()));
  });

  for (const [what, way] of [
    ['on its way there', 'up'],
    ['while its answer is on the way back', 'down'],
  ] as const) {
    it(`a message that is cut ${what}: its group is taken back and written anew`, async () => {
      let begun = 0;
      const counted = (group: Group) => {
        const one = work(group);
        return {
          ...one,
          batches: () => {
            begun++;
            // The third page of the group, or the answer to it.
            if (begun === 1) {
              proxy.when('up', "svc'3", () => {
                if (way === 'up') proxy.cut();
                else proxy.when('down', 'ok', () => proxy.cut());
              });
            }
            return one.batches();
          },
        };
      };
      const uri = proxy.through(database().uri);
      await using(uri, {}, async (target) => {
        await target.ledger(streams());
        await target.setUp([metrics.table], []);
        const receipt = await target.write(counted(groups(days(0, 2), [metrics])[0]!));
        expect(receipt).to.deep.equal({ present: 0, rejected: 0, rejections: [] });
      });
      expect(begun).to.be.greaterThan(1);
      await expectWhole(2);
    });
  }

  it('a group that was begun is taken back before anything is written', async () => {
    await fill(days(0, 1));
    const failure = new Error('in the middle');
    expect(await fill(days(1, 2), database().uri, { failure }).catch((error: unknown) => error)).to.equal(failure);
    const left = await database().db.collection('metrics').countDocuments();
    expect(left).to.be.within(145, 287);
    await fill(days(1, 3));
    await expectWhole(3);
    const held = await database().db.collection<GroupDocument>('seedctl_groups').find({}).toArray();
    expect(held.map(({ state, records }) => [state, records])).to.have.deep.members([
      ['done', 144],
      ['done', 288],
    ]);
  });

  it('a run that is killed at any moment, and started again, has what one has that was not', async () => {
    const run = async (uri: string, kill: number | null): Promise<string | null> => {
      const child = spawn(process.execPath, ['--import', 'tsx', script, uri, 'other-ids'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      if (kill !== null) child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), kill));
      const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
      expect([0, null], said).to.include(code);
      return signal;
    };
    for (const kill of [30, 60, 90, 130, 180]) await run(database().uri, kill);
    expect(await run(database().uri, null)).to.equal(null);
    await run(oracle().uri, null);
    expect(await documents(database())).to.have.length(12 * 144);
    expect(await documents(database())).to.deep.equal(await documents(oracle()));
  });

  it('documents of our series that are there already are refused, and stay', async () => {
    await fill(days(0, 1));
    const [one] = await documents(database());
    const mine = { ...one, _id: new ObjectId(), timestamp: new Date(days(1, 2).from) };
    await database().db.collection('metrics').insertOne(mine);
    for (let i = 0; i < 2; i++) {
      expect(await failureOf(fill(days(1, 2)))).to.include({ exit: 4, code: 'unvouched-row' });
      expect(await database().db.collection('metrics').countDocuments()).to.equal(145);
    }
  });

  it('a series of another scenario is refused, and one of a scenario that was cleaned is not', async () => {
    await fill(days(0, 1));
    const other = { scenario: 'other' };
    expect(await failureOf(fill(days(5, 6), database().uri, {}, other))).to.include({ exit: 4, code: 'shared-series' });
    expect(await clean()).to.equal(144);
    await fill(days(5, 6), database().uri, {}, other);
    expect(await database().db.collection('metrics').countDocuments()).to.equal(144);
  });

  describe('clean', () => {
    const add = async (more: object) => {
      const one = await database().db.collection('metrics').findOne({ asset_id: 'vm-1' });
      await database()
        .db.collection('metrics')
        .insertOne({ ...one, ...more, _id: new ObjectId() });
    };

    it('removes what was written and what was begun, and nothing of other series', async () => {
      await fill(days(0, 2));
      const failure = new Error('in the middle');
      await fill(days(2, 3), database().uri, { failure }).catch(() => undefined);
      await add({ metric_name: 'mine' });
      await add({ asset_id: 'mine' });
      expect(await clean()).to.be.greaterThan(2 * 144);
      expect(await database().db.collection('metrics').countDocuments()).to.equal(2);
      expect(await database().db.collection('seedctl_groups').countDocuments()).to.equal(0);
    });

    for (const [where, at] of [
      ['outside of its periods', days(9, 10).from],
      ['inside of them', days(0, 1).from + 1234],
    ] as const) {
      it(`refuses a document of its series ${where}`, async () => {
        await fill(days(0, 2));
        await add({ timestamp: new Date(at) });
        expect(await failureOf(clean())).to.include({ exit: 4, code: 'unvouched-row' });
        expect(await database().db.collection('metrics').countDocuments()).to.equal(2 * 144 + 1);
      });
    }
  });

  it('verify finds no difference, and one that is made', async () => {
    await fill(days(0, 2));
    const differences = () =>
      using(database().uri, { readOnly: true }, async (target) => {
        const verification = await target.verification!([metrics]);
        const group = groups(days(0, 2), [metrics])[0]!;
        const keys = metrics.series.map(({ asset, metric }) => ({ asset, metric }));
        return verification.differentCells({
          stream: metrics,
          keys,
          range: days(0, 2),
          batches: () => work(group).batches(),
        });
      });
    expect(await differences()).to.deep.equal([]);
    await database()
      .db.collection('metrics')
      .deleteOne({ asset_id: 'vm-2', timestamp: new Date(days(1, 2).from) });
    expect(await differences()).to.have.length(1);
  });

  it('refuse records that leave out what tells them apart, and validators, before anything is made', async () => {
    const blind: PlannedStream = { ...metrics, keyColumns: { ...metrics.keyColumns, metric: null } };
    const target = await open(database().uri);
    await target.ledger([blind]);
    expect(await failureOf(target.setUp([metrics.table], []))).to.include({ exit: 3, code: 'time-series-columns' });
    await target.ledger([metrics]);
    const table = { ...metrics.table, validator: { required: ['value'] } };
    expect(await failureOf(target.setUp([table], []))).to.include({ exit: 3, code: 'time-series-validator' });
    await target.close();
    const made = await database().db.listCollections().toArray();
    expect(made.map(({ name }) => name)).to.deep.equal(['seedctl_leases']);
  });
});
