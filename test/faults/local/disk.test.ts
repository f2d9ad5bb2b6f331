/** The disk is full, broken or read-only: below the target, and below the log. */
import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { now } from '../../commands/barn.ts';
import type { TestTarget } from '../../support/targets/target.ts';
import { localKinds } from '../../support/targets/targets.ts';
import { useSmallDisks } from './small-disk.ts';
import { useStrace } from './strace.ts';
import { fingerprints, useSubject } from './subject.ts';

const many = ['--days', '400'];
/** Room for three days, not for all, in kilobytes. */
const room = { duckdb: 6000, parquet: 150, ndjson: 1200, json: 1200, csv: 1200 };

for (const kind of ['ndjson', 'duckdb'] as const) {
  describe(`a run into ${kind} on a disk that fails`, function () {
    this.timeout(900_000);
    const strace = useStrace();
    const { home, targets, args, run, held } = useSubject(kind);

    for (const [call, error, message] of [
      ['fsync', 'EIO', /disk reported an error|fsync failed|invalidated/],
      ...(kind === 'duckdb' ? [['pwrite64', 'ENOSPC', /disk is full/] as const] : []),
    ] as const) {
      it(`with ${error} of the Nth ${call}, for all N: exit 8, what is missing is not counted as written, and the next run goes on`, async () => {
        const oracle = await targets.fresh();
        const whole = await run(oracle);
        const rows = await held(oracle);
        const count = (await strace.count(home.cwd, args(await targets.fresh()), [call])).get(call)!;
        let failures = 0;
        for (let n = 1; n <= count; n++) {
          const target = await targets.fresh();
          const failed = await strace.inject(home.cwd, args(target), `${call}:error=${error}:when=${n}+`);
          if (failed.code !== 0) {
            failures++;
            expect(failed.code, failed.stderr).to.equal(8);
            expect(failed.stderr)
              .to.match(message)
              .and.to.match(/run the same command again/);
          }
          const summary = await run(target);
          expect(fingerprints(summary)).to.deep.equal(fingerprints(whole));
          expect(await held(target), `${call} ${n}`).to.deep.equal(rows);
        }
        expect(failures).to.be.greaterThan(1);
      });
    }
  });
}

for (const kind of localKinds) {
  describe(`a run into ${kind} on a small disk`, function () {
    this.timeout(300_000);
    const disks = useSmallDisks();
    const { home, targets, run } = useSubject(kind);
    const inside = (disk: string): string => `${kind}:${join(disk, 'out')}`;
    const call = (to: string, ...more: readonly string[]) =>
      home.call(['run', 'barn.yaml', ...now, '--no-log-file', '--to', to, ...more]);

    it('that is full ends with exit 8; no partial file has a final name, and with more room the next run goes on', async function () {
      const disk = disks(this, join(home.cwd, 'small'), room[kind]);
      // A first part of it fits.
      const first = await call(inside(disk.path), '--days', '3');
      expect(first.code, first.stderr).to.equal(0);
      const { code, stderr } = await call(inside(disk.path), ...many);
      expect(code, stderr).to.equal(8);
      expect(stderr)
        .to.match(/disk is full/)
        .and.to.match(/make room, and run the same command again/);
      if (kind !== 'duckdb') {
        const names = readdirSync(disk.path, { recursive: true }).map(String);
        expect(names.filter((name) => name.endsWith('.tmp'))).to.deep.equal([]);
      }
      disk.grow(64_000);
      const oracle = await targets.fresh();
      const target: TestTarget = { ...oracle, to: inside(disk.path) };
      const whole = await run(oracle, ...many);
      const summary = await run(target, ...many);
      expect(summary.present).to.be.greaterThan(500);
      expect(summary.written).to.be.greaterThan(0);
      expect(fingerprints(summary)).to.deep.equal(fingerprints(whole));
    });

    it('that is read-only is found before the first record: exit 8, and nothing is written anywhere', async function () {
      const disk = disks(this, join(home.cwd, 'small'), 4000);
      const target: TestTarget = { ...(await targets.fresh()), to: inside(disk.path) };
      await run(target, '--days', '1');
      const before = filesOf(disk.path);
      disk.close();
      for (const to of [inside(disk.path), `${kind}:${join(disk.path, 'another')}`]) {
        const { code, stderr } = await call(to, '--log-level', 'debug');
        expect(code, stderr).to.equal(8);
        expect(stderr).to.include(disk.path).and.not.include('wrote ');
      }
      expect(filesOf(disk.path)).to.deep.equal(before);
    });

    if (kind !== 'duckdb') {
      it('of which one table lies on another one, which is read-only: no table gets a record', async function () {
        const out = join(home.cwd, 'out');
        const disk = disks(this, join(out, 'incidents'), 400);
        disk.close();
        const { code, stderr } = await call(`${kind}:${out}`);
        expect(code, stderr).to.equal(8);
        expect(stderr).to.include(disk.path);
        const parts = readdirSync(out, { recursive: true }).filter((name) => String(name).endsWith(`.${kind}`));
        expect(parts).to.deep.equal([]);
      });
    }
  });
}

describe('the log of a run on a small disk', function () {
  this.timeout(300_000);
  const disks = useSmallDisks();
  const { home, targets, run, held } = useSubject('ndjson');

  it('that is full: exit 8 for the log that was asked for, and with more room the next run goes on', async function () {
    const disk = disks(this, join(home.cwd, 'small'), 4);
    const target = await targets.fresh();
    const line = ['run', 'barn.yaml', ...now, '--to', target.to, '--log-level', 'debug'];
    const log = ['--log-file', join(disk.path, 'run.log')];
    let ended = await home.call([...line, ...log]);
    // Each run appends some lines, until one finds no room for them.
    for (let days = 3; ended.code === 0 && days < 60; days++) {
      ended = await home.call([...line, ...log, '--days', String(days)]);
    }
    expect(ended.code, ended.stderr).to.equal(8);
    expect(ended.stderr)
      .to.include('run.log')
      .and.match(/ENOSPC|no space/i);
    disk.grow(4000);
    expect((await home.call([...line, ...log, '--days', '60'])).code).to.equal(0);
    const oracle = await targets.fresh();
    await run(oracle, '--days', '60');
    expect(await held(target)).to.deep.equal(await held(oracle));
  });

  it('that is full: a log that nobody asked for is one warning, and the run goes on', async function () {
    const logs = join(home.cwd, 'logs');
    disks(this, logs, 4);
    const target = await targets.fresh();
    let said = '';
    for (let days = 1; said === '' && days < 60; days++) {
      const ended = await home.call([
        ...['run', 'barn.yaml', ...now, '--to', target.to, '--quiet'],
        ...['--log-level', 'info', '--days', String(days)],
      ]);
      expect(ended.code, ended.stderr).to.equal(0);
      said = ended.stderr
        .split('\n')
        .filter((line) => line.includes('no log file'))
        .join('\n');
    }
    expect(said.split('\n')).to.have.length(1);
    expect(said).to.match(/ENOSPC|no space/i);
  });
});

const filesOf = (folder: string): readonly (readonly [string, string])[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): [string, string] => {
      const path = join(entry.parentPath, entry.name);
      return [path, readFileSync(path, 'base64')];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
