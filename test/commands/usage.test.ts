/** What a slip on the command line is answered with: what was probably meant, and what to type next. */
import { expect } from 'chai';
import { now, yard } from './barn.ts';

describe('a wrong command line', function () {
  this.timeout(120_000);
  const { call } = yard();
  const said = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await call(args);
    expect(code, stderr).to.equal(2);
    expect(stdout).to.equal('');
    return stderr;
  };

  it('asks back for a command, a flag and a scenario that are nearly there', async () => {
    expect(await said('runn', 'barn.yaml')).to.equal(
      'Error: There is no command runn; did you mean run?\n  next: seedctl run --help\n',
    );
    expect(await said('plan', 'barn.yaml', '--dayz', '3')).to.equal(
      'Error: There is no flag --dayz; did you mean --days?\n  next: seedctl plan --help\n',
    );
    expect(await said('plan', 'pmi-defualt')).to.include('There is no file pmi-defualt; did you mean pmi-default?');
    expect(await said('zzzzzz')).to.equal('Error: There is no command zzzzzz\n  next: seedctl --help\n');
  });

  it('names what is missing, in one line', async () => {
    expect(await said('run')).to.equal(
      'Error: Run needs FILE: Path of a scenario, or the name of one that ships (see: seedctl scenarios).\n' +
        '  next: seedctl run --help\n',
    );
    expect(await said('diff')).to.include('Diff needs OLD and NEW: ');
    expect(await said('init', '--list', '--force')).to.include(
      'Error: --force cannot also be provided when using --list\n',
    );
  });

  it('names what is too much', async () => {
    expect(await said('schema', 'extra')).to.equal(
      'Error: Unexpected argument: extra\n  next: seedctl schema --help\n',
    );
    expect(await said('plan', 'barn.yaml', 'extra')).to.include('Unexpected argument: extra\n');
  });

  it('always says what to do next', async () => {
    const wrong = [
      ['--seed', 'abc'],
      ['--param', 'days'],
      ['--only', ''],
      ['--from', '2025-13-01'],
      ['--days', '0'],
    ];
    for (const flags of wrong) expect(await said('run', 'barn.yaml', ...flags), flags.join(' ')).to.include('  next: ');
  });

  it('tells an empty period in local time', async () => {
    const flags = ['--from', '2025-02-03', '--until', '2025-02-01'];
    expect(await said('plan', 'barn.yaml', ...now, ...flags)).to.include(
      'The period is empty: it would start at 2025-02-03 00:00 and end at 2025-02-01 00:00, Europe/Rome\n',
    );
  });

  it('leaves a name as it was written', async () => {
    expect(await said('init', 'a b')).to.include('Error: `a b` is no name of a scenario');
  });

  it('has all keys in JSON, whatever there is to say', async () => {
    const keys = ['code', 'message', 'place', 'safe', 'next', 'exit'];
    for (const args of [
      ['run'],
      ['runn'],
      ['run', 'nothing.yaml'],
      ['plan', 'barn.yaml', '--seed', 'x'],
      ['run', '--x'],
    ]) {
      const { code, stdout, stderr } = await call([...args, '--json']);
      const { error } = JSON.parse(stdout) as { readonly error: { readonly exit: number } };
      expect(Object.keys(error), args.join(' ')).to.deep.equal(keys);
      expect([code, error.exit, stderr]).to.deep.equal([2, 2, '']);
    }
  });
});

describe('seedctl help', () => {
  const { call } = yard();
  it('NAME is NAME --help', async () => {
    expect(await call(['help', 'run'])).to.deep.equal(await call(['run', '--help']));
    expect(await call(['help'])).to.deep.equal(await call(['--help']));
  });
});
