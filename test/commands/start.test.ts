import { expect } from 'chai';
import { yard } from './barn.ts';

/** Node then tells each package that `require` is asked for. */
const env = { NODE_DEBUG: 'module' };

const vendored = (stderr: string): string[] => [
  ...new Set([...stderr.matchAll(/vendor\/([\w-]+)\.cjs/g)].map(([, name]) => name!)),
];

describe('what a process loads of what is seldom used', () => {
  const { call } = yard();

  it('is nothing where a scenario is checked', async () => {
    const { code, stderr } = await call(['validate', 'barn.yaml'], { env });
    expect(code).to.equal(0);
    expect(stderr).to.include('MODULE');
    expect(vendored(stderr)).to.deep.equal([]);
  });

  it('is what formats help, where help is asked for', async () => {
    const { code, stdout, stderr } = await call(['validate', '--help'], { env });
    expect(code).to.equal(0);
    expect(stdout).to.include('USAGE').and.to.include('--param');
    expect(vendored(stderr)).to.include('ejs').and.not.to.include.oneOf(['chance', 'debug', 'semver', 'tinyglobby']);
  });

  it('is what writes the log of oclif, where DEBUG asks for it', async () => {
    const { code, stdout, stderr } = await call(['validate', 'barn.yaml'], { env: { ...env, DEBUG: 'oclif:*' } });
    expect(code).to.equal(0);
    expect(stdout).to.include('valid');
    expect(vendored(stderr)).to.include('debug');
    expect(stderr).to.match(/oclif:main process\.argv/);
  });
});
