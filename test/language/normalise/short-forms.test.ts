import { expect } from 'chai';
import { normal } from '../scenario.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const constant = (value: unknown) => ({ kind: 'constant', value });

describe('short forms', () => {
  it('make a planned episode of a downtime', () => {
    const [episode] = normal({
      downtime: '[{id: nightly, select: {type: vm}, every: day, at: "23:00", for: 2h, because: patches}]',
    }).episodes;
    expect(episode).to.deep.equal({
      id: 'nightly',
      select: { ids: null, types: ['vm'], tags: null, parents: null, within: null },
      schedule: {
        timing: { kind: 'calendar', unit: 'day', day: null, at: constant(23 * HOUR), until: null, jitter: 0 },
        during: null,
      },
      length: constant(2 * HOUR),
      per: 'asset',
      state: constant('down'),
      metrics: {},
      records: null,
      clock: null,
      only: null,
      tags: {},
      fields: {},
      label: null,
      because: 'patches',
      planned: true,
    });
  });

  it('make random faults of a reliability, degraded for their share', () => {
    const [fault] = normal({ reliability: '[{uptime: 99.5%, repair: {mean: 8m}, degraded_share: 25%}]' }).episodes;
    expect(fault).to.deep.include({ id: 'fault', select: null, planned: false });
    expect(fault!.schedule).to.deep.equal({ timing: { kind: 'uptime', share: 0.995 }, during: null });
    expect(fault!.length).to.deep.equal({
      kind: 'lognormal',
      mean: 8 * MINUTE,
      median: null,
      sigma: 1,
      min: null,
      max: 160 * MINUTE,
      per: 'place',
      decimals: null,
    });
    expect(fault!.state).to.deep.include({
      kind: 'one_of',
      choices: [
        { key: 'down', value: constant('down'), weight: 0.75 },
        { key: 'degraded', value: constant('degraded'), weight: 0.25 },
      ],
    });
    const states = ['0%', '100%'].map(
      (part) => normal({ reliability: `[{id: x, uptime: 99%, repair: 5m, degraded_share: ${part}}]` }).episodes[0],
    );
    expect(states.map((episode) => episode!.state)).to.deep.equal([constant('down'), constant('degraded')]);
    expect(states[0]).to.deep.include({ id: 'x', length: constant(5 * MINUTE) });
  });

  it('make a daily episode and a stream of events with a role of jobs', () => {
    const streams =
      '[{kind: jobs, to: metrics, metric: backup_status, daily: 01:00-04:00, success: {vm: 95%}, modifiers: [{when: {days: mon}, times: 0.97}]}]';
    const { episodes, streams: made } = normal({ streams });
    expect(episodes[0]).to.deep.include({
      id: 'backup_status',
      select: null,
      length: constant(0),
      state: null,
      per: 'asset',
    });
    expect(episodes[0]!.schedule.timing).to.deep.include({
      kind: 'calendar',
      unit: 'day',
      at: constant(HOUR),
      until: 4 * HOUR,
    });
    expect(episodes[0]!.fields['value']).to.deep.include({ kind: 'outcome', success: { vm: 0.95 }, per: 'place' });
    const [stream] = made;
    expect(stream).to.deep.include({
      id: 'jobs',
      preset: 'jobs',
      kind: 'events',
      events: { kind: 'episodes', ids: ['backup_status'] },
      role: { kind: 'jobs', metric: 'backup_status', episode: 'backup_status' },
    });
    expect(stream!.record.map(({ name, type, value }) => [name, type, value])).to.deep.equal([
      ['asset_id', 'text', { kind: 'reference', of: 'variable', name: 'asset' }],
      ['metric_name', 'text', constant('backup_status')],
      ['timestamp', 'timestamp', { kind: 'reference', of: 'variable', name: 'start' }],
      ['value', 'number', { kind: 'reference', of: 'field', name: 'value' }],
    ]);
  });

  it('key a job by the id of its stream, where it has one', () => {
    const { streams } = normal({
      streams: '[{kind: jobs, id: nightly, to: m, metric: result, daily: 23:00-02:00, success: 90%}]',
    });
    expect(streams[0]!.role).to.deep.equal({ kind: 'jobs', metric: 'result', episode: 'nightly' });
  });

  it('make a stream of metrics with a role of polls, which go on while the asset is down', () => {
    const patterns =
      '{load: {metrics: {status: {layers: [{kind: constant, value: 1}]}, other: {layers: [{kind: constant, value: 1}]}}}}';
    const scenario = normal({ patterns, streams: '[{kind: polls, to: metrics, status: status, values: {up: 1}}]' });
    expect(scenario.streams[0]).to.deep.include({
      kind: 'metrics',
      metrics: ['status'],
      role: { kind: 'polls', status: 'status', response: null, values: { up: 1, degraded: 50, down: 0 } },
    });
    const { status, other } = scenario.patterns['load']!.metrics;
    expect([status!.whileDown, other!.whileDown]).to.deep.equal(['keep', 'missing']);
  });

  it('number the streams of one kind', () => {
    const { streams } = normal({
      streams:
        '[{kind: metrics, to: a}, {kind: assets, to: b}, {kind: metrics, to: c}, {kind: metrics, id: mine, to: d}]',
    });
    expect(streams.map(({ id }) => id)).to.deep.equal(['metrics', 'assets', 'metrics.2', 'mine']);
  });
});
