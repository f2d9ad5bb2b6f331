/** Who reads what the program says goes away, or is slow. */
import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { barn, now } from '../../commands/barn.ts';
import { watchMemory } from '../../support/memory.ts';
import { useSubject } from './subject.ts';

for (const kind of ['duckdb', 'ndjson'] as const) {
  describe(`a run into ${kind} whose reader goes away, as in \`| head\``, function () {
    this.timeout(300_000);
    const { home, targets, run, held } = useSubject(kind);

    for (const [what, more] of [
      ['a summary', []],
      ['a summary as JSON', ['--json']],
      ['a log, of which nobody reads stderr either', ['--log-level', 'debug']],
    ] as const) {
      it(`is no crash, and all records are written: ${what}`, async () => {
        const [target, oracle] = [await targets.fresh(), await targets.fresh()];
        const ended = await home.call(['run', 'barn.yaml', ...now, '--to', target.to, ...more], {
          started(child) {
            child.stdout!.destroy();
            if (more[0] === '--log-level') child.stderr!.destroy();
          },
        });
        expect(ended.code, ended.stderr).to.equal(0);
        expect(ended.stderr).not.to.match(/EPIPE|Error/);
        await run(oracle);
        expect(await held(target)).to.deep.equal(await held(oracle));
      });
    }
  });
}

describe('commands whose reader goes away, as in `| head`', function () {
  this.timeout(300_000);
  const { home } = useSubject('ndjson');

  for (const line of [
    'plan barn.yaml',
    'preview barn.yaml',
    'stats barn.yaml',
    'validate barn.yaml',
    'schema',
    'scenarios',
    'explain',
    'diff barn.yaml barn.yaml',
    'help',
  ]) {
    it(`end well: ${line}`, async () => {
      const ended = await home.call(line.split(' '), { started: (child) => child.stdout!.destroy() });
      expect(ended.code, ended.stderr).to.equal(0);
      expect(ended.stderr).not.to.match(/EPIPE|Error/);
    });
  }
});

describe('a command that fails and whose readers are gone', function () {
  this.timeout(300_000);
  const { home } = useSubject('ndjson');

  for (const [line, code] of [
    ['run nothing.yaml', 2],
    ['run broken.yaml', 3],
    ['validate broken.yaml', 3],
    ['diff barn.yaml broken.yaml --json', 3],
    ['run barn.yaml --clean', 4],
  ] as const) {
    it(`has its exit code all the same: ${line}`, async () => {
      home.write('broken.yaml', 'version: 1\nname: [\n');
      const ended = await home.call(line.split(' '), {
        started(child) {
          child.stdout!.destroy();
          child.stderr!.destroy();
        },
      });
      expect(ended.code).to.equal(code);
    });
  }
});

describe('ten million records for a slow reader', function () {
  this.timeout(900_000);
  const { home } = useSubject('ndjson');

  it('take no more memory than a few, with a heap of 256 MB', async function () {
    home.write('barn.yaml', barn.replace('step: 10m', 'step: 1s'));
    const launcher = join(import.meta.dirname, '../../../bin/run.js');
    const args = ['run', 'barn.yaml', ...now, '--no-log-file', '--quiet', '--to', 'ndjson:-', '--only', 'metrics'];
    const child = spawn(process.execPath, ['--max-old-space-size=256', launcher, ...args, '--days', '58'], {
      cwd: home.cwd,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const memory = watchMemory(child);
    if (memory === null) this.skip();
    // Nothing is read for a while: what is made by then has nowhere to go.
    await sleep(3000);
    let records = 0;
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) records++;
    }
    expect(await exited).to.deep.equal([0, null]);
    expect(records).to.be.greaterThan(10_000_000);
    expect(memory.peak()).to.be.lessThan(400_000_000);
  });
});
