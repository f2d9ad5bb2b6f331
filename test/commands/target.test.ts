import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckData } from '../../src/run/check.ts';
import type { Cleaned } from '../../src/run/clean.ts';
import type { VerifyData } from '../../src/run/verify/data.ts';
import { now, yard } from './barn.ts';
import { partsOf } from '../support/targets/files.ts';

describe('seedctl check, verify and clean', function () {
  this.timeout(60_000);
  const place = yard();
  const { call } = place;
  const run = () => call(['run', 'barn.yaml', ...now, '--no-log-file', '--quiet']);

  it('check says what it finds, line by line, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await call(['check', 'barn.yaml', ...now, '--to', 'duckdb:out/a.duckdb']);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout)
      .to.match(/^server +DuckDB \d/m)
      .and.match(/^free space +\d/m);
    expect(stdout)
      .to.match(/^set-up .*make the folder/m)
      .and.include('✔ duckdb:out/a.duckdb: a run can write here');
    expect(existsSync(join(place.cwd, 'out'))).to.equal(false);
    const json = await call(['check', 'barn.yaml', ...now, '--json']);
    expect(JSON.parse(json.stdout) as CheckData).to.include({ target: 'ndjson:out/lake', present: 0, server: null });
  });

  it('check shows what it found before what stands in the way', async () => {
    await run();
    const failed = await call(['check', 'barn.yaml', ...now, '--seed', '8']);
    expect(failed.code).to.equal(4);
    expect(failed.stdout).to.include('free space');
    expect(failed.stderr).to.include('with seed 7');
    const json = await call(['check', 'barn.yaml', ...now, '--seed', '8', '--json']);
    expect(JSON.parse(json.stdout)).to.have.nested.property('error.code', 'held-with-other-values');
  });

  it('verify is exit 0 where all is as it should be, and exit 9 on any difference', async () => {
    const empty = await call(['verify', 'barn.yaml', ...now]);
    expect(empty.code).to.equal(9);
    expect(empty.stdout).to.include('not written yet').and.include('seedctl run barn.yaml --now');
    await run();
    const good = await call(['verify', 'barn.yaml', ...now]);
    expect(good).to.include({ code: 0, stderr: '' });
    expect(good.stdout).to.match(/✔ ndjson:out\/lake holds all [\d,]+ records, each as it should be/);

    const [part] = partsOf(join(place.cwd, 'out/lake/polls'), 'ndjson');
    writeFileSync(part!, readFileSync(part!, 'utf8').replace('"value":100', '"value":101'));
    const bad = await call(['verify', 'barn.yaml', ...now]);
    expect(bad.code).to.equal(9);
    expect(bad.stdout).to.include('value is 101 and should be 100').and.include('--clean');
    const json = await call(['verify', 'barn.yaml', ...now, '--json']);
    expect(json).to.include({ code: 9, stderr: '' });
    expect(JSON.parse(json.stdout) as VerifyData).to.include({ equal: false, different: 1, missing: 0, extra: 0 });
  });

  it('verify is exit 2 for what is read from files, which nothing makes anew', async () => {
    const { code, stderr } = await call(['verify', 'fitbit-ingest', ...now]);
    expect(code).to.equal(2);
    expect(stderr).to.include('are read from files').and.include('run again');
  });

  it('verify is exit 2 for a target that cannot be read back', async () => {
    expect((await call(['verify', 'barn.yaml', ...now, '--to', 'ndjson:-'])).code).to.equal(2);
  });

  it('clean asks, and without anybody to answer it is exit 4', async () => {
    await run();
    const unasked = await call(['clean', 'barn.yaml']);
    expect(unasked.code).to.equal(4);
    expect(unasked.stderr).to.include('--yes');
    const { code, stdout } = await call(['clean', 'barn.yaml', '--yes', '--only', 'polls,jobs', '--json']);
    expect(code).to.equal(0);
    const cleaned = JSON.parse(stdout) as Cleaned;
    expect(cleaned).to.include({ scenario: 'barn', target: 'ndjson:out/lake', removed: 580 });
    const rest = await call(['clean', 'barn.yaml', '--yes']);
    expect(rest.stdout).to.match(/records of barn removed from ndjson:out\/lake/);
    expect((await call(['clean', 'barn.yaml', '--yes'])).stdout).to.include('held nothing of barn');
  });
});
