import type { Statistics } from '../../src/simulate/statistics.ts';
import type { Summary } from '../../src/run/summary.ts';
import { plan, stream } from '../run/plans.ts';

const period = { from: Date.parse('2025-02-06T23:00:00Z'), to: Date.parse('2025-02-08T23:00:00Z') };

export const planned = plan(
  period,
  stream('assets', 'assets', 'abc', period),
  stream('metrics', 'metrics', 'abcdef', period),
  stream('events', 'incidents', 'abc', period),
);

export const statistics: Statistics = {
  uptime: [
    {
      assetType: 'service',
      assets: 22,
      declared: 0.995,
      expected: 0.98125,
      spread: 0.0012,
      achieved: 0.97962,
      degraded: 0.0015,
    },
    { assetType: '機械', assets: 1, declared: null, expected: 1, spread: 0, achieved: 0.999999, degraded: 0 },
  ],
  jobs: [{ stream: 'jobs', assetType: 'vm', jobs: 1056, declared: 0.95, expected: 0.9236, spread: 0.035, achieved: 1 }],
  incidents: {
    total: 1234,
    inherited: 90,
    largest: [
      {
        asset: 'node-1',
        episode: 'fault',
        state: 'down',
        start: Date.parse('2025-02-07T09:12:00Z'),
        end: Date.parse('2025-02-07T11:55:10Z'),
        because: null,
        planned: false,
        affected: 13,
      },
      {
        asset: 'an-asset-with-a-name-that-is-longer-than-a-narrow-terminal',
        episode: 'restart',
        state: 'degraded',
        start: Date.parse('2025-02-07T10:12:42Z'),
        end: Date.parse('2025-02-07T10:20:00Z'),
        because: 'memory leak',
        planned: true,
        affected: 1,
      },
    ],
  },
};

const summaryOf = (name: string, records: number, present: number, series: number) => ({
  name,
  kind: name,
  table: name,
  series,
  records,
  written: records - present,
  present,
  rejected: 0,
  fingerprint: '0123456789abcdef',
});

export function summary(present: number): Summary {
  const streams = [summaryOf('assets', 3, Math.min(3, present), 3), summaryOf('metrics', 17_280, present, 6)];
  return {
    scenario: 'farm',
    engine: 1,
    seed: 7,
    digest: planned.digest,
    now: '2025-02-09T00:00:00Z',
    target: 'duckdb:out/farm.duckdb',
    period: { from: '2025-02-06T23:00:00Z', until: '2025-02-08T23:00:00Z' },
    streams,
    records: 17_283,
    written: streams.reduce((sum, { written }) => sum + written, 0),
    present: streams.reduce((sum, one) => sum + one.present, 0),
    rejected: 0,
    rejections: [],
    seconds: 0.25,
    recordsPerSecond: 69_132,
    targetBytes: 1_234_567,
  };
}
