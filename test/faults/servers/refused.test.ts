/** What a server does not let us do is found before the first row. */
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { at } from '../../servers/database.ts';
import { ask } from '../../servers/database.ts';
import { startProxy } from '../../servers/proxy.ts';
import { startStandby } from '../../servers/standby.ts';
import { useFerret } from '../../servers/own.ts';
import { useFarm } from './farm.ts';
import { mongodb, postgres } from './subject.ts';

describe('a run that PostgreSQL does not allow', function () {
  this.timeout(600_000);
  const subject = postgres.use();
  const farm = useFarm();
  const nothing = 'assets none\nincidents none\nmetrics none\npolls none';

  /** Of an account that may connect, and no more. */
  async function poor(uri: string): Promise<string> {
    const name = `poor_${new URL(uri).pathname.slice(1)}`;
    await ask(uri, `create role ${name} login password 'poor'`);
    return uri.replace(/\/\/[^@]*@/, `//${name}:poor@`);
  }

  it('for want of a right to make schemas names the GRANT, and with it goes on', async () => {
    const uri = await subject().database();
    const as = await poor(uri);
    const ended = await farm.run(as, 1);
    expect(ended.code, ended.stderr).to.equal(8);
    const grant = /GRANT [^;]*ON DATABASE[^;]*;/.exec(ended.stderr)?.[0];
    expect(grant, ended.stderr).to.be.a('string');
    expect(await postgres.held(uri)).to.equal(nothing);
    await ask(uri, grant!);
    const next = await farm.run(as, 1);
    expect(next.code, next.stderr).to.equal(8);
    const further = /GRANT [^;]*ON SCHEMA[^;]*;/.exec(next.stderr)?.[0];
    expect(further, next.stderr).to.be.a('string');
    expect(await postgres.held(uri)).to.equal(nothing);
    await ask(uri, further!);
    const last = await farm.run(as, 1);
    expect(last.code, last.stderr).to.equal(0);
  });

  it('for want of a right on a table that is there names it', async () => {
    const uri = await subject().database();
    expect((await farm.run(uri, 1)).code).to.equal(0);
    const before = await postgres.held(uri);
    const as = await poor(uri);
    const role = new URL(as).username;
    await ask(uri, `grant create on database ${new URL(uri).pathname.slice(1)} to ${role}`);
    await ask(uri, `grant all on schema public, seedctl to ${role}`);
    await ask(uri, `grant all on all tables in schema seedctl to ${role}`);
    await ask(uri, `grant all on all sequences in schema seedctl to ${role}`);
    const ended = await farm.run(as, 2);
    expect(ended.code, ended.stderr).to.equal(8);
    expect(ended.stderr).to.match(/GRANT .*(metrics|polls|assets|incidents)|owner/);
    expect(await postgres.held(uri)).to.equal(before);
  });

  it('because the database is read-only says by what', async () => {
    const uri = await subject().database();
    await ask(uri, `alter database ${new URL(uri).pathname.slice(1)} set default_transaction_read_only = on`);
    const ended = await farm.run(uri, 1);
    expect(ended.code, ended.stderr).to.equal(8);
    expect(ended.stderr).to.include('default_transaction_read_only');
  });

  it('because the server is a replica says so, and that the primary takes writes', async () => {
    const uri = await subject().database();
    const standby = await startStandby(subject().cluster);
    const ended = await farm.run(at(standby.uri(''), new URL(uri).pathname.slice(1)), 1);
    expect(ended.code, ended.stderr).to.equal(8);
    expect(ended.stderr)
      .to.match(/replica/)
      .and.to.match(/primary/);
    await standby.remove();
  });

  it('for a wrong password, or a database that is not there, is exit 8', async () => {
    const uri = await subject().database();
    const wrong = await farm.run(uri.replace(/:[^:@]+@/, ':wrong@'), 1);
    expect(wrong.code, wrong.stderr).to.equal(8);
    expect(wrong.stderr).to.match(/password/);
    const absent = await farm.run(at(uri, 'absent'), 1);
    expect(absent.code, absent.stderr).to.equal(8);
    expect(absent.stderr).to.match(/createdb/);
  });

  it('for a certificate of nobody that is known, or of another host, fails closed; a flag says to go on', async () => {
    const uri = await subject().database();
    const { ca } = subject().cluster;
    const unknown = await farm.run(`${uri}?sslmode=require`, 1);
    expect(unknown.code, unknown.stderr).to.equal(8);
    expect(unknown.stderr).to.match(/sslrootcert=.*sslmode=no-verify/s);
    const proxy = await startProxy(subject().port, '127.0.0.2');
    const elsewhere = await farm.run(`${proxy.through(uri)}?sslmode=require&sslrootcert=${ca}`, 1);
    expect(elsewhere.code, elsewhere.stderr).to.equal(8);
    expect(await postgres.held(uri)).to.equal(nothing);
    for (const good of [`${uri}?sslmode=require&sslrootcert=${ca}`, `${proxy.through(uri)}?sslmode=no-verify`]) {
      const ended = await farm.run(good, 1);
      expect(ended.code, ended.stderr).to.equal(0);
    }
    await proxy.close();
  });
});

describe('a run that MongoDB does not allow', function () {
  this.timeout(600_000);
  const own = useFerret();
  const farm = useFarm();

  const empty = async (uri: string): Promise<void> => {
    const client = new MongoClient(uri);
    try {
      expect(await client.db().collection('metrics').countDocuments()).to.equal(0);
    } finally {
      await client.close();
    }
  };

  it('for a wrong password is exit 8', async () => {
    const uri = own().ferret.uri('wrong');
    const ended = await farm.run(uri.replace(/:[^:@]+@/, ':wrong@'), 1);
    expect(ended.code, ended.stderr).to.equal(8);
    expect(ended.stderr).to.match(/password/);
    await empty(uri);
  });

  it('for a certificate of nobody that is known, or of another host, fails closed; a flag says to go on', async () => {
    const { ferret } = own();
    const uri = ferret.tls.uri('safe');
    const unknown = await farm.run(uri, 1);
    expect(unknown.code, unknown.stderr).to.equal(8);
    expect(unknown.stderr).to.match(/tlsCAFile.*tlsInsecure=true/s);
    const proxy = await startProxy(ferret.tls.port, '127.0.0.2');
    const elsewhere = await farm.run(`${proxy.through(uri)}&tlsCAFile=${ferret.tls.ca}`, 1);
    expect(elsewhere.code, elsewhere.stderr).to.equal(8);
    await empty(ferret.uri('safe'));
    for (const good of [`${uri}&tlsCAFile=${ferret.tls.ca}`, `${proxy.through(uri)}&tlsInsecure=true`]) {
      const ended = await farm.run(good, 1);
      expect(ended.code, ended.stderr).to.equal(0);
    }
    await proxy.close();
    expect(await mongodb.held(ferret.uri('safe'))).not.to.match(/none/);
  });
});
