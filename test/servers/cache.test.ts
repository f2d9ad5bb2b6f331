import { expect } from 'chai';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { mirror } from './debian.ts';

describe('what servers of the tests are made of', () => {
  const given = process.env['SEEDCTL_TEST_CACHE'];
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedctl-cache-'));
    process.env['SEEDCTL_TEST_CACHE'] = folder;
  });
  afterEach(() => {
    if (given === undefined) delete process.env['SEEDCTL_TEST_CACHE'];
    else process.env['SEEDCTL_TEST_CACHE'] = given;
    rmSync(folder, { recursive: true });
  });

  it('is made once, and by two at the same time as one whole thing', async () => {
    let made = 0;
    const make = async (path: string): Promise<void> => {
      made++;
      for (let i = 0; i < 20; i++) {
        await new Promise((resolve) => setImmediate(resolve));
        writeFileSync(join(path, String(i)), 'x');
      }
    };
    const paths = await Promise.all([cached('a/b', make), cached('a/b', make)]);
    expect(paths).to.deep.equal([join(folder, 'a/b'), join(folder, 'a/b')]);
    expect(readdirSync(join(folder, 'a'))).to.deep.equal(['b']);
    expect(readdirSync(join(folder, 'a/b'))).to.have.length(20);
    expect(made).to.equal(2);
    await cached('a/b', make);
    expect(made).to.equal(2);
  });

  it('is not there when it could not be made', async () => {
    const failing = cached('a', (path) => {
      writeFileSync(join(path, 'half'), 'x');
      return Promise.reject(new Error('no network'));
    });
    expect(await failing.catch((error: unknown) => (error as Error).message)).to.equal('no network');
    expect(existsSync(join(folder, 'a'))).to.equal(false);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  for (const [what, file, text, uri] of [
    [
      'one line a source',
      'sources.list',
      '# deb http://a/debian x\ndeb [arch=amd64] https://b/debian trixie main\n',
      'https://b/debian',
    ],
    [
      'a paragraph a source',
      'sources.list.d/debian.sources',
      'Types: deb\nURIs: http://c/debian/\nSuites: trixie\n',
      'http://c/debian/',
    ],
    [
      'another vendor',
      'sources.list.d/other.list',
      'deb https://deb.d.com/node_20.x nodistro main\n',
      'http://deb.debian.org/debian',
    ],
  ] as const) {
    it(`comes from where the machine has its own packages: ${what}`, () => {
      mkdirSync(join(folder, 'sources.list.d'));
      writeFileSync(join(folder, file), text);
      expect(mirror(folder)).to.equal(uri);
    });
  }
});
