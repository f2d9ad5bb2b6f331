import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { build } from '../support/cli.ts';

const root = join(import.meta.dirname, '../..');
const base = readFileSync(join(root, 'test/diff/base.yaml'), 'utf8');
const library = readFileSync(join(root, 'test/diff/library/loads.yaml'), 'utf8');

/** The script of the action, as it runs on a pull request, in a repository of its own. */
describe('a review of a pull request', function () {
  this.timeout(240_000);
  let cwd = '';
  const git = (...args: string[]): void => {
    const author = {
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b',
    };
    const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, ...author };
    const { status, stderr } = spawnSync('git', args, { cwd, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(cwd, file)), { recursive: true });
    writeFileSync(join(cwd, file), text);
  };
  const commit = (): void => {
    git('add', '-A');
    git('commit', '-qm', 'x');
  };
  const review = (): { code: number | null; stdout: string; stderr: string; comment: string } => {
    const comment = join(cwd, '.git', 'review.md');
    const { status, stdout, stderr } = spawnSync('bash', [join(root, 'scripts/review.sh')], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: cwd,
        LANG: 'C.UTF-8',
        BASE: 'main',
        COMMENT: comment,
        SEEDCTL: `${process.execPath} ${join(root, 'bin/run.js')}`,
      },
    });
    return { code: status, stdout, stderr, comment: readFileSync(comment, 'utf8') };
  };

  before(function () {
    if (spawnSync('git', ['--version']).error !== undefined) this.skip();
    build();
  });
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'seedctl-review-'));
    git('init', '-q', '-b', 'main');
    write('scenarios/plant.yaml', base);
    write('scenarios/second plant.yaml', base.replace('name: plant', 'name: second'));
    write('scenarios/library/loads.yaml', library);
    commit();
    git('checkout', '-qb', 'change');
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  it('says nothing where nothing of the scenarios is changed', () => {
    write('README.md', 'x');
    commit();
    const { code, stdout, stderr, comment } = review();
    expect({ code, stdout, stderr, comment }).to.deep.equal({ code: 0, stdout: '', stderr: '', comment: '' });
  });

  it('compares what was changed, and nothing else', () => {
    write('scenarios/plant.yaml', base.replace("at: '23:00'", "at: '22:00'"));
    commit();
    const { code, comment } = review();
    expect(code).to.equal(0);
    expect(comment)
      .to.match(/^<!-- seedctl review -->\n/)
      .and.include('### 📈 plant')
      .and.include('planned downtime cleaning: at 23:00 → 22:00')
      .and.not.include('second');
  });

  it('knows that a scenario changes with what it includes, which is read at its own revision', () => {
    write('scenarios/library/loads.yaml', library.replace('value: 60', 'value: 70'));
    commit();
    const { code, comment } = review();
    expect(code).to.equal(0);
    expect(comment.match(/^### 📈/gm)).to.have.length(2);
    expect(comment).to.include('value 60 → 70').and.include('scenarios/library/loads.yaml:16');
  });

  it('follows a file that was moved, and names what came and went', () => {
    git('mv', 'scenarios/plant.yaml', 'scenarios/moved.yaml');
    git('rm', '-q', 'scenarios/second plant.yaml');
    write('scenarios/new.yaml', readFileSync(join(root, 'templates/minimal.yaml'), 'utf8'));
    commit();
    const { code, comment } = review();
    expect(code).to.equal(0);
    expect(comment)
      .to.include('### ✅ plant')
      .and.include('The same text, so the same data.')
      .and.include('### 🆕 `scenarios/new.yaml`')
      .and.include('### 🗑️ `scenarios/second plant.yaml` is removed');
  });

  it('fails where a scenario is not valid, with its annotation, and compares the others all the same', () => {
    write('scenarios/plant.yaml', base.replace('seed: 11', 'seed: eleven'));
    write('scenarios/second plant.yaml', base.replace('name: plant', 'name: second').replace('90%', '80%'));
    commit();
    const { code, stdout, comment } = review();
    expect(code).to.equal(3);
    expect(stdout).to.match(/^::error file=scenarios\/plant\.yaml,line=7,endLine=7,/);
    expect(comment).to.include('### ❌ `scenarios/plant.yaml`').and.include('success 90% → 80%');
  });

  it('is what the action runs: it names this script, and inputs reach it by the environment alone', () => {
    const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
      inputs: object;
      runs: { steps: { run: string; env: { [name: string]: string } }[] };
    };
    const [step, comment] = action.runs.steps;
    expect(step!.run).to.include('$GITHUB_ACTION_PATH/scripts/review.sh');
    for (const { run } of [step!, comment!]) expect(run).to.not.include('${{');
    const workflow = parse(readFileSync(join(root, 'docs/examples/review.workflow.yml'), 'utf8')) as {
      jobs: { review: { steps: { with?: object }[] } };
    };
    const given = Object.keys(workflow.jobs.review.steps.at(-1)!.with ?? {});
    expect(Object.keys(action.inputs)).to.include.members(given);
  });

  it('has hooks whose commands there are', () => {
    const hooks = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as {
      entry: string;
      files: string;
    }[];
    expect(hooks.map(({ entry }) => entry)).to.deep.equal(['seedctl validate', 'seedctl fmt']);
    expect('scenarios/plant.yaml').to.match(new RegExp(hooks[0]!.files));
    expect('scenarios/library/loads.yaml').to.not.match(new RegExp(hooks[0]!.files));
  });
});
