import { expect } from 'chai';
import type { Batch } from '../../../src/model/table.ts';
import { openPostgres } from '../../../src/sinks/postgres/target.ts';
import type { Target } from '../../../src/sinks/sink.ts';
import { ask } from '../../servers/database.ts';
import { useCluster } from '../../servers/own.ts';
import { startPgBouncer } from '../../servers/pgbouncer.ts';
import { type Proxy, startProxy } from '../../servers/proxy.ts';
import { mountSmallDisk } from '../../servers/small-disk.ts';
import { startStandby } from '../../servers/standby.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, streams, work } from '../sample.ts';
import { failureOf } from '../../support/failure.ts';
import { optionsFor } from './options.ts';

const all = [assetsTable, metricsTable, incidentsTable];

describe('faults between seedctl and PostgreSQL', function () {
  this.timeout(300_000);
  const cluster = useCluster();
  let proxy: Proxy;
  let name: string;
  let made = 0;
  beforeEach(async () => {
    name = `faults_${++made}`;
    await ask(cluster().uri('postgres'), `CREATE DATABASE ${name}`);
    proxy = await startProxy(cluster().port);
  });
  afterEach(() => proxy.close());

  const look = (...sql: readonly string[]) => ask(cluster().uri(name), ...sql);
  const open = (url = proxy.through(cluster().uri(name)), timeout = 2) =>
    openPostgres(optionsFor(url, { timeout }), context());

  async function fill(target: Target, from = 0, to = 6): Promise<void> {
    await target.setUp(all, []);
    for (let day = from; day < to; day++) {
      for (const group of groups(days(day, day + 1), streams().slice(day === 0 ? 0 : 1)))
        await target.write(work(group));
    }
    await target.finish();
  }

  const expectWhole = async () => {
    expect(
      await look(`SELECT (SELECT count(*)::int FROM assets), (SELECT count(*)::int FROM metrics),
        (SELECT count(*)::int FROM incidents), (SELECT count(*)::int FROM seedctl.groups),
        (SELECT sum(records)::int FROM seedctl.groups)`),
    ).to.deep.equal([[3, 864, 18, 13, 885]]);
  };

  it('the reply to COMMIT is lost: the ledger decides, and nothing is written twice', async () => {
    const target = await open();
    await target.setUp(all, []);
    for (let i = 0; i < 3; i++) {
      proxy.when('down', 'COMMIT', () => proxy.cut());
      for (const group of groups(days(2 * i, 2 * i + 1), streams().slice(i === 0 ? 0 : 1)))
        await target.write(work(group));
      // This time the server has never seen it.
      proxy.when('up', 'COMMIT', () => proxy.cut());
      for (const group of groups(days(2 * i + 1, 2 * i + 2), streams().slice(1))) await target.write(work(group));
    }
    await target.close();
    await expectWhole();
  });

  it('connections that are cut, ended by the server, or refused for a while are opened again', async () => {
    const target = await open();
    await target.setUp(all, []);
    for (let day = 0; day < 6; day++) {
      const cut = day % 2 === 0 ? cutAll : endOthers;
      for (const group of groups(days(day, day + 1), streams().slice(day === 0 ? 0 : 1))) {
        const whole = work(group);
        let first = true;
        await target.write({
          ...whole,
          batches: () => {
            if (first) void cut().then(() => setTimeout(() => proxy.heal(), 200));
            first = false;
            return whole.batches();
          },
        });
      }
    }
    await target.close();
    await expectWhole();
  });

  const cutAll = (): Promise<unknown> => {
    proxy.cut({ refuse: true });
    return Promise.resolve();
  };
  const endOthers = (): Promise<unknown> =>
    look(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'seedctl%'`);

  it('a server that is killed and comes back is waited for', async () => {
    const target = await open(undefined, 15);
    await target.setUp(all, []);
    for (let day = 0; day < 6; day++) {
      if (day === 2) {
        await cluster().stop('SIGQUIT');
        await cluster().start();
      }
      for (const group of groups(days(day, day + 1), streams().slice(day === 0 ? 0 : 1)))
        await target.write(work(group));
    }
    await target.close();
    await expectWhole();
  });

  it('a network that swallows everything ends in exit 6, and the same command goes on', async () => {
    const target = await open();
    await fill(target, 0, 3);
    proxy.blackhole();
    const error = await failureOf(target.write(work(groups(days(3, 4))[1]!)));
    expect(error).to.include({ exit: 6, code: 'unreachable' });
    proxy.heal();
    await target.close();
    const again = await open();
    await fill(again, 3);
    await again.close();
    await expectWhole();
  });

  it('a server that works for longer than the silence that is allowed is waited for', async () => {
    const target = await open(undefined, 1);
    await target.setUp(all, []);
    // Writing needs a lock that somebody has for a while.
    const blocker = ask(cluster().uri(name), 'BEGIN; LOCK TABLE metrics; SELECT pg_sleep(4); COMMIT');
    await fill(target);
    await blocker;
    await target.close();
    await expectWhole();
  });

  it('through PgBouncer in transaction mode all is as it is without', async () => {
    const bouncer = await startPgBouncer(cluster());
    try {
      const target = await open(bouncer.uri(name));
      expect(await failureOf(open(bouncer.uri(name)))).to.include({ exit: 5, code: 'locked' });
      await fill(target);
      await target.close();
      await expectWhole();
      const again = await open(bouncer.uri(name));
      expect(await again.clean(null, streams())).to.deep.equal({ records: 885 });
      await fill(again);
      await again.close();
      await expectWhole();
    } finally {
      await bouncer.stop();
    }
  });

  it('a slow server is waited for, and takes no memory', async () => {
    const target = await open();
    await target.setUp(all, []);
    const [, metrics] = groups(days(0, 1));
    const before = process.memoryUsage().arrayBuffers;
    let highest = 0;
    function* watched(batches: Iterable<Batch>) {
      for (const batch of batches) {
        yield batch;
        highest = Math.max(highest, process.memoryUsage().arrayBuffers);
      }
    }
    proxy.throttle(1_500_000, 'up');
    const slow = work(metrics!, { step: 20_000 });
    await target.write({ ...slow, batches: () => watched(slow.batches()) });
    await target.close();
    expect(await look('SELECT count(*)::int FROM metrics')).to.deep.equal([[6 * 4320]]);
    expect(highest - before).to.be.lessThan(16_000_000);
  });

  it('nobody there, a wrong password, no such database, a replica: each says so', async () => {
    const uri = new URL(cluster().uri(name));
    const at = (change: (url: URL) => void) => {
      const url = new URL(uri);
      change(url);
      return failureOf(open(url.href));
    };
    expect(await at((url) => (url.port = '1'))).to.include({ exit: 6, code: 'unreachable' });
    const wrong = await at((url) => (url.password = 'sesame-open'));
    expect(wrong).to.include({ exit: 8, code: 'not-let-in' });
    expect(JSON.stringify(wrong)).not.to.contain('sesame-open');
    expect(await at((url) => (url.pathname = '/nowhere'))).to.include({ exit: 8, code: 'no-database' });
    const standby = await startStandby(cluster());
    try {
      expect(await failureOf(open(standby.uri('postgres')))).to.include({ exit: 8, code: 'read-only-server' });
    } finally {
      await standby.remove();
    }
    await look(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    expect(await failureOf(open())).to.include({ exit: 8, code: 'read-only-server' });
  });

  it('missing rights are found before the first row, with the GRANT that gives them', async () => {
    await look(`CREATE ROLE clerk_${made} LOGIN PASSWORD 'x'`, 'CREATE TABLE metrics (id int)');
    const url = new URL(cluster().uri(name));
    [url.username, url.password] = [`clerk_${made}`, 'x'];
    const error = await failureOf(open(url.href));
    expect(error).to.include({ exit: 8, code: 'missing-privilege' });
    expect(error.next).to.contain(`ON DATABASE "${name}" TO "clerk_${made}";`);
    await look(`GRANT CREATE, TEMPORARY ON DATABASE "${name}" TO "clerk_${made}"`, 'DROP TABLE metrics');
    const noSchema = await failureOf(open(url.href).then(async (target) => fill(target).finally(() => target.close())));
    expect(noSchema).to.include({ exit: 8, code: 'missing-privilege' });
    expect(noSchema.next).to.contain(`GRANT USAGE, CREATE ON SCHEMA "public" TO "clerk_${made}";`);
    await look(`GRANT USAGE, CREATE ON SCHEMA "public" TO "clerk_${made}"`);
    const target = await open(url.href);
    await fill(target);
    await target.close();
    await expectWhole();
  });

  it('a certificate that nobody signed is refused, and which option allows it is said', async () => {
    const url = `${cluster().uri(name)}?sslmode=require`;
    const error = await failureOf(open(url));
    expect(error).to.include({ exit: 8, code: 'tls' });
    expect(error.next).to.match(/tls_insecure|sslmode=disable/);
  });

  it('a full disk takes back the group, and the same command goes on once there is room', async () => {
    const disk = await mountSmallDisk(cluster(), 20);
    try {
      await ask(cluster().uri('postgres'), `CREATE DATABASE small TABLESPACE ${disk.tablespace}`);
      const target = await open(cluster().uri('small'));
      await target.setUp(all, []);
      const [, metrics] = groups(days(0, 1));
      const error = await failureOf(target.write(work(metrics!, { step: 1000 })));
      expect(error).to.include({ exit: 8, code: 'disk-full' });
      await target.close();
      await disk.grow(400);
      const again = await open(cluster().uri('small'));
      await again.setUp(all, []);
      await again.write(work(metrics!, { step: 1000 }));
      expect(await ask(cluster().uri('small'), 'SELECT count(*)::int FROM metrics')).to.deep.equal([[518_400]]);
      await again.close();
    } finally {
      await disk.remove();
      await cluster().start();
    }
  });
});
