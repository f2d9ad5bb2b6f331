import { expect } from 'chai';
import { renderFacts } from '../../src/report/check.ts';
import { renderFailure } from '../../src/report/failure.ts';
import { renderStarted, renderTemplates } from '../../src/report/init.ts';
import { bytes, compact, count, iso, local, percent, span } from '../../src/report/numbers.ts';
import { renderPlan } from '../../src/report/plan.ts';
import { valuesTable } from '../../src/report/realism.ts';
import { renderScenarios } from '../../src/report/scenarios.ts';
import { plain } from '../../src/report/style.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { clip, table } from '../../src/report/table.ts';
import { expectGolden } from './golden.ts';
import type { Measured } from '../../src/run/realism/measure.ts';
import { stream } from '../run/plans.ts';
import { planned, statistics, summary } from './fixtures.ts';

describe('reports in 80 columns', () => {
  const setup = [
    { kind: 'table', name: 'metrics', columns: [{ name: 'asset_id', type: 'text' }], key: ['asset_id', 'timestamp'] },
    { kind: 'table', name: 'incidents', columns: [], key: null },
    { kind: 'view', name: 'uptime_by_day', table: 'metrics' },
  ] as const;

  it('a plan', () => {
    expectGolden('plan', renderPlan({ plan: planned, setup, statistics, held: null }, plain));
  });

  it('a list of scenarios or templates, and what check finds: nothing is cut off', () => {
    const narrow = { ...plain, width: 40 };
    const [name, summary] = ['web-shop', 'Orders, payments and the deploys that make the checkout slow'];
    const shown = 'web-shop  Orders, payments and the\n          deploys that make the checkout\n          slow\n';
    expect(renderScenarios([{ name, summary, path: '' }], narrow)).to.equal(shown);
    expect(renderTemplates([{ name, summary }], narrow)).to.equal(shown);
    const started = { template: 'iot', path: 'a/long/way/to/a/scenario.yaml', schema: 'seedctl.schema.json' };
    expect(renderStarted(started, narrow)).to.include('seedctl preview a/long/way/to/a/scenario.yaml\n');
    const change = 'CREATE TABLE t (a text NOT NULL, b text)';
    expect(renderFacts({ changes: [{ object: 't', change }] }, narrow)).to.equal(
      'set-up      t: CREATE TABLE t (a text\n            NOT NULL, b text)\n',
    );
  });

  it('a plan beside what is there', () => {
    const held = { target: 'duckdb:out/farm.duckdb', present: new Map([['metrics', 8640]]) };
    expectGolden('plan-held', renderPlan({ plan: planned, setup, statistics, held }, plain));
  });

  it('a plan of records that are read: how many there are is not claimed', () => {
    const reads = { inputs: 120, bytes: 276_000_000 };
    const read = {
      ...planned,
      streams: [{ ...stream('records', 'raw_data', 'ab', planned.period), records: 0, reads }],
    };
    const held = { target: 'duckdb:out/farm.duckdb', present: new Map([['raw_data', 8640]]) };
    const nothing = { uptime: [], jobs: [], incidents: { total: 0, inherited: 0, largest: [] } };
    expectGolden('plan-read', renderPlan({ plan: read, setup: [], statistics: nothing, held }, plain));
    const report = { plan: read, statistics: nothing, look: null, logPath: null, summary: summary(0) };
    expect(renderSummary(report, plain)).to.contain('read from 120 inputs, 276 MB\n').and.not.to.contain('seed 7');
    const both = { ...read, streams: [...planned.streams, ...read.streams] };
    expectGolden('plan-both', renderPlan({ plan: both, setup: [], statistics: nothing, held: null }, plain));
  });

  it('the end of a run', () => {
    const look = `duckdb out/farm.duckdb 'select * from "uptime_by_day" limit 10'`;
    const report = { plan: planned, statistics, look, logPath: 'logs/farm_20250209_000000.log' };
    expectGolden('summary', renderSummary({ ...report, summary: summary(0) }, plain));
    expectGolden('summary-longer', renderSummary({ ...report, summary: summary(8640) }, plain));
    const nothing = { ...report, look: null, logPath: null, summary: summary(17_280) };
    expectGolden('summary-nothing', renderSummary(nothing, { ...plain, unicode: false }));
    const none = { ...summary(17_280), present: 0 };
    expect(renderSummary({ ...nothing, summary: none }, plain)).to.include('nothing to do: there are no records;');
    const refused = renderSummary({ ...report, summary: { ...summary(0), rejected: 3 } }, plain);
    expect(refused).to.match(/^ {2}! farm/);
  });

  it('values: a zero has no sign', () => {
    const ends = { min: { value: 0 }, max: { value: 1 }, p5: 0, median: 1, p95: 1 };
    const one = { asset: { type: 'vm' }, metric: 'cpu', ...ends, autocorrelation: { step: -0.001, day: -0.5 } };
    const measured = { series: [one], empty: [], total: 1, episodes: [] } as unknown as Measured;
    expect(valuesTable(measured, plain)[1]).to.match(/1 +0\.00 +-0\.50$/);
  });

  it('values: names give way to numbers, and no line is longer than the window', () => {
    const ends = { min: { value: -1234.5 }, max: { value: 98_765 }, p5: 0.1234, median: 20.05, p95: 1234.5 };
    const named = (type: string, metric: string) => ({
      asset: { type },
      metric,
      ...ends,
      autocorrelation: { step: -0.01, day: 0.5 },
    });
    const measure = (...series: object[]) =>
      ({ series, empty: [], total: series.length, episodes: [] }) as unknown as Measured;
    const long = measure(named('proxmox_node', 'availability_status'), named('physical_host', 'cpu'));
    for (const width of [80, 100, 120]) {
      const lines = valuesTable(long, { ...plain, width });
      expect(Math.max(...lines.map((line) => line.length)), String(width)).to.be.at.most(width - 2);
      expect(lines[1]).to.match(
        width === 80 ? /^proxmox_n… {2}availability_… {2}/ : /^proxmox_node +availability_status /,
      );
    }
  });

  it('a run that had nothing to do', () => {
    const report = { plan: planned, statistics, look: null, logPath: null };
    const said = (present: number) =>
      renderSummary({ ...report, summary: { ...summary(0), written: 0, present } }, plain);
    expect(said(0)).to.include('nothing to do: there are no records');
    expect(said(1)).to.include('nothing to do: the one record was there');
    expect(said(2)).to.include('nothing to do: all 2 records were there');
  });

  it('a run of assets alone: no incidents, which are not among what it wrote', () => {
    const assets = { ...planned, streams: planned.streams.map((one) => ({ ...one, kind: 'assets' as const })) };
    const report = { statistics, look: null, logPath: null, summary: summary(0) };
    expect(renderSummary({ ...report, plan: planned }, plain)).to.include('incident');
    expect(renderSummary({ ...report, plan: assets }, plain)).to.not.include('incident');
  });

  it('parameters of a plan, as one would write them', () => {
    const parameters = {
      step: { type: 'duration', value: 90_000, summary: '' },
      up: { type: 'share', value: 0.995, summary: '' },
      since: { type: 'instant', value: 1_739_097_000_000, summary: '' },
      kinds: { type: 'list', value: ['a', 'b'], summary: '' },
    } as const;
    const plan = { ...planned, scenario: { ...planned.scenario, parameters } };
    const wide = { ...plain, width: 120 };
    expect(renderPlan({ plan, setup, statistics, held: null }, wide)).to.include(
      'step = 1m30s, up = 99.50 %, since = 2025-02-09T10:30:00Z, kinds = a,b\n',
    );
  });

  it('an error', () => {
    const failure = {
      code: 'held',
      exit: 4,
      message: 'it is\nheld',
      place: 'a.yaml:3:4',
      safe: 'all',
      next: 'look',
    } as const;
    expect(renderFailure(failure, plain)).to.equal(
      'Error: It is\n        held\n  at:   a.yaml:3:4\n  safe: all\n  next: look\n',
    );
    expect(renderFailure({ code: 'x', exit: 1, message: 'esc \u001b[31m' }, plain)).to.not.include('\u001b');
  });
});

describe('numbers for people', () => {
  it('keep three digits that count', () => {
    expect([0, 7, 999, 1000, 1895, 99_960, 999_600, 1_895_214, 2.5e10].map(compact)).to.deep.equal([
      '0',
      '7',
      '999',
      '1.00 k',
      '1.90 k',
      '100 k',
      '1.00 M',
      '1.90 M',
      '25.0 G',
    ]);
    expect([0, 512, 7_612_345, 3e15].map(bytes)).to.deep.equal(['0 B', '512 B', '7.61 MB', '3000 TB']);
    expect([0, 12, 999, 1000, 1_895_214].map(count)).to.deep.equal(['0', '12', '999', '1,000', '1,895,214']);
  });

  it('say durations in the units that fit', () => {
    const spans = [
      0,
      440,
      9940,
      9960,
      59_400,
      60_000,
      185_000,
      3_600_000,
      7_800_000,
      86_400_000,
      2 * 86_400_000,
      90 * 86_400_000 + 43_200_000,
    ];
    expect(spans.map(span)).to.deep.equal([
      '0.0 s',
      '0.4 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1 min',
      '3 min 05 s',
      '1 h',
      '2 h 10 min',
      '1 day',
      '2 days',
      '90.5 days',
    ]);
  });

  it('never round a share up to all', () => {
    expect([0, 0.5, 0.99995, 0.999999, 1].map((share) => percent(share))).to.deep.equal([
      '0.00 %',
      '50.00 %',
      '99.99 %',
      '99.99 %',
      '100.00 %',
    ]);
  });

  it('write instants in UTC, or on the wall clock of a zone', () => {
    const at = Date.parse('2025-07-01T22:30:00Z');
    expect(iso(at)).to.equal('2025-07-01T22:30:00Z');
    expect(iso(at + 5)).to.equal('2025-07-01T22:30:00.005Z');
    expect(local(at, 'Europe/Rome')).to.equal('2025-07-02 00:30');
    expect(local(at + 1000, 'Europe/Rome')).to.equal('2025-07-02 00:30:01');
  });
});

describe('tables', () => {
  it('align what is wide or painted', () => {
    const rows = [
      ['機械', '\u001b[31m1\u001b[39m'],
      ['x', '100'],
    ];
    const lines = table(
      [
        { title: 'a', align: 'left' },
        { title: 'b', align: 'right' },
      ],
      rows,
      String,
    );
    expect(lines).to.deep.equal(['a       b', '機械    \u001b[31m1\u001b[39m', 'x     100']);
  });

  it('clip to a width', () => {
    expect([clip('abcdef', 6), clip('abcdef', 5), clip('機械機械', 5)]).to.deep.equal(['abcdef', 'abcd…', '機械…']);
  });
});
