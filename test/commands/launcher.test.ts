import { expect } from 'chai';
import { cpSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { runToEnd } from '../support/cli.ts';
import { yard } from './barn.ts';

const root = join(import.meta.dirname, '../..');

describe('the launcher', function () {
  this.timeout(120_000);
  const home = yard();

  /** Copies of a scenario that ships are checked; V8 tells what it found worth optimising. */
  async function optimisedOf(files: number): Promise<number> {
    cpSync(join(root, 'scenarios/library'), join(home.cwd, 'library'), { recursive: true });
    const names = Array.from({ length: files }, (_, i) => `copy-${i}.yaml`);
    for (const name of names) cpSync(join(root, 'scenarios/pmi-default.yaml'), join(home.cwd, name));
    const { code, stdout, stderr } = await runToEnd(
      [process.execPath, '--trace-opt', join(root, 'bin/run.js'), 'validate', ...names],
      { cwd: home.cwd, env: { PATH: process.env['PATH'] ?? '', HOME: home.cwd } },
    );
    expect(code, stderr).to.equal(0);
    return stdout.split('\n').filter((line) => line.startsWith('[marking')).length;
  }

  it('lets V8 optimise sooner where many files are on the command line', async function () {
    // Later versions of Node keep what they have compiled in place of that.
    if ('enableCompileCache' in module) this.skip();
    const [few, many] = [await optimisedOf(17), await optimisedOf(18)];
    expect(many).to.be.greaterThan(2 * Math.max(1, few));
  });
});
