import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Explanation, Map } from '../../src/language/explain/explain.ts';
import { yard } from './barn.ts';

describe('seedctl explain and init', () => {
  const place = yard();
  const { call } = place;

  it('shows the map without a key, and as JSON', async () => {
    const { code, stdout } = await call(['explain']);
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^ {2}episodes +\S/m)
      .and.include('constant sine spike');
    const map = JSON.parse((await call(['explain', '--json'])).stdout) as Map;
    expect(map.sections.map(({ key }) => key)).to.include.members(['time', 'assets', 'sinks']);
  });

  it('explains a key, in plain text unless colours are wanted', async () => {
    const plain = await call(['explain', 'layers.spike.rate']);
    expect(plain.stdout).to.include('a rate such as 2/h').and.include('kind: spike').and.not.include('\u001b[');
    const coloured = await call(['explain', 'layers.spike.rate'], { env: { FORCE_COLOR: '1' } });
    expect(coloured.stdout).to.include('\u001b[36mrate\u001b[39m');
    const data = JSON.parse((await call(['explain', 'layers.spike.rate', '--json'])).stdout) as Explanation;
    expect(data).to.include({ key: 'layers.spike.rate', what: 'key', unit: null });
  });

  it('gives an example that can be run as it is', async () => {
    const { stdout } = await call(['explain', 'episodes.after', '--example']);
    place.write('try.yaml', stdout);
    const run = await call(['run', 'try.yaml', '--to', 'ndjson:out/try', '--no-log-file', '--json']);
    expect(run.code).to.equal(0);
  });

  it('is exit 2 with the nearest for what the language does not have', async () => {
    const { code, stderr } = await call(['explain', 'layers.spik']);
    expect(code).to.equal(2);
    expect(stderr).to.include('did you mean layers.spike?').and.include('next: seedctl explain layers.spike');
    expect((await call(['explain', 'zzzzzzzz'])).stderr).to.include('seedctl explain');
    const { error } = JSON.parse((await call(['explain', 'nois', '--json'])).stdout) as { error: { exit: number } };
    expect(error.exit).to.equal(2);
    expect((await call(['explain', '--example'])).code).to.equal(2);
  });

  it('init writes a scenario and its schema, and never over a file', async () => {
    const first = await call(['init', 'shop', '--from', 'web-shop']);
    expect(first).to.include({ code: 0, stderr: '' });
    expect(first.stdout).to.include('seedctl run shop.yaml');
    const path = join(place.cwd, 'shop.yaml');
    const schema = join(place.cwd, 'seedctl.schema.json');
    writeFileSync(path, 'mine');
    const again = await call(['init', 'shop']);
    expect(again.code).to.equal(4);
    expect(again.stderr).to.include('nothing was written').and.include('--force');
    expect(readFileSync(path, 'utf8')).to.equal('mine');
    // Its own schema is brought up to date; another file of that name is not ours.
    writeFileSync(schema, readFileSync(schema, 'utf8').replace('"version"', '"older"'));
    expect((await call(['init', 'two'])).code).to.equal(0);
    expect(readFileSync(schema, 'utf8')).to.include('"version"');
    writeFileSync(schema, '{}');
    expect((await call(['init', 'three'])).code).to.equal(4);
    expect(existsSync(join(place.cwd, 'three.yaml'))).to.equal(false);
    expect((await call(['init', 'shop', '--force'])).code).to.equal(0);
    expect(readFileSync(path, 'utf8')).to.include('name: shop');
  });

  it('init takes a path, lists templates, and is exit 2 for what it cannot know', async () => {
    expect((await call(['init', 'deep/in/lab.yaml', '--from', 'iot'])).code).to.equal(0);
    expect(readFileSync(join(place.cwd, 'deep/in/lab.yaml'), 'utf8')).to.include('name: lab\n');
    expect(existsSync(join(place.cwd, 'deep/in/seedctl.schema.json'))).to.equal(true);
    expect((await call(['init', '--list'])).stdout).to.match(/^wearables +\S/m);
    expect((await call(['init'])).code).to.equal(2);
    expect((await call(['init', 'x', '--from', 'web-shoop'])).stderr).to.include('did you mean web-shop?');
    expect((await call(['init', '.hidden'])).code).to.equal(2);
  });
});
