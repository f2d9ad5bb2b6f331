import { expect } from 'chai';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeedctlError } from '../../src/model/errors.ts';
import { checkInside } from '../../src/sinks/paths.ts';

describe('a path that a scenario names', () => {
  let base: string;
  let root: string;
  beforeEach(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'seedctl-paths-')));
    root = join(base, 'work');
    mkdirSync(join(root, 'sub'), { recursive: true });
    mkdirSync(join(base, 'elsewhere'));
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('may lie anywhere below the working directory, made or not', () => {
    for (const path of ['out/a.duckdb', 'sub', './sub/../sub/x', '..dots/a', join(root, 'sub')]) {
      expect(checkInside(root, path)).to.equal(join(root, path.startsWith('/') ? 'sub' : path));
    }
  });

  it('is refused with `..`, absolute, or through linked parents', () => {
    symlinkSync(join(base, 'elsewhere'), join(root, 'link'));
    symlinkSync(join(base, 'not-yet'), join(root, 'dangling'));
    const bad = [
      '../a',
      'sub/../../a',
      join(base, 'elsewhere/a'),
      'link/a',
      'link/new/a',
      'link',
      'dangling',
      'dangling/a',
    ];
    for (const path of [...bad, '/']) {
      expect(() => checkInside(root, path), path)
        .to.throw(SeedctlError)
        .that.includes({ exit: 4, code: 'outside-working-directory' });
    }
    expect(readdirSync(join(base, 'elsewhere'))).to.deep.equal([]);
  });

  it('ends on links that go round in circles', () => {
    symlinkSync(join(root, 'a'), join(root, 'b'));
    symlinkSync(join(root, 'b'), join(root, 'a'));
    expect(checkInside(root, 'a/c')).to.equal(join(root, 'a/c'));
  });

  it('may be reached through a link to the working directory itself', () => {
    symlinkSync(root, join(base, 'alias'));
    expect(checkInside(join(base, 'alias'), 'sub/a')).to.equal(join(base, 'alias/sub/a'));
  });
});
