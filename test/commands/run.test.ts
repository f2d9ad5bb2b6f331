import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Summary } from '../../src/run/summary.ts';
import { barn, now, yard } from './barn.ts';

describe('seedctl run', () => {
  const place = yard();
  const { call, write } = place;
  const run = (...more: string[]) => call(['run', 'barn.yaml', ...now, '--no-log-file', ...more]);
  const json = async (...more: string[]): Promise<Summary> => {
    const { code, stdout, stderr } = await run('--json', '--quiet', ...more);
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    return JSON.parse(stdout) as Summary;
  };
  const rows = (folder: string, table: string): readonly string[] =>
    readdirSync(join(place.cwd, folder, table))
      .filter((file) => file.endsWith('.ndjson'))
      .flatMap((file) =>
        readFileSync(join(place.cwd, folder, table, file), 'utf8')
          .trimEnd()
          .split('\n'),
      )
      .sort();
  const fails = async (code: number, ...args: string[]) => {
    const ended = await run(...args);
    expect(ended.code, ended.stderr).to.equal(code);
    expect(ended.stdout).to.equal('');
    return ended.stderr;
  };

  it('writes what the plan holds, and nothing the second time', async () => {
    const first = await json();
    expect(first).to.include({ scenario: 'barn', seed: 7, target: 'ndjson:out/lake', rejected: 0, present: 0 });
    expect(first.period).to.deep.equal({ from: '2025-02-06T23:00:00Z', until: '2025-02-08T23:00:00Z' });
    expect(first.streams.map(({ name, kind, table, series }) => [name, kind, table, series])).to.deep.equal([
      ['assets', 'assets', 'assets', 2],
      ['metrics', 'metrics', 'metrics', 2],
      ['polls', 'polls', 'polls', 2],
      ['jobs', 'jobs', 'metrics', 2],
      ['incidents', 'incidents', 'incidents', 2],
    ]);
    expect(first.streams.map(({ records }) => records).slice(0, 4)).to.deep.equal([2, 576, 576, 4]);
    expect(first.written).to.equal(first.records);
    expect(rows('out/lake', 'metrics')).to.have.length(580);
    expect(rows('out/lake', 'incidents')).to.have.length(first.streams[4]!.records);

    const second = await json();
    expect(second).to.include({ written: 0, present: first.records, digest: first.digest });
    expect(second.streams.map(({ fingerprint }) => fingerprint)).to.deep.equal(
      first.streams.map(({ fingerprint }) => fingerprint),
    );
  });

  it('shows how to look at what there is, and at nothing where there is nothing', async () => {
    write('barn.yaml', barn.replace(/reliability:\n.*\n/, '').replace('to: incidents', 'to: alarms'));
    const only = (streams: string) =>
      call(['run', 'barn.yaml', ...now, '--no-log-file', '--to', `csv:${streams}`, '--only', streams]);
    expect((await only('incidents,jobs')).stdout)
      .to.include('Look at it:  duckdb')
      .and.include('/metrics/*.csv');
    const nothing = await only('incidents');
    expect(nothing.stdout, nothing.stderr)
      .to.include('nothing to do: there are no records')
      .and.not.include('Look at it');
  });

  it('adds only what is missing, and ends with what one run would have written', async () => {
    const short = await json();
    const long = await json('--days', '5');
    const whole = await json('--days', '5', '--to', 'ndjson:whole', '--workers', '3', '--batch-size', '7');
    expect(long.present).to.equal(short.records);
    const same = ({ streams }: Summary) => streams.map(({ records, fingerprint }) => [records, fingerprint]);
    expect(same(long)).to.deep.equal(same(whole));
    for (const table of ['assets', 'metrics', 'polls', 'incidents']) {
      expect(rows('out/lake', table)).to.deep.equal(rows('whole', table));
    }
  });

  it('knows the records of a shorter or another period among those that are there', async () => {
    await json('--days', '5');
    const periods = [
      ['--days', '2'],
      ['--from', '2025-02-05T06:30Z', '--until', '2025-02-07T12:00Z'],
      ['--from', '2025-02-02', '--until', '2025-02-05T18:00Z'],
    ];
    for (const period of periods) {
      const held = await json(...period);
      const fresh = await json(...period, '--to', `ndjson:fresh/${period.join('')}`);
      const same = ({ streams }: Summary) => streams.map(({ records, fingerprint }) => [records, fingerprint]);
      expect(same(held)).to.deep.equal(same(fresh));
      expect(held.present).to.be.greaterThan(0);
    }
  });

  it('writes some streams, by name or by their short forms', async () => {
    expect((await json('--only', 'metrics,incidents')).streams.map(({ name }) => name)).to.deep.equal([
      'metrics',
      'incidents',
    ]);
    expect((await json('--backup-only')).streams.map(({ name }) => name)).to.deep.equal(['jobs']);
    expect((await json('--assets-only')).streams.map(({ name }) => name)).to.deep.equal(['assets']);
    expect(await fails(2, '--only', 'orders')).to.include('no stream called orders');
  });

  it('draws a seed that is in the summary and on stderr', async () => {
    const { stdout, stderr } = await run('--json', '--quiet', '--seed', 'random');
    const { seed } = JSON.parse(stdout) as Summary;
    expect(stderr).to.equal(`seed ${seed}\n`);
  });

  it('refuses what is held with other values, and says how out', async () => {
    await json();
    expect(await fails(4, '--seed', '8'))
      .to.include('seed 7')
      .and.include('--clean')
      .and.include('--seed 7');
    write('barn.yaml', barn.replace('value: 20', 'value: 21'));
    expect(await fails(4)).to.include('definition');
    expect(await json('--clean', '--yes')).to.have.property('present', 0);
    expect(await json()).to.have.property('written', 0);
  });

  it('asks before it cleans, and without somebody to ask refuses', async () => {
    await json();
    const before = rows('out/lake', 'metrics');
    expect(await fails(4, '--clean')).to.include('--yes');
    expect(rows('out/lake', 'metrics')).to.deep.equal(before);
  });

  it('leaves what the scenario has no longer, and says so', async () => {
    await json();
    write('barn.yaml', barn.replace(/ {2}- \{id: fan.*\n/, ''));
    const { code, stderr } = await run('--quiet');
    expect(code).to.equal(0);
    expect(stderr).to.include('fan').and.include('left as they are');
  });

  describe('on the command line', () => {
    const wrong: readonly (readonly [string, string[], string])[] = [
      ['all three of the period', ['--days', '1', '--from', 'today', '--until', 'now'], '--days, --from and --until'],
      ['no days', ['--days', '0'], 'days'],
      ['an empty period', ['--from', '2025-02-03', '--until', '2025-02-03'], 'empty'],
      ['a time that is none', ['--from', 'soon'], 'soon'],
      ['an unknown parameter', ['--param', 'speed=3'], 'speed'],
      ['a mistyped parameter', ['--param', 'days=many'], 'many'],
      ['days twice', ['--param', 'days=3', '--days', '3'], 'days'],
      ['an unknown sink', ['--to', 'mars'], 'lake, secret, preset'],
      ['an unknown URL', ['--to', 'mars:rover'], 'mars:rover'],
      ['a flag that there is not', ['--fast'], '--fast'],
      ['a second file', ['another.yaml'], 'another.yaml'],
      ['--follow into files', ['--follow'], '--follow'],
      ['--follow beyond an end', ['--follow', '--until', '2025-02-03', '--to', 'ndjson:-'], '--until'],
      ['--clean that is not to clean', ['--clean', '--yes', '--skip-cleanup'], '--clean'],
      ['stdout for what does not go there', ['--to', 'csv:-'], 'write ndjson:- for stdout, or csv:./-'],
      ['a wrong level', ['--log-level', 'loud'], 'loud'],
    ];
    for (const [name, args, said] of wrong) {
      it(`refuses ${name}`, async () => {
        const stderr = await fails(2, ...args);
        expect(stderr).to.include(said).and.not.include('    at ');
        expect(existsSync(join(place.cwd, 'out'))).to.equal(false);
      });
    }

    it('takes the name of a scenario that ships, and refuses a file that is not there', async () => {
      expect((await call(['run', 'nothing.yaml'])).code).to.equal(2);
      expect((await call(['run', '.'])).code).to.equal(2);
      const shipped = await call(['run', 'pmi-default', '--assets-only', '--no-log-file', '--to', 'csv:out']);
      expect(shipped.code).to.equal(0);
    });

    it('refuses to follow assets, of which time brings no more', async () => {
      const stderr = await fails(2, '--assets-only', '--follow', '--to', 'ndjson:-');
      expect(stderr).to.include('--follow goes on with what time brings');
    });

    it('accepts what run always does', async () => {
      expect(await json('--resume', '--skip-cleanup')).to.have.property('present', 0);
    });
  });

  describe('with --json', () => {
    it('gives errors as one JSON value', async () => {
      write('bad.yaml', barn.replace('kind: noise', 'kind: nois'));
      const cases = [
        [['run', 'barn.yaml', '--to', 'mars'], 2, 'usage'],
        [['run', 'barn.yaml', '--fast'], 2, 'usage'],
        [['run', 'bad.yaml'], 3, 'invalid-scenario'],
        [['run', 'barn.yaml', '--clean'], 4, 'not-confirmed'],
        [['nonsense'], 2, 'usage'],
      ] as const;
      for (const [args, exit, code] of cases) {
        const ended = await call([...args, '--json']);
        expect(ended.code).to.equal(exit);
        const { error } = JSON.parse(ended.stdout) as { error: object };
        expect(error).to.include({ exit, code }).and.have.property('message').that.is.a('string');
      }
    });
  });

  describe('variables', () => {
    it('come from .env, and the environment wins', async () => {
      write('.env', 'BARN_DIR=from-file\n');
      const to = async (env: { [name: string]: string }) => {
        const args = ['run', 'barn.yaml', ...now, '--to', 'secret', '--json', '--no-log-file', '--assets-only'];
        return (JSON.parse((await call(args, { env })).stdout) as Summary).target;
      };
      expect(await to({})).to.equal('ndjson:out/from-file');
      expect(await to({ BARN_DIR: 'from-environment' })).to.equal('ndjson:out/from-environment');
    });

    it('that are missing name the line, and are read only for the sink in use', async () => {
      const stderr = await fails(3, '--to', 'secret');
      expect(stderr)
        .to.include('BARN_DIR')
        .and.match(/barn\.yaml:\d+:\d+/);
      expect(await json('--to', 'preset')).to.have.property('target', 'ndjson:out/preset');
    });
  });

  describe('logs', () => {
    it('are left by a run, unless told otherwise', async () => {
      await call(['run', 'barn.yaml', ...now, '--quiet']);
      const [name, ...others] = readdirSync(join(place.cwd, 'logs'));
      expect(others).to.deep.equal([]);
      expect(name).to.match(/^barn_\d{8}_\d{6}\.log$/);
      const lines = readFileSync(join(place.cwd, 'logs', name!), 'utf8')
        .trimEnd()
        .split('\n');
      for (const line of lines) expect(JSON.parse(line)).to.have.keys('level', 'time', 'msg');

      await call(['run', 'barn.yaml', ...now, '--quiet', '--log-file', 'own.log', '--log-level', 'DEBUG']);
      expect(readFileSync(join(place.cwd, 'own.log'), 'utf8')).to.include('"level":"info"');
      expect(readdirSync(join(place.cwd, 'logs'))).to.have.length(1);
    });

    it('that cannot be made are a warning, or exit 8 where one was asked for', async () => {
      write('logs', '');
      const { code, stderr } = await call(['run', 'barn.yaml', ...now, '--quiet']);
      expect(code).to.equal(0);
      expect(stderr.split('\n').filter((line) => line.includes('no log file'))).to.have.length(1);
      expect(await fails(8, '--log-file', 'missing/own.log')).to.include('missing/own.log');
    });
  });

  describe('to stdout', () => {
    const args = ['run', 'barn.yaml', ...now, '--to', 'ndjson:-', '--no-log-file'];

    it('gives records and nothing else, with the table where there are several', async () => {
      const { code, stdout, stderr } = await call(args);
      expect(code).to.equal(0);
      const records = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { table: string });
      expect(new Set(records.map(({ table }) => table))).to.deep.equal(
        new Set(['assets', 'metrics', 'polls', 'incidents']),
      );
      expect(stderr).to.include('barn → stdout');
      const one = await call([...args, '--quiet', '--only', 'metrics']);
      expect(one.stdout).to.not.include('"table"');
      expect(one.stderr).to.equal('');
    });

    it('ends well when the reader has had enough', async () => {
      const ended = await call([...args, '--days', '300'], {
        started: (child) => child.stdout!.once('data', () => child.stdout!.destroy()),
      });
      expect(ended.code).to.equal(0);
      expect(ended.stderr).to.equal('');
    });

    it('does not go together with --json', async () => {
      expect((await call([...args, '--json'])).code).to.equal(2);
    });

    it('follows until it is stopped, with the values of a later backfill', async () => {
      const live = barn.replace('end: today', 'end: now').replace('step: 10m', 'step: 1s').replace('${days}d', '30s');
      write('barn.yaml', live);
      const base = ['run', 'barn.yaml', '--no-log-file', '--only', 'metrics', '--to', 'ndjson:-'];
      const at = '2025-02-09T00:00:00Z';
      let seen = '';
      const { code, stdout } = await call([...base, '--now', at, '--follow', '--quiet'], {
        started: (child) => {
          child.stdout!.on('data', (text: string) => {
            seen += text;
            if (seen.includes('00:00:01Z')) child.kill('SIGINT');
          });
        },
      });
      expect(code).to.equal(130);
      const followed = stdout.trimEnd().split('\n');
      expect(followed.length).to.be.greaterThan(60);
      const later = await call([
        ...base,
        '--quiet',
        '--from',
        '2025-02-08T23:59:30Z',
        '--until',
        '2025-02-09T00:01:00Z',
      ]);
      expect(later.stdout.split('\n')).to.include.members(followed);
      expect(new Set(followed)).to.have.property('size', followed.length);
    });

    it('waits for the end of a period that is months away, and says so', async () => {
      write('barn.yaml', barn.replace('end: today', 'end: 2025-06-01'));
      let said = '';
      const args = ['run', 'barn.yaml', ...now, '--no-log-file', '--only', 'metrics', '--to', 'ndjson:-', '--follow'];
      const { code, stderr } = await call(args, {
        started: (child) => {
          child.stderr!.on('data', (text: string) => {
            said += text;
            // Time for a timer that cannot wait so long to say so.
            if (/following tick by tick/.test(text)) setTimeout(() => child.kill('SIGINT'), 300);
          });
        },
      });
      expect(code, said).to.equal(130);
      expect(stderr).to.include(
        '576 records written up to 2025-06-01 00:00, which is yet to come; following tick by tick until stopped (Ctrl-C)\n',
      );
      expect(stderr).to.not.include('Warning');
    });
  });

  describe('into a server that is not there', () => {
    for (const url of ['postgres://nobody@127.0.0.1:1/none', 'mongodb://127.0.0.1:1/none']) {
      it(`is exit 6, and says that nothing was written: ${url.slice(0, url.indexOf(':'))}`, async () => {
        const { code, stderr } = await place.call(['run', 'barn.yaml', ...now, '--no-log-file', '--to', url]);
        expect(code).to.equal(6);
        expect(stderr).to.include('The server cannot be reached').and.include('nothing was written\n');
      });
    }
  });

  describe('signals', () => {
    const signals = [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const;
    for (const [signal, expected] of signals) {
      it(`${signal} ends with ${expected}, and the same command ends with what an unbroken run has`, async () => {
        write('barn.yaml', barn.replace('step: 10m', 'step: 5s'));
        const many = ['--days', '60', '--workers', '1', '--only', 'metrics'];
        let said = '';
        const args = [
          'run',
          'barn.yaml',
          ...now,
          '--no-log-file',
          '--log-level',
          'debug',
          '--to',
          'parquet:a',
          ...many,
        ];
        const ended = await call(args, {
          started: (child) => {
            child.stderr!.on('data', (text: string) => {
              if (!said.includes('wrote metrics') && (said += text).includes('wrote metrics')) child.kill(signal);
            });
          },
        });
        expect(ended.code).to.equal(expected);
        expect(ended.stderr).to.include('run the same command again').and.not.include('    at ');

        const resumed = await json('--to', 'parquet:a', ...many);
        const unbroken = await json('--to', 'parquet:b', ...many);
        expect(resumed.present).to.be.greaterThan(0);
        expect(resumed.written).to.be.greaterThan(0);
        expect(resumed.streams[0]?.fingerprint).to.equal(unbroken.streams[0]?.fingerprint);
        expect(resumed.records).to.equal(unbroken.written);
      });
    }
  });
});
