/**
 * A password, however it is given, is in nothing that anybody gets to see: all commands, all ways of giving one,
 * servers that take it and servers that do not, and then a search through everything that was left.
 */
import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { barn, now, yard } from './commands/barn.ts';
import { ask, type Database } from './servers/database.ts';
import { useServer } from './servers/server.ts';
import type { Ended } from './support/cli.ts';

/** In the middle of the password, and in whatever it is encoded in but base64: nothing that could be found by chance. */
const core = randomBytes(8).toString('hex');
/** With what must be encoded in a URL. */
const mark = `p@ss:w/rd?&%$ é${core}:#1`;
const inUrl = encodeURIComponent(mark);
const forms = [core, 'p@ss', 'w/rd', encodeURIComponent('w/rd')];

const commands: readonly (readonly string[])[] = [
  ['validate'],
  ['plan', '--to', 'TO'],
  ['plan', '--to', 'TO', '--out', 'saved.json'],
  ['check', '--to', 'TO'],
  ['check', '--to', 'TO', '--json'],
  ['run', '--to', 'TO', '--log-level', 'debug', '--log-file', 'run.log'],
  ['run', '--to', 'TO', '--json'],
  ['run', '--to', 'TO', '--days', '3'],
  ['stats', '--to', 'TO'],
  ['stats', '--to', 'TO', '--json'],
  ['verify', '--to', 'TO', '--log-level', 'debug'],
  ['verify', '--to', 'TO', '--days', '4', '--json'],
  ['run', '--to', 'TO', '--seed', '8'],
  ['run', '--to', 'TO', '--clean', '--yes', '--log-level', 'debug'],
  ['clean', '--to', 'TO', '--yes', '--json'],
  ['run', 'PLAN'],
];

interface Account {
  readonly user: string;
  readonly database: Database;
  /** Everything that the database holds, as text. */
  held(): Promise<string>;
  drop(): Promise<unknown>;
}

interface Kind {
  readonly kind: 'postgres' | 'mongodb';
  account(database: Database): Promise<Account>;
  /** Variables that tell everything where the sink in a scenario tells nothing. */
  variables(host: string, port: string, database: string, user: string, password: string): Record<string, string>;
  /** A sink of that kind that is told by variables, and one with a password of its own in the scenario. */
  readonly sinks: string;
}

const kinds: readonly Kind[] = [
  {
    kind: 'postgres',
    async account(database) {
      const user = `seedctl_${randomBytes(4).toString('hex')}`;
      await ask(database.uri, `create role ${user} login password '${mark}'`);
      await ask(database.uri, `grant all on database ${database.name} to ${user}`);
      await ask(database.uri, `grant all on schema public to ${user}`);
      return {
        user,
        database,
        async held() {
          const tables = await ask(
            database.uri,
            `select format('select string_agg(t::text, '' '') from %I.%I as t', schemaname, tablename) from pg_tables
             where schemaname not in ('pg_catalog', 'information_schema')`,
          );
          const rows = await Promise.all(tables.map(([query]) => ask(database.uri, query as string)));
          return JSON.stringify(rows);
        },
        drop: () => ask(database.uri, `drop owned by ${user} cascade; drop role ${user}`),
      };
    },
    variables: (host, port, database, user, password) => ({
      PGHOST: host,
      PGPORT: port,
      PGDATABASE: database,
      PGUSER: user,
      PGPASSWORD: password,
    }),
    sinks: `
  told: {kind: postgres, url: "\${SINK_URL}"}
  apart: {kind: postgres, host: "\${SINK_HOST}", port: PORT, database: "\${SINK_DATABASE}", user: "\${SINK_USER}", password: "\${SINK_PASSWORD}"}
  variables: {kind: postgres}
`,
  },
  {
    kind: 'mongodb',
    async account(database) {
      const user = `seedctl_${randomBytes(4).toString('hex')}`;
      const admin = async (command: object): Promise<void> => {
        const client = new MongoClient(database.uri);
        await client.db('admin').command({ ...command });
        await client.close();
      };
      const roles = ['readWriteAnyDatabase', 'clusterAdmin'].map((role) => ({ role, db: 'admin' }));
      await admin({ createUser: user, pwd: mark, roles });
      return {
        user,
        database,
        async held() {
          const client = new MongoClient(database.uri);
          const names = (await client.db().listCollections().toArray()).map(({ name }) => name);
          const all = await Promise.all(names.map((name) => client.db().collection(name).find().toArray()));
          await client.close();
          return JSON.stringify(all);
        },
        drop: () => admin({ dropUser: user }),
      };
    },
    variables: (host, port, database, user, password) => ({
      MONGODB_HOST: host,
      MONGODB_PORT: port,
      MONGODB_DATABASE: database,
      MONGODB_USERNAME: user,
      MONGODB_PASSWORD: password,
    }),
    sinks: `
  told: {kind: mongodb, url: "\${SINK_URL}"}
  apart: {kind: mongodb, host: "\${SINK_HOST}", port: PORT, database: "\${SINK_DATABASE}", username: "\${SINK_USER}", password: "\${SINK_PASSWORD}"}
  variables: {kind: mongodb}
`,
  },
];

for (const { kind, account, variables, sinks } of kinds) {
  describe(`a password of ${kind}`, function () {
    this.timeout(600_000);
    const server = useServer(kind);
    const place = yard();
    let made: Account;
    beforeEach(async () => {
      made = await account(await server().freshDatabase());
      place.write('barn.yaml', barn.trimEnd() + sinks.replace('PORT', new URL(made.database.uri).port));
    });
    afterEach(async () => {
      await made.drop();
      await made.database.drop();
    });

    const urlOf = (user: string, password: string): string => {
      const url = new URL(made.database.uri);
      // The driver of MongoDB takes several hosts in a URL, and tests have one.
      return `${url.protocol}//${user}:${password}@${url.host}${url.pathname}${url.search}`;
    };
    const told = (password: string): Record<string, string> => {
      const { hostname, port, pathname } = new URL(made.database.uri);
      const database = pathname.slice(1);
      return {
        SINK_URL: urlOf(made.user, encodeURIComponent(password)),
        SINK_HOST: hostname,
        SINK_DATABASE: database,
        SINK_USER: made.user,
        SINK_PASSWORD: password,
        ...variables(hostname, port, database, made.user, password),
      };
    };

    /** Nothing that was said, written or started has it. */
    async function clean(said: readonly (Ended & { readonly args: readonly string[] })[], foreign: readonly string[]) {
      const places: [string, string][] = [
        ...said.flatMap(({ args, stdout, stderr }): [string, string][] => [
          [`stdout of ${args.join(' ')}`, stdout],
          [`stderr of ${args.join(' ')}`, stderr],
        ]),
        ...filesBelow(place.cwd).map((file): [string, string] => [file, readFileSync(file, 'latin1')]),
        ['the database', await made.held()],
        ...foreign.map((line): [string, string] => ['a child process', line]),
      ];
      for (const [where, text] of places) {
        for (const form of forms) expect(text.includes(form), where).to.equal(false);
      }
    }

    async function callAll(to: string, env: Record<string, string>, which = commands) {
      const said: (Ended & { readonly args: readonly string[] })[] = [];
      const children: string[] = [];
      for (const command of which) {
        const [name = '', ...rest] = command.map((word) => (word === 'TO' ? to : word));
        const saved = rest[0] === 'PLAN';
        const args = saved ? [name, 'saved.json'] : [name, 'barn.yaml', ...(name === 'validate' ? [] : now), ...rest];
        // What has a secret in it is not saved: then it is told again.
        if (saved && !readFileSync(join(place.cwd, 'saved.json'), 'utf8').includes(`"to": "${to}"`)) {
          args.push('--to', to);
        }
        if (name === 'clean') args.splice(2, now.length);
        const ended = await place.call(args, {
          env,
          started: (child) => {
            const timer = setInterval(() => children.push(...childrenOf(child.pid!)), 20);
            child.once('close', () => {
              clearInterval(timer);
            });
          },
        });
        said.push({ ...ended, args: [name, ...rest.filter((word) => word !== to)] });
      }
      return { said, children };
    }

    it('is nowhere when all commands are given it in a URL, and all of them work', async () => {
      const { said, children } = await callAll(urlOf(made.user, inUrl), {});
      for (const { args, code, stderr } of said) {
        const differs = args[0] === 'verify' && args.includes('--days') ? 9 : 0;
        const expected = args.includes('--seed') ? 4 : differs;
        expect(code, `${args.join(' ')}: ${stderr}`).to.equal(expected);
      }
      await clean(said, children);
    });

    it('is nowhere when it comes by variables, from the environment and from .env', async () => {
      const some = commands.filter(
        ([name, , , more]) => ['plan', 'run', 'check', 'stats'].includes(name!) && more !== '--seed',
      );
      for (const to of ['told', 'apart', 'variables']) {
        const { said, children } = await callAll(to, told(mark), some.slice(0, 6));
        expect(said.map(({ code }) => code)).to.deep.equal(
          Array(6).fill(0),
          said.map(({ stderr }) => stderr).join('\n'),
        );
        await clean(said, children);
      }
      const lines = Object.entries(told(mark)).map(([name, value]) => `${name}='${value}'`);
      place.write('.env', lines.join('\n'));
      const { said, children } = await callAll('apart', {}, some.slice(0, 6));
      expect(said.map(({ code }) => code)).to.deep.equal(Array(6).fill(0), said.map(({ stderr }) => stderr).join('\n'));
      await clean(said, children);
    });

    it('is nowhere when it is wrong, or the server is not there, or the URL is no good', async () => {
      const some = commands.filter(([name], i) => (name === 'check' || name === 'run') && i < 6);
      const [right, host] = [made.user, new URL(made.database.uri).host];
      const nobody = urlOf('nobody_at_all', inUrl);
      /** Of what is not there: it is not waited for. */
      const soon = (url: string): string =>
        `${url}${url.includes('?') ? '&' : '?'}${kind === 'postgres' ? 'connect_timeout=1' : 'serverSelectionTimeoutMS=500'}`;
      const away = soon(urlOf(right, inUrl)).replace(host, '127.0.0.1:1');
      const odd = [
        urlOf(right, inUrl).replace(/\/[^/?]*(?=\?|$)/, ''),
        urlOf(right, mark.replaceAll('%', '')),
        soon(urlOf(right, inUrl)).replace('127.0.0.1', 'no such host'),
        `${urlOf(right, inUrl)}${made.database.uri.includes('?') ? '&' : '?'}nonsense=%E0%A4%A`,
      ];
      for (const to of [nobody, away, ...odd]) {
        const { said, children } = await callAll(to, {}, some);
        await clean(said, children);
        for (const { code, stderr, stdout } of said) {
          expect(code, stderr + stdout).to.be.oneOf([0, 2, 3, 4, 6, 8]);
        }
      }
      const wrong = await callAll('apart', { ...told(mark), SINK_USER: 'nobody_at_all' }, some);
      await clean(wrong.said, wrong.children);
      expect(wrong.said.at(-1)!.code).to.equal(8);
    });
  });
}

function filesBelow(folder: string): readonly string[] {
  return (
    readdirSync(folder, { recursive: true })
      .map((name) => join(folder, String(name)))
      // Where the user himself wrote it.
      .filter((path) => statSync(path).isFile() && !path.endsWith('/.env'))
  );
}

/** Command lines and environments of the processes that a process has started, as `ps` shows them to everybody. */
function childrenOf(parent: number): readonly string[] {
  try {
    return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((id) => id !== '')
      .flatMap((id) => [readFileSync(`/proc/${id}/cmdline`, 'utf8'), ...childrenOf(Number(id))]);
  } catch {
    // Gone since, or a system without /proc.
    return [];
  }
}
