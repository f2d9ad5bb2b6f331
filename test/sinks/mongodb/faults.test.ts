import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import type { Batch, Column } from '../../../src/model/table.ts';
import { openMongoDB, type OpenSettings } from '../../../src/sinks/mongodb/target.ts';
import type { MongoDBOptions } from '../../../src/sinks/mongodb/options.ts';
import type { GroupWork, SinkContext, Target } from '../../../src/sinks/sink.ts';
import { useFerret } from '../../servers/own.ts';
import { type Proxy, startProxy } from '../../servers/proxy.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, streams, work } from '../sample.ts';
import { failureOf } from '../../support/failure.ts';
import { optionsOf } from './options.ts';

const all = [assetsTable, metricsTable, incidentsTable];

describe('faults between seedctl and MongoDB', function () {
  this.timeout(300_000);
  const servers = useFerret();
  let proxy: Proxy;
  let client: MongoClient;
  let name: string;
  let made = 0;
  beforeEach(async () => {
    name = `faults_${++made}`;
    proxy = await startProxy(servers().ferret.port);
    client = new MongoClient(servers().ferret.uri(name));
  });
  afterEach(async () => {
    await client.close();
    await proxy.close();
  });

  /** Through the proxy; `silence`: how long a server may say nothing. */
  const open = (more: Partial<SinkContext> = {}, settings: OpenSettings = {}, silence = 2000): Promise<Target> => {
    const deadlines = `&socketTimeoutMS=${silence}&serverSelectionTimeoutMS=2000&connectTimeoutMS=2000`;
    const url = proxy.through(servers().ferret.uri(name)) + deadlines;
    return openMongoDB(optionsOf({ url }), context(more), { giveUpAfter: 4000, ...settings });
  };

  async function fill(
    target: Target,
    from = 0,
    to = 6,
    act: (day: number) => unknown = () => undefined,
  ): Promise<void> {
    await target.ledger(streams());
    await target.setUp(all, []);
    for (let day = from; day < to; day++) {
      await act(day);
      for (const group of groups(days(day, day + 1), streams().slice(day === 0 ? 0 : 1)))
        await target.write(work(group));
    }
    await target.finish();
  }

  /** The same, with so many characters beside every value. */
  const wide = (group: GroupWork, characters: number): GroupWork => ({
    ...group,
    *batches() {
      const unit: Column = { kind: 'constant', value: 'x'.repeat(characters) };
      for (const batch of group.batches()) {
        const columns = batch.columns.map((column, i) => (batch.table.columns[i]!.name === 'unit' ? unit : column));
        yield { ...batch, columns };
      }
    },
  });

  async function expectWhole(): Promise<void> {
    const counts = await Promise.all(all.map((table) => client.db().collection(table.name).countDocuments()));
    expect(counts).to.deep.equal([3, 864, 18]);
    const held = await client.db().collection('seedctl_groups').find({ state: 'done' }).toArray();
    expect(held).to.have.length(13);
    expect(held.reduce((sum, { records }) => sum + (records as number), 0)).to.equal(885);
  }

  it('connections that are cut while they are used, or refused for a while, are opened again', async () => {
    const target = await open({ batchSize: 30 });
    await fill(target, 0, 6, (day) => {
      // On the way there, or on the way back: the server has it all then.
      proxy.when(day % 2 === 0 ? 'up' : 'down', day % 2 === 0 ? 'metric_name' : 'ok', () => {
        proxy.cut({ refuse: true });
        setTimeout(() => proxy.heal(), 200);
      });
    });
    await target.close();
    await expectWhole();
  });

  it('the answer to a message is lost: what it brought is counted once, as written', async () => {
    const target = await open({ batchSize: 1000 });
    await target.ledger(streams());
    await target.setUp(all, []);
    proxy.when('up', 'documents', () => {
      proxy.when('down', 'ok', () => proxy.cut());
    });
    const receipt = await target.write(work(groups(days(0, 1), [streams()[1]])[0]!));
    expect(receipt).to.deep.equal({ present: 0, rejected: 0, rejections: [] });
    await target.close();
    expect(await client.db().collection('metrics').countDocuments()).to.equal(144);
  });

  it('a server that is killed and comes back is waited for', async () => {
    const target = await open({}, { giveUpAfter: 60_000 });
    await fill(target, 0, 6, async (day) => {
      if (day !== 2) return;
      await servers().ferret.stop('SIGKILL');
      void servers().ferret.start();
    });
    await target.close();
    await expectWhole();
  });

  it('a database behind the server that restarts is waited for', async () => {
    const target = await open({}, { giveUpAfter: 60_000 });
    await fill(target, 0, 6, async (day) => {
      if (day !== 3) return;
      await servers().cluster.stop('SIGQUIT');
      void servers().cluster.start();
    });
    await target.close();
    await expectWhole();
  });

  it('a network that swallows everything ends in exit 6, and the same command goes on', async () => {
    const target = await open();
    await fill(target, 0, 3);
    proxy.blackhole();
    const error = await failureOf(Promise.resolve(target.write(work(groups(days(3, 4))[1]!))));
    expect(error).to.include({ exit: 6, code: 'unreachable' });
    proxy.heal();
    await target.close();
    const again = await open();
    await fill(again, 3);
    await again.close();
    await expectWhole();
  });

  it('a server that stops taking in the midst of a message is given up', async () => {
    const target = await open();
    await fill(target, 0, 1);
    proxy.when('up', 'metric_name', () => {
      proxy.blackhole();
    });
    // More than sockets hold on their own.
    const large = wide(work(groups(days(1, 2), [streams()[1]])[0]!, { step: 20_000 }), 2000);
    expect(await failureOf(Promise.resolve(target.write(large)))).to.include({ exit: 6, code: 'unreachable' });
    proxy.heal();
    await target.close();
    const again = await open();
    await again.write(large);
    await again.close();
    expect(await client.db().collection('metrics').countDocuments()).to.equal(144 + 6 * 4320);
  });

  it('an interruption does not wait for a server that is silent', async () => {
    const interruption = new AbortController();
    const target = await open({ signal: interruption.signal }, { giveUpAfter: 600_000 }, 600_000);
    await fill(target, 0, 1);
    proxy.blackhole();
    const writing = failureOf(Promise.resolve(target.write(work(groups(days(1, 2))[1]!))));
    setTimeout(() => {
      interruption.abort();
    }, 300);
    expect(await writing).to.include({ exit: 130, code: 'interrupted' });
    proxy.cut();
    proxy.heal();
    await target.close();
  });

  it('a slow server is waited for, and takes no memory', async () => {
    const target = await open({}, {}, 60_000);
    await target.ledger(streams());
    await target.setUp(all, []);
    const before = process.memoryUsage().arrayBuffers;
    let highest = 0;
    function* watched(batches: Iterable<Batch>) {
      for (const batch of batches) {
        yield batch;
        highest = Math.max(highest, process.memoryUsage().arrayBuffers);
      }
    }
    proxy.throttle(3_000_000, 'up');
    const slow = work(groups(days(0, 1), [streams()[1]])[0]!, { step: 2000 });
    await target.write({ ...slow, batches: () => watched(slow.batches()) });
    await target.close();
    expect(await client.db().collection('metrics').countDocuments()).to.equal(6 * 43_200);
    expect(highest - before).to.be.lessThan(64_000_000);
  });

  it('nobody there and a wrong password: each says so, and no password is told', async () => {
    const { uri } = servers().ferret;
    const at = (url: string, more: Partial<MongoDBOptions> = {}) =>
      failureOf(openMongoDB(optionsOf({ url, ...more }), context(), { giveUpAfter: 500 }));
    const nobody = await at('mongodb://someone:sesame-open@127.0.0.1:1/pmi?serverSelectionTimeoutMS=500');
    expect(nobody).to.include({ exit: 6, code: 'unreachable' });
    const wrong = await at(uri(name).replace(/:[^:@/]+@/, ':sesame-open@'));
    expect(wrong).to.include({ exit: 8, code: 'not-let-in' });
    for (const error of [nobody, wrong]) {
      expect(JSON.stringify([error, error.stack, (error.cause as Error).stack])).not.to.contain('sesame-open');
      expect(error.next).to.be.a('string');
    }
  });

  it('a certificate that nobody knows is not accepted, unless it is asked for', async () => {
    const { tls } = servers().ferret;
    const quick = '&serverSelectionTimeoutMS=2000';
    const at = (more: Partial<MongoDBOptions>) => openMongoDB(optionsOf(more), context(), { giveUpAfter: 500 });
    const url = tls.uri(name) + quick;
    expect(await failureOf(at({ url }))).to.include({ exit: 8, code: 'tls' });
    for (const more of [{ ca_file: tls.ca }, { insecure_tls: true }]) {
      const target = await at({ url, ...more });
      await fill(target, 0, 1);
      await target.close();
    }
    const [, user, password] = /\/\/([^:]+):([^@]+)@/.exec(url)!;
    const written = {
      host: '127.0.0.1',
      port: tls.port,
      database: name,
      username: user!,
      password: decodeURIComponent(password!),
      ssl: true,
    };
    const target = await at({ ...written, ca_file: tls.ca });
    expect(await target.ledger(streams())).to.have.length(3);
    await target.close();
    const plain = `mongodb://${user}:${password}@127.0.0.1:${tls.port}/${name}?authSource=admin${quick}`;
    expect(await failureOf(at({ url: plain }))).to.include({ exit: 6 });
  });
});
