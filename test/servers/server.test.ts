import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';
import { assertAble, NoServer } from './able.ts';
import { ask, at } from './database.ts';
import { kinds, variables } from './kinds.ts';
import { useServer } from './server.ts';

/** Does something on the MongoDB side, and leaves. */
async function withMongo<T>(uri: string, use: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

for (const kind of ['postgres', 'timescale'] as const) {
  describe(`a server under the tests: ${kind}`, () => {
    const server = useServer(kind);

    it('gives databases that are empty, hold what is written, and are gone once they are dropped', async () => {
      const [one, other] = [await server().freshDatabase(), await server().freshDatabase()];
      await ask(one.uri, 'create table held as select generate_series(1, 5) as n');
      expect(await ask(one.uri, 'select count(*)::int from held')).to.deep.equal([[5]]);
      const tables = "select count(*)::int from pg_tables where schemaname = 'public'";
      expect(await ask(other.uri, tables)).to.deep.equal([[0]]);
      await one.drop();
      await other.drop();
      const left = `select datname from pg_database where datname in ('${one.name}', '${other.name}')`;
      expect(await ask(server().uri, left)).to.deep.equal([]);
    });

    it(`${kind === 'timescale' ? 'knows' : 'does not know'} hypertables`, async () => {
      const { uri, drop } = await server().freshDatabase();
      const extension = await ask(uri, "select extname from pg_extension where extname = 'timescaledb'");
      expect(extension).to.deep.equal(kind === 'timescale' ? [['timescaledb']] : []);
      await drop();
    });

    it('refuses a wrong password', async () => {
      const wrong = server().uri.replace(/:[^:@]+@/, ':wrong@');
      const refusal = await ask(wrong, 'select 1').catch((error: unknown) => error);
      expect(refusal).to.have.property('code', '28P01');
    });
  });
}

describe('a server under the tests: mongodb', () => {
  const server = useServer('mongodb');

  it('gives databases that are empty, hold what is written, and are gone once they are dropped', async () => {
    const { uri, name, drop } = await server().freshDatabase();
    await withMongo(uri, async (client) => {
      expect(await client.db().collections()).to.deep.equal([]);
      await client
        .db()
        .collection('held')
        .insertMany([{ n: 1 }, { n: 2 }]);
      expect(await client.db().collection('held').countDocuments({ n: 2 })).to.equal(1);
    });
    await drop();
    const { databases } = await withMongo(server().uri, (client) => client.db().admin().listDatabases());
    expect(databases.map((database) => database.name)).not.to.include(name);
  });

  it('keeps values unique where an index says so', async () => {
    const { uri, drop } = await server().freshDatabase();
    await withMongo(uri, async (client) => {
      const held = client.db().collection('held');
      await held.createIndex({ n: 1 }, { unique: true }, {});
      await held.insertOne({ n: 1 });
      const refusal = await held.insertOne({ n: 1 }).catch((error: unknown) => error);
      expect(refusal).to.have.property('code', 11000);
    });
    await drop();
  });

  it('refuses a wrong password', async () => {
    const wrong = server().uri.replace(/:[^:@]+@/, ':wrong@');
    const ping = withMongo(wrong, (client) => client.db().command({ ping: 1 })).catch((error: unknown) => error);
    expect(await ping).to.have.property('code', 18);
  });
});

describe('servers under the tests', () => {
  it('run for a person until they are interrupted, and are named for the tests of a shell', async function () {
    try {
      assertAble('mongodb');
    } catch {
      this.skip();
    }
    this.timeout(600_000);
    const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('main.ts', import.meta.url))], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        SEEDCTL_TEST_CACHE: process.env['SEEDCTL_TEST_CACHE'],
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    const ended = once(child, 'exit');
    let postgres: string;
    try {
      while (out.split('\n').length <= kinds.length) await Promise.race([once(child.stdout, 'data'), ended]);
      const uris = new Map([...out.matchAll(/^export (\w+)='(.+)'$/gm)].map(([, name, uri]) => [name, uri!]));
      expect([...uris.keys()]).to.deep.equal(kinds.map((kind) => variables[kind]));
      postgres = uris.get(variables.postgres)!;
      expect(await ask(postgres, 'select 1')).to.deep.equal([[1]]);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).to.deep.equal([0, null]);
    const refusal = await ask(postgres, 'select 1').catch((error: unknown) => error);
    expect(refusal).to.have.property('code', 'ECONNREFUSED');
  });

  it('that cannot be started are asked of a person with one command and what to export', () => {
    const machine = { root: true, debian: true, go: () => true };
    expect(() => assertAble('mongodb', machine)).not.to.throw();
    expect(() => assertAble('postgres', { ...machine, go: () => false })).not.to.throw();
    for (const lacking of [{ root: false }, { debian: false }, { go: () => false }]) {
      const wanted =
        /docker compose -f compose\.test\.yaml up .*SEEDCTL_TEST_POSTGRES_URI=.*SEEDCTL_TEST_MONGODB_URI=/s;
      expect(() => assertAble('mongodb', { ...machine, ...lacking })).to.throw(NoServer, wanted);
    }
  });

  it('keep account and options when another database is asked for', () => {
    expect(at('postgresql://a:b@h:1/x?sslmode=require', 'n')).to.equal('postgresql://a:b@h:1/n?sslmode=require');
    expect(at('mongodb://a:b@h:1,i:2/?authSource=admin', 'n')).to.equal('mongodb://a:b@h:1,i:2/n?authSource=admin');
    expect(at('mongodb+srv://h', 'n')).to.equal('mongodb+srv://h/n');
  });
});
