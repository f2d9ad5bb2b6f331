import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SeedctlError } from '../../../src/model/errors.ts';
import { NOTHING_HELD } from '../../../src/run/coverage.ts';
import { groupsOf } from '../../../src/run/groups.ts';
import { DEFAULT_FILES, fileOf } from '../../../src/sinks/json/files.ts';
import { json } from '../../../src/sinks/json/definition.ts';
import { yard } from '../../commands/barn.ts';
import { dayGroup, fill, openTarget, plannedStream, START, tableFiles, useFolder } from '../files/fixture.ts';

const scenario = `
version: 1
name: band
time: {start: 2025-02-03T00:00:00Z, duration: 2d, step: 30m}
patterns:
  wearer:
    metrics:
      hrv: {layers: [{kind: noise, sd: 5}]}
      spo2: {layers: [{kind: constant, value: 97}]}
assets: [{expand: {count: 2, id: 'w/{n}'}, type: wearer, pattern: wearer}]
streams:
  - {kind: assets, to: users, record: {user_id: $asset}}
  - {kind: metrics, to: raw_data, record: {user_id: $asset, metric: $metric, timestamp: $time, value: $value}}
`;

describe('files of JSON', () => {
  const folder = useFolder();

  it('are arrays of objects, whole also where nothing is in them', async () => {
    const stream = plannedStream(2);
    const target = await openTarget(folder(), { format: 'json' });
    await fill(target, [dayGroup(stream, 0), dayGroup(stream, 1, [])]);
    await target.close();
    const [first, second] = tableFiles(folder(), 'json').map((file) => readFileSync(join(folder(), file), 'utf8'));
    const rows = JSON.parse(first!) as object[];
    expect(rows).to.have.length(96);
    expect(rows[0]).to.deep.equal({
      asset_id: 'a0',
      metric_name: 'cpu',
      timestamp: '2025-01-01T00:00:00Z',
      value: 11.2,
    });
    expect(first!.split('\n')).to.have.length(96 + 3);
    expect(JSON.parse(second!)).to.deep.equal([]);
  });

  it('begin with the name that `files` says', () => {
    const stream = plannedStream(2);
    expect(fileOf(DEFAULT_FILES, stream, stream.series[1]!)).to.equal('a1-cpu');
    expect(fileOf('{table} of {stream}', stream, stream.series[1]!)).to.equal('metrics of metrics');
    expect(fileOf('{asset}', { ...stream, kind: 'assets', id: 'people' }, stream.series[1]!)).to.equal('people');
    expect(() => fileOf('{asset}-{when}', stream, stream.series[0]!))
      .to.throw(SeedctlError, 'there is no placeholder {when}')
      .that.deep.includes({ exit: 3, next: 'use some of {asset}, {metric}, {stream}, {table}' });
  });

  it('hold together what has the same name, also where it is not neighbours in the plan', () => {
    const base = plannedStream(4);
    const series = base.series.map((one, i) => ({ ...one, metric: i % 2 === 0 ? 'hrv' : 'spo2' }));
    const stream = { ...base, series, records: 4 * 48 };
    const plan = { streams: [stream], period: { from: START, to: START + 86_400_000 } } as never;
    const by = (files: string) =>
      groupsOf(plan, NOTHING_HELD, 1e6, json.together!({ path: '', files })).map(({ group }) =>
        group.series.map(({ asset }) => asset),
      );
    expect(by('{metric}')).to.deep.equal([
      ['a0', 'a2'],
      ['a1', 'a3'],
    ]);
    expect(by('{asset}-{metric}')).to.deep.equal([['a0'], ['a1'], ['a2'], ['a3']]);
    expect(by('{stream}')).to.deep.equal([['a0', 'a1', 'a2', 'a3']]);
  });

  describe('from the command line', () => {
    const home = yard();
    const path = (...of: readonly string[]) => join(home.cwd, ...of);

    it('are one for each metric of each asset and period; a second run adds nothing, a longer one adds files', async () => {
      home.write('band.yaml', scenario);
      const run = async (...flags: string[]) => {
        const ended = await home.call(['run', 'band.yaml', '--no-log-file', '--to', 'json:out', '--json', ...flags]);
        expect(ended.code, ended.stderr).to.equal(0);
        return JSON.parse(ended.stdout) as { records: number; written: number };
      };
      expect(await run()).to.include({ records: 2 + 2 * 2 * 96, written: 2 + 2 * 2 * 96 });
      const names = readdirSync(path('out/raw_data')).map((name) => name.split('.')[0]);
      expect(names.sort()).to.deep.equal(['w%2F1-hrv', 'w%2F1-spo2', 'w%2F2-hrv', 'w%2F2-spo2']);
      expect(readdirSync(path('out/users'))).to.have.length(1);
      const read = readdirSync(path('out/raw_data')).flatMap(
        (name) => JSON.parse(readFileSync(path(`out/raw_data/${name}`), 'utf8')) as object[],
      );
      expect(read).to.have.length(384);
      expect(Object.keys(read[0]!)).to.deep.equal(['user_id', 'metric', 'timestamp', 'value']);
      expect(await run()).to.include({ written: 0 });
      expect(await run('--days', '3')).to.include({ written: 192 });
      expect(readdirSync(path('out/raw_data'))).to.have.length(8);
    });
  });
});
