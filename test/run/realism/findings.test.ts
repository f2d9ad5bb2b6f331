import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from '../../../src/run/prepare.ts';
import { Whereabouts } from '../../../src/run/realism/whereabouts.ts';
import { statsOf, type Stats } from '../../../src/run/stats.ts';

/** Each line that deserves a warning says so. */
const WORRYING = `version: 1
name: worrying
seed: 3
timezone: UTC
include: [library.yaml]
time: { end: today, duration: 10d, step: 10m }
metrics:
  heat: { clamp: [0, 100] } # often-clamped
calendars:
  never: { dates: [2001-01-01] }
patterns:
  room:
    extends: shell
    metrics:
      heat: { layers: [{ kind: sine, amplitude: 80, period: 24h }, { kind: constant, value: 50 }] }
      flat: { layers: [{ kind: constant, value: 7 }] } # constant-series
      rests: { clamp: [0, 10], layers: [{ kind: spike, rate: 1/day, add: 5, for: 1h }] }
      mute: { when: never, layers: [{ kind: noise, sd: 1 }] } # no-record
  probe:
    metrics:
      status: { while_down: keep, decimals: 0, layers: [{ kind: constant, value: 100 }, { kind: constant, op: set, value: 0, when: { state: down } }] }
assets:
  - { id: weak, type: host, pattern: probe }
  - { id: strong, type: guest, parent: weak, pattern: [room, probe] }
  - { id: calm, type: island, pattern: probe } # no-incident
reliability:
  - { select: { ids: [weak] }, uptime: 60%, repair: { mean: 3h } }
  - { select: { ids: [strong] }, uptime: 99.9%, repair: { mean: 10m } } # unreachable-uptime
  - { select: { ids: [calm] }, uptime: 99.9999%, repair: { mean: 10m } }
episodes:
  - { id: comet, select: { ids: [weak] }, rate: 1/h, during: never, for: 1h } # no-occurrence
streams:
  - { kind: metrics, to: values, metrics: [heat, flat, rests, mute, humid] }
  - { kind: polls, to: polls, status: status }
  - { kind: jobs, to: jobs, metric: done, daily: 01:00-04:00, success: 98%, select: { ids: [strong] } } # unreachable-success
`;
const LIBRARY = `version: 1
patterns:
  shell:
    metrics:
      humid: { clamp: [null, 1], decimals: 2, layers: [{ kind: constant, value: 3 }] } # often-clamped constant-series
`;

describe('what a reviewer should worry about', function () {
  this.timeout(60_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'seedctl-realism-'));
    writeFileSync(join(folder, 'worrying.yaml'), WORRYING);
    writeFileSync(join(folder, 'library.yaml'), LIBRARY);
  });
  after(() => rmSync(folder, { recursive: true }));

  const statsFor = async (file: string): Promise<Stats> => {
    const prepared = prepare(file, { now: '2025-02-09T00:00:00Z' }, 0);
    const at = new Whereabouts(prepared.plan.scenario, prepared.sources);
    return (await statsOf(prepared.plan, null, true, at)).data;
  };

  it('is said with its line', async () => {
    const { warnings } = await statsFor(join(folder, 'worrying.yaml'));
    const found = warnings.map(({ file, line, code }) => `${file.replace(`${folder}/`, '')}:${line}: ${code}`);
    const wanted = [
      ['library.yaml', LIBRARY],
      ['worrying.yaml', WORRYING],
    ].flatMap(([file, text]) =>
      text!
        .split('\n')
        .flatMap((line, i) =>
          (/ # ([a-z -]+)$/.exec(line)?.[1]?.split(' ') ?? []).map((code) => `${file}:${i + 1}: ${code}`),
        ),
    );
    expect([...new Set(found)].sort()).to.deep.equal(wanted.sort());
  });

  it('is said in words that name who and how much', async () => {
    const { warnings } = await statsFor(join(folder, 'worrying.yaml'));
    const said = (code: string) => warnings.filter((one) => one.code === code).map(({ message }) => message);
    expect(said('often-clamped')).to.have.members([
      '`heat` is cut off at its lower bound 28 % of the time on `strong`',
      '`heat` is cut off at its upper bound 28 % of the time on `strong`',
      '`humid` is cut off at its upper bound 100 % of the time on `strong`',
    ]);
    expect(said('constant-series')).to.include('`flat` is 7 for the whole period on `strong`');
    expect(said('no-incident')).to.deep.equal(['Nothing happens in the whole period on `calm`']);
    expect(said('unreachable-uptime')[0]).to.match(
      /^Assets of the type `guest` cannot reach the 99\.90 % that are declared: [56]\d\.\d\d %/,
    );
    expect(said('unreachable-success')[0]).to.match(
      /^`jobs` of the type `guest` cannot reach the 98\.00 % that are declared/,
    );
  });

  it('is nothing in the scenarios that ship', async () => {
    for (const name of ['pmi-default', 'deploys']) expect((await statsFor(name)).warnings, name).to.deep.equal([]);
  });

  it('stands beside the numbers of every series and episode', async () => {
    const { series, episodes } = await statsFor('pmi-default');
    expect(series).to.have.length(94);
    const cpu = series.find(({ asset, metric }) => asset === 'vm-101' && metric === 'cpu_usage')!;
    expect(cpu).to.include({ records: 20_160, unit: 'percentage' });
    expect(cpu.max).to.deep.equal({ value: 100, at: '2025-01-27T11:15:00Z' });
    expect(cpu.autocorrelation.hour).to.be.within(0.8, 0.95);
    for (const { episode, expected, spread, happened } of episodes) {
      if (expected !== null) expect(happened, episode).to.be.within(expected - 4 * spread!, expected + 4 * spread!);
    }
    expect(episodes.find(({ episode }) => episode === 'nightly_maintenance')).to.include({
      assets: 4,
      happened: 56,
      length: 7_200_000,
    });
  });
});
