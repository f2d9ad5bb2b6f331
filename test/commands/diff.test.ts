import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { barn, now, yard } from './barn.ts';

interface Answer {
  readonly different: boolean;
  readonly old: { readonly file: string; readonly records: number; readonly now: string };
  readonly new: { readonly records: number; readonly now: string };
  readonly facts: readonly { readonly name: string }[];
  readonly edits: readonly { readonly subject: string; readonly effective: boolean; readonly series: number }[];
  readonly values: readonly {
    readonly metric: { readonly new: string };
    readonly measure: { readonly new: { readonly mean: number } };
  }[];
}

describe('seedctl diff', () => {
  const place = yard();
  const { call, write } = place;
  const warmer = barn.replace('value: 20', 'value: 23');
  const git = (...args: string[]): void => {
    const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
    const env = { PATH: process.env['PATH'] ?? '', HOME: place.cwd, ...who };
    const { status, stderr } = spawnSync('git', args, { cwd: place.cwd, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const answer = async (...args: string[]): Promise<Answer> =>
    JSON.parse((await call(['diff', ...args, '--json'])).stdout) as Answer;

  it('tells the change in text, Markdown, HTML and JSON, and one JSON value alone is on stdout', async () => {
    write('warm.yaml', warmer);
    const pair = ['barn.yaml', 'warm.yaml', ...now];
    const text = await call(['diff', ...pair]);
    expect(text).to.include({ code: 0, stderr: '' });
    expect(text.stdout).to.include('Values change in every series of metrics').and.include('value 20 → 23');
    expect((await call(['diff', ...pair, '--format', 'markdown'])).stdout).to.match(/^### 📈 barn\n/);
    expect((await call(['diff', ...pair, '--format', 'html'])).stdout).to.match(/^<!doctype html>/);
    const json = JSON.parse((await call(['diff', ...pair, '--format', 'json'])).stdout) as Answer;
    expect(json).to.deep.equal(await answer(...pair));
    expect(json.edits.map(({ subject, series }) => [subject, series])).to.deep.equal([['pattern warm, temp', 2]]);
    for (const { measure } of json.values) expect(measure.new.mean).to.be.closeTo(23, 0.3);
  });

  it('exits with 9 only where it is asked to, and the data differs', async () => {
    write('warm.yaml', warmer);
    write('said.yaml', barn.replace('One barn', 'A barn'));
    expect(await call(['diff', 'barn.yaml', 'warm.yaml', '--exit-code'])).to.include({ code: 9 });
    expect(await call(['diff', 'barn.yaml', 'warm.yaml', '--exit-code', '--json'])).to.include({ code: 9 });
    expect(await call(['diff', 'barn.yaml', 'said.yaml', '--exit-code'])).to.include({ code: 0 });
    expect(await call(['diff', 'barn.yaml', 'warm.yaml'])).to.include({ code: 0 });
  });

  it('plans both at one moment, for one period, with one seed and the parameters that each has', async () => {
    write(
      'more.yaml',
      barn
        .replace('parameters: {', 'parameters: {heat: {type: number, default: 20}, ')
        .replace('value: 20', "value: '${heat}'"),
    );
    const same = await answer('barn.yaml', 'more.yaml', '--days', '3', '--seed', '5');
    expect(same.different).to.equal(false);
    expect(same.old.now).to.equal(same.new.now);
    expect(same.old.records).to.equal(same.new.records);
    const hot = await answer(
      'barn.yaml',
      'more.yaml',
      '--param',
      'heat=30',
      '--from',
      '2025-02-01',
      '--until',
      '2025-02-02',
    );
    expect(hot.different).to.equal(true);
    expect(hot.facts).to.deep.equal([]);
    const seeded = barn.replace('seed: 7', 'seed: 8');
    write('seeded.yaml', seeded);
    expect((await answer('barn.yaml', 'seeded.yaml', '--seed', '5')).different).to.equal(false);
    expect(await call(['diff', 'barn.yaml', 'more.yaml', '--param', 'cold=1'])).to.include({ code: 2 });
  });

  it('reads a revision of git, with the includes of that revision, from any folder', async () => {
    git('init', '-q', '-b', 'main');
    mkdirSync(join(place.cwd, 'sets'));
    const own = barn.replace(/patterns:\n {2}warm: .*\n/, 'include: [lib.yaml]\npatterns:\n');
    const warm = /^ {2}warm: .*$/m.exec(barn)![0];
    write('sets/barn.yaml', own);
    write('sets/lib.yaml', `version: 1\npatterns:\n${warm}\n`);
    git('add', '-A');
    git('commit', '-qm', 'x');
    write('sets/lib.yaml', `version: 1\npatterns:\n${warm.replace('value: 20', 'value: 25')}\n`);
    const { stdout, code } = await call(['diff', 'git:HEAD:sets/barn.yaml', 'sets/barn.yaml', ...now, '--exit-code']);
    expect(code).to.equal(9);
    expect(stdout).to.include('value 20 → 25').and.include('sets/lib.yaml:3');
    // Where the file is no more, its revision still is.
    renameSync(join(place.cwd, 'sets'), join(place.cwd, 'gone'));
    expect((await call(['diff', 'git:main:sets/barn.yaml', 'git:HEAD:./sets/barn.yaml', '--exit-code'])).code).to.equal(
      0,
    );
  });

  it('says what is wrong with a revision, and what to do', async () => {
    const refused = async (file: string): Promise<string> => {
      const { code, stderr } = await call(['diff', file, 'barn.yaml']);
      expect(code).to.equal(2);
      return stderr;
    };
    expect(await refused('git:HEAD:barn.yaml')).to.include('no git repository');
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'x');
    expect(await refused('git:nowhere:barn.yaml')).to.include('knows no revision nowhere');
    expect(await refused('git:HEAD:other.yaml')).to.include('git:HEAD:other.yaml is not there');
    expect(await refused('git:HEAD')).to.include('git:REVISION:PATH');
    expect(await refused('git:--output=x:barn.yaml')).to.include('knows no revision');
  });

  it('shows the problems of a scenario that is not valid, on whichever side', async () => {
    write('bad.yaml', barn.replace('kind: noise', 'kind: nois'));
    for (const pair of [
      ['bad.yaml', 'barn.yaml'],
      ['barn.yaml', 'bad.yaml'],
    ]) {
      const { code, stderr } = await call(['diff', ...pair]);
      expect(code).to.equal(3);
      expect(stderr).to.match(/^bad\.yaml:\d+:\d+: error\[/);
    }
  });
});

describe('seedctl fmt', () => {
  const place = yard();
  const { call, write } = place;
  const read = (file: string): string => readFileSync(join(place.cwd, file), 'utf8');

  it('rewrites what is not in the house style, names it, and is then content', async () => {
    write('good.yaml', 'version: 1\nname: good\n');
    const before = await call(['fmt', '--check', 'barn.yaml', 'good.yaml']);
    expect(before).to.include({ code: 3, stdout: 'barn.yaml\n' });
    expect(read('barn.yaml')).to.equal(barn);
    expect(await call(['fmt', 'barn.yaml', 'good.yaml'])).to.include({ code: 0, stdout: 'barn.yaml\n', stderr: '' });
    expect(await call(['fmt', '--check', 'barn.yaml', 'good.yaml'])).to.include({ code: 0, stdout: '' });
    write('was.yaml', barn);
    expect((await call(['diff', 'was.yaml', 'barn.yaml', '--exit-code'])).code).to.equal(0);
  });

  it('leaves alone what is no YAML, says why, and goes on with the others', async () => {
    write('bad.yaml', 'a: [1\n');
    const { code, stdout, stderr } = await call(['fmt', 'bad.yaml', 'barn.yaml']);
    expect(code).to.equal(3);
    expect(stdout).to.equal('barn.yaml\n');
    expect(stderr).to.match(/^bad\.yaml:\d+:\d+: error\[/);
    expect(read('bad.yaml')).to.equal('a: [1\n');
  });

  it('reads stdin, writes stdout, and takes both as one text', async () => {
    const launcher = join(import.meta.dirname, '../../bin/run.js');
    const { status, stdout } = spawnSync(process.execPath, [launcher, 'fmt', '-'], {
      cwd: place.cwd,
      input: 'name:   a\nversion: 1\n',
      encoding: 'utf8',
    });
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: 'version: 1\nname: a\n' });
    expect(await call(['fmt', '-', 'barn.yaml'])).to.include({ code: 2 });
  });
});
