import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { useFarm, type RunOptions } from './farm.ts';
import { ask, kinds, postgres } from './subject.ts';

const password = 'p@ss:w/rd?&#%$ é';
/** As it is, and as it stands in a URL. */
const forms = [password, encodeURIComponent(password), encodeURIComponent(password).toLowerCase(), 'w/rd', 'w%2Frd'];

for (const kind of kinds) {
  describe(`the password of ${kind.title}`, function () {
    this.timeout(600_000);
    const subject = kind.use();
    const farm = useFarm();
    const user = 'with_secret';

    before('an account with that password', async () => {
      const { cluster } = subject();
      if (kind === postgres) {
        await ask(cluster.uri('postgres'), `create role ${user} superuser login password '${password}'`);
        return;
      }
      const roles = ['readWriteAnyDatabase', 'clusterAdmin'].map((role) => ({ role, db: 'admin' }));
      const request = JSON.stringify({ createUser: user, pwd: password, roles });
      await ask(cluster.uri('postgres'), `select documentdb_api.create_user('${request}')`);
    });

    /** The URI of a database of its own, with the account in it. */
    const withPassword = async (): Promise<string> =>
      (await subject().database()).replace(/\/\/[^@]*@/, `//${user}:${encodeURIComponent(password)}@`);

    /** All that a run says and leaves in files, and what the server remembers. */
    async function traces(uri: string, ended: { stdout: string; stderr: string }): Promise<string> {
      const files = readdirSync(farm.cwd, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== '.env')
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
      return [ended.stdout, ended.stderr, ...files, await ledger(uri)].join('\n');
    }

    async function ledger(uri: string): Promise<string> {
      if (kind === postgres) {
        const tables = await ask(
          uri,
          `select table_name from information_schema.tables where table_schema = 'seedctl'`,
        );
        const rows = await Promise.all(
          tables.map(([name]) => ask(uri, `select t::text from seedctl."${String(name)}" t`)),
        );
        return JSON.stringify(rows);
      }
      const client = new MongoClient(uri);
      try {
        const names = (await client.db().listCollections().toArray()).map(({ name }) => name);
        const own = names.filter((name) => name.startsWith('seedctl_'));
        return JSON.stringify(await Promise.all(own.map((name) => client.db().collection(name).find().toArray())));
      } finally {
        await client.close();
      }
    }

    /** Nothing of it anywhere; and the traces are those of a run that has said something. */
    function silent(text: string): void {
      expect(text).to.include('farm');
      for (const form of forms) expect(text.includes(form), form).to.equal(false);
    }

    const debug = ['--log-level', 'debug', '--log-file', 'debug.log'];

    it('in a URL is in no output, debug log, plan and ledger', async () => {
      const uri = await withPassword();
      const ended = await farm.run(uri, 1, debug);
      expect(ended.code, ended.stderr).to.equal(0);
      const plan = await farm.call(['plan', 'farm.yaml', '--to', uri, '--out', 'farm.plan.json']);
      expect(plan.code, plan.stderr).to.equal(0);
      silent((await traces(uri, ended)) + plan.stdout + plan.stderr);
    });

    it('in a URL is not told by what goes wrong', async () => {
      const uri = await withPassword();
      const wrongUser = uri.replace(user, 'nobody');
      const wrongPort = uri.replace(/@[^/]*/, '@127.0.0.1:1');
      const options = kind === postgres ? '?connect_timeout=1' : '&serverSelectionTimeoutMS=500';
      for (const to of [wrongUser, `${wrongPort}${options}`, `${uri}${kind === postgres ? '?' : '&'}unheard=of`]) {
        const ended = await farm.run(to, 1, debug);
        expect(ended.code, ended.stderr).not.to.equal(0);
        silent(`farm ${ended.stdout}${ended.stderr}${readFileSync(join(farm.cwd, 'farm.yaml'), 'utf8')}`);
      }
    });

    it('in variables is in no output, log, plan, ledger or list of processes', async () => {
      const uri = new URL((await subject().database()).replace('mongodb:', 'http:').replace('postgresql:', 'http:'));
      const database = uri.pathname.slice(1);
      const sink =
        kind === postgres
          ? `{kind: postgres, host: 127.0.0.1, port: ${uri.port}, database: ${database}, user: ${user}, password: "\${SECRET_WORD}"}`
          : `{kind: mongodb, host: 127.0.0.1, port: ${uri.port}, database: ${database}, username: ${user}, password: "\${SECRET_WORD}"}`;
      farm.edit((text) => `${text}sinks:\n  main: ${sink}\n`);
      let list = '';
      const options: RunOptions = {
        env: { SECRET_WORD: password },
        started: (child) => {
          const look = setInterval(() => {
            for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
              try {
                list += readFileSync(`/proc/${pid}/cmdline`, 'utf8');
              } catch {
                // It has just ended.
              }
            }
          }, 100);
          child.once('exit', () => clearInterval(look));
        },
      };
      const ended = await farm.run('main', 1, debug, options);
      expect(ended.code, ended.stderr).to.equal(0);
      const plan = await farm.call(['plan', 'farm.yaml', '--to', 'main', '--out', 'farm.plan.json'], options);
      expect(plan.code, plan.stderr).to.equal(0);
      expect(list).to.include('farm.yaml');
      const address = (await withPassword()).replace(/(127\.0\.0\.1:\d+)\/[^?]*/, `$1/${database}`);
      silent((await traces(address, ended)) + plan.stdout + plan.stderr + list);
    });
  });
}
