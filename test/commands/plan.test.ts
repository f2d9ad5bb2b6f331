import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanData } from '../../src/run/plan-data.ts';
import type { SavedPlan } from '../../src/run/saved-plan.ts';
import type { Summary } from '../../src/run/summary.ts';
import { barn, now, yard } from './barn.ts';

describe('seedctl plan', () => {
  const place = yard();
  const { call, write } = place;
  const json = async <T>(...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await call([...args, '--json']);
    expect(code, stderr + stdout).to.equal(0);
    return JSON.parse(stdout) as T;
  };
  const save = (...more: string[]) => json('plan', 'barn.yaml', ...now, '--out', 'barn.plan.json', ...more);
  const run = (...more: string[]) => json<Summary>('run', 'barn.plan.json', '--no-log-file', '--quiet', ...more);
  const refused = async (exit: number, ...args: string[]) => {
    const ended = await call(['run', 'barn.plan.json', '--no-log-file', '--quiet', ...args]);
    expect(ended.code, ended.stderr).to.equal(exit);
    return ended.stderr;
  };

  it('says what a run does, before it does', async () => {
    const plan = await json<PlanData>('plan', 'barn.yaml', ...now);
    expect(existsSync(join(place.cwd, 'out'))).to.equal(false);
    expect(plan).to.include({ engine: 2, seed: 7, now: '2025-02-09T00:00:00Z' });
    expect(plan.setup.map(({ kind, name }) => `${kind} ${name}`)).to.include('table metrics');
    const summary = await json<Summary>('run', 'barn.yaml', ...now, '--no-log-file', '--quiet');
    expect(summary.digest).to.equal(plan.digest);
    expect(summary.streams.map(({ records }) => records)).to.deep.equal(plan.streams.map(({ records }) => records));
  });

  it('with --to also says what is there, and changes nothing', async () => {
    const none = await json<{ streams: { present: number }[] }>('plan', 'barn.yaml', ...now, '--to', 'lake');
    expect(new Set(none.streams.map(({ present }) => present))).to.deep.equal(new Set([0]));
    expect(existsSync(join(place.cwd, 'out'))).to.equal(false);
    const summary = await json<Summary>('run', 'barn.yaml', ...now, '--no-log-file', '--quiet');
    const later = ['--days', '4', '--to', 'lake'];
    const some = await json<{ streams: { present: number }[] }>('plan', 'barn.yaml', ...now, ...later);
    expect(some.streams.map(({ present }) => present)).to.deep.equal(summary.streams.map(({ records }) => records));
  });

  it('saved, is what run does', async () => {
    const plan = (await save('--days', '3', '--seed', '5', '--to', 'csv:out', '--only', 'metrics')) as PlanData;
    const summary = await run();
    expect(summary).to.include({ digest: plan.digest, seed: 5, target: 'csv:out', records: plan.records });
    expect(summary.streams.map(({ name }) => name)).to.deep.equal(['metrics']);
    expect(await run()).to.have.property('written', 0);
  });

  it('says where it was saved, also to who reads JSON', async () => {
    const { stdout, stderr } = await call(['plan', 'barn.yaml', ...now, '--out', 'a plan.json', '--json']);
    expect(stderr).to.equal("The plan is in a plan.json; seedctl run 'a plan.json' does exactly this\n");
    expect(JSON.parse(stdout)).to.have.property('seed', 7);
  });

  it('saved, is nothing for other commands', async () => {
    await save();
    for (const command of ['plan', 'check', 'verify', 'stats', 'clean']) {
      const { code, stderr } = await call([command, 'barn.plan.json', ...(command === 'clean' ? ['--yes'] : [])]);
      expect([code, stderr], command).to.deep.equal([
        2,
        'Error: barn.plan.json is a saved plan, and only run takes one\n' +
          '  next: seedctl run barn.plan.json, or give the scenario itself\n',
      ]);
    }
  });

  it('saved for a target whose URL is secret asks for it again', async () => {
    await save('--to', 'lake');
    const saved = JSON.parse(readFileSync(join(place.cwd, 'barn.plan.json'), 'utf8')) as SavedPlan;
    write('barn.plan.json', JSON.stringify({ ...saved, to: null }));
    expect(await refused(2)).to.include('next: give it with --to');
    expect(await run('--to', 'lake')).to.have.property('present', 0);
  });

  it('saved without a sink takes --to, and with one refuses it', async () => {
    await save();
    expect(await run('--to', 'ndjson:elsewhere')).to.have.property('target', 'ndjson:elsewhere');
    await save('--to', 'lake');
    expect(await refused(2, '--to', 'ndjson:elsewhere')).to.include('lake');
    expect(await refused(2, '--days', '3')).to.include('--days');
  });

  it('saved, holds paths, hashes and counts, and no secret', async () => {
    await save('--param', 'days=3');
    const saved = JSON.parse(readFileSync(join(place.cwd, 'barn.plan.json'), 'utf8')) as SavedPlan;
    expect(saved).to.deep.include({ file: 'barn.yaml', parameters: { days: '3' }, to: null, held: null });
    expect(saved.inputs[0]).to.have.keys('path', 'sha256');
    expect(Object.keys(saved).filter((key) => /asset|timeline/.test(key))).to.deep.equal([]);
  });

  it('saved, is refused where an input has changed, even in a comment', async () => {
    await save();
    write('barn.yaml', `${barn}# more\n`);
    expect(await refused(4)).to.include('barn.yaml has changed');
  });

  it('saved, is refused where the target has changed since, but not for its own work', async () => {
    await save('--days', '2', '--to', 'lake');
    await json('run', 'barn.yaml', ...now, '--no-log-file', '--quiet', '--only', 'assets');
    expect(await run(), 'a part of the same work').to.have.property('present', 2);

    await save('--days', '2', '--to', 'csv:other');
    await json('run', 'barn.yaml', ...now, '--no-log-file', '--quiet', '--days', '9', '--to', 'csv:other');
    expect(await refused(4)).to.include('more of stream');
  });

  it('saved, is refused where it is damaged', async () => {
    await save();
    const text = readFileSync(join(place.cwd, 'barn.plan.json'), 'utf8');
    write('barn.plan.json', text.slice(0, 200));
    expect(await refused(3)).to.include('cannot be read');
    write('barn.plan.json', text.replace(/"digest": "./, '"digest": "x'));
    expect(await refused(4)).to.include('another plan');
  });

  it('needs no variable of a sink', async () => {
    write(
      'barn.yaml',
      barn
        .replace('default: true', 'default: false')
        .replace('{kind: ndjson, path: out/lake', '{kind: ndjson, path: "out/${NOT_SET}"'),
    );
    await json('plan', 'barn.yaml', ...now);
    expect((await call(['validate', 'barn.yaml'])).code).to.equal(0);
  });
});
