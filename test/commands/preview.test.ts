import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PreviewData } from '../../src/run/preview/summary.ts';
import { now, yard } from './barn.ts';

describe('preview', function () {
  this.timeout(120_000);
  const place = yard();
  const preview = (...args: readonly string[]) => place.call(['preview', 'barn.yaml', ...now, ...args]);

  it('is an overview, and says how to see what it left out', async () => {
    const { code, stdout, stderr } = await preview();
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    for (const part of ['Availability', 'Series', 'jobs', 'hall', 'fan']) expect(stdout).to.include(part);
    const large = await place.call(['preview', 'iot-fleet', ...now]);
    expect(large.stdout).to.include('Not shown: 49,976 assets of 50,000.\n  seedctl preview iot-fleet --asset ');
    expect(large.stdout).to.include('Series  16 of 48').and.include('Not shown: 32 series of 48 of these assets.');
  });

  it('is a series in full, of assets by pattern too', async () => {
    expect((await preview('--asset', 'fan', '--metric', 'temp')).stdout)
      .to.include('fan  temp')
      .and.include('The day')
      .and.include('The distribution');
    const { stdout } = await preview('--asset', '*a*', '--metric', 'temp', '--json');
    const { series, assets } = JSON.parse(stdout) as PreviewData;
    expect(series.map(({ asset, metric, records }) => [asset, metric, records])).to.deep.equal([
      ['hall', 'temp', 288],
      ['fan', 'temp', 288],
    ]);
    expect(assets[1]!.incidents.every(({ root }) => root === 'hall')).to.equal(true);
  });

  it('shows the values that a run writes', async () => {
    const { stdout } = await preview('--asset', 'fan', '--metric', 'temp', '--json');
    const run = await place.call([
      'run',
      'barn.yaml',
      ...now,
      '--to',
      'ndjson:-',
      '--only',
      'metrics',
      '--no-log-file',
      '--quiet',
    ]);
    const values = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { asset_id: string; value: number })
      .filter(({ asset_id }) => asset_id === 'fan')
      .map(({ value }) => value);
    const [series] = (JSON.parse(stdout) as PreviewData).series;
    expect(series).to.deep.include({ records: values.length });
    expect([series!.min.value, series!.max.value]).to.deep.equal([Math.min(...values), Math.max(...values)]);
    expect(series!.mean).to.be.closeTo(values.reduce((a, b) => a + b, 0) / values.length, 1e-9);
  });

  it('names what is near where an asset or a metric is not there', async () => {
    const asset = await preview('--asset', 'hal');
    expect(asset.code).to.equal(2);
    expect(asset.stderr).to.include('no asset hal').and.include('`hall`');
    const metric = await preview('--asset', 'fan', '--metric', 'tmp');
    expect(metric.code).to.equal(2);
    expect(metric.stderr).to.include('asset fan has no metric tmp').and.include('`temp`');
    expect((await preview('--metric', 'nothing')).stderr).to.match(/no asset has a metric nothing/i);
  });

  it('writes a page, and nothing else', async () => {
    const { code, stdout } = await preview('--html', 'pages/barn.html');
    expect(code).to.equal(0);
    expect(stdout).to.match(/pages\/barn\.html, \d+ kB/);
    expect(readFileSync(join(place.cwd, 'pages/barn.html'), 'utf8')).to.match(/^<!doctype html>/);
    expect(existsSync(join(place.cwd, 'out'))).to.equal(false);
    expect((await preview('--html', 'barn.yaml/x.html')).code).to.equal(8);
  });
});
