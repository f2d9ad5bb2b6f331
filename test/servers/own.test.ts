import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { ask } from './database.ts';
import { useCluster, useFerret } from './own.ts';
import { startPgBouncer } from './pgbouncer.ts';
import { mountSmallDisk } from './small-disk.ts';
import { startStandby } from './standby.ts';

/** The code of the error that something ends with. */
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as { code?: unknown }).code,
  );

describe('a PostgreSQL server of its own', () => {
  const cluster = useCluster();

  const count = async (uri: string, table: string): Promise<unknown> =>
    (await ask(uri, `select count(*)::int from ${table}`))[0]![0];

  it('keeps what was committed when it is killed, and starts again at the same address', async () => {
    const uri = cluster().uri('postgres');
    await ask(uri, 'create table kept as select generate_series(1, 5) as n');
    await cluster().stop('SIGKILL');
    expect(await codeOf(ask(uri, 'select 1'))).to.equal('ECONNREFUSED');
    await cluster().start();
    expect(await count(uri, 'kept')).to.equal(5);
  });

  it('speaks TLS to those who know its authority, and to no other that asks for proof', async () => {
    const tls = (ca?: string) => {
      const client = new pg.Client({
        connectionString: cluster().uri('postgres'),
        ssl: ca === undefined ? true : { ca },
      });
      return client.connect().finally(() => client.end());
    };
    expect(await codeOf(tls(readFileSync(cluster().ca, 'utf8')))).to.equal('none');
    expect(await codeOf(tls())).to.equal('SELF_SIGNED_CERT_IN_CHAIN');
  });

  it('has a replica that shows what it holds, and takes nothing', async () => {
    await ask(cluster().uri('postgres'), 'create table shown as select generate_series(1, 3) as n');
    const standby = await startStandby(cluster());
    expect(await count(standby.uri('postgres'), 'shown')).to.equal(3);
    // 25006: read_only_sql_transaction
    expect(await codeOf(ask(standby.uri('postgres'), 'create table taken (n int)'))).to.equal('25006');
    await standby.remove();
  });

  it('stands behind PgBouncer, where a lock of a session is not there for its next transaction', async () => {
    const bouncer = await startPgBouncer(cluster());
    const clients = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const client = new pg.Client(bouncer.uri('postgres'));
        await client.connect();
        return client;
      }),
    );
    const backends = new Set<unknown>();
    for (const client of clients) {
      backends.add((await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid);
    }
    expect(backends.size).to.be.lessThan(5);
    for (const client of clients) await client.end();
    await bouncer.stop();
  });

  it('fills a small disk, says so, and goes on when there is room', async () => {
    const disk = await mountSmallDisk(cluster(), 4);
    try {
      const uri = cluster().uri('postgres');
      await ask(uri, `create table filled (text text) tablespace ${disk.tablespace}`);
      const fill = `insert into filled select repeat(n::text, 100) from generate_series(1, 20000) n`;
      // 53100: disk_full
      expect(await codeOf(ask(uri, fill))).to.equal('53100');
      await disk.grow(64);
      await ask(uri, fill);
      expect(await count(uri, 'filled')).to.equal(20_000);
      await ask(uri, 'drop table filled');
    } finally {
      await disk.remove();
    }
  });
});

describe('a server of MongoDB’s protocol of its own', () => {
  const own = useFerret();

  it('speaks TLS to those who know its authority, and to no other', async () => {
    const { tls } = own().ferret;
    const trusting = new MongoClient(tls.uri(), { tlsCAFile: tls.ca });
    expect(await trusting.db().command({ ping: 1 })).to.include({ ok: 1 });
    await trusting.close();
    const wary = new MongoClient(tls.uri(), { serverSelectionTimeoutMS: 500 });
    const refusal: unknown = await wary
      .db()
      .command({ ping: 1 })
      .catch((error: unknown) => error);
    expect(String(refusal)).to.match(/certificate/);
    await wary.close();
  });

  it('is killed, and starts again at the same address', async () => {
    const client = new MongoClient(own().ferret.uri('kept'), { serverSelectionTimeoutMS: 500 });
    await client.db().collection('held').insertOne({ n: 1 });
    await own().ferret.stop('SIGKILL');
    const refusal: unknown = await client
      .db()
      .command({ ping: 1 })
      .catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(Error);
    await own().ferret.start();
    expect(await client.db().collection('held').countDocuments()).to.equal(1);
    await client.close();
  });
});

describe('servers of a process', () => {
  const able = useCluster();

  it('end with it, even when it is killed', async () => {
    able();
    const script = `
      import { startCluster } from ${JSON.stringify(new URL('cluster.ts', import.meta.url).href)};
      const cluster = await startCluster();
      console.log(cluster.process.pid);
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      cwd: new URL('.', import.meta.url),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(existsSync(`/proc/${pid.trim()}`)).to.equal(true);
    child.kill('SIGKILL');
    while (existsSync(`/proc/${pid.trim()}`)) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});
