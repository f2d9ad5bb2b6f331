/** Plans and ledgers by hand, small enough to count. */
import type { LedgerEntry } from '../../src/model/ledger.ts';
import type { Plan, PlannedStream } from '../../src/model/plan.ts';
import type { Scenario, StreamKind } from '../../src/model/scenario.ts';
import type { Table } from '../../src/model/table.ts';
import { DAY, MINUTE, type Range } from '../../src/model/units.ts';

export const day = (from: number, to: number): Range => ({ from: from * DAY, to: to * DAY });

export const scenario: Scenario = {
  name: 'farm',
  summary: 'Two barns, and what stands in them',
  seed: 7,
  zone: 'Europe/Rome',
  time: { start: null, end: { kind: 'today' }, duration: 2 * DAY, step: MINUTE },
  parameters: { days: { type: 'integer', value: 2, summary: 'Days' } },
  traits: {},
  patterns: {},
  assets: [],
  dependencies: [],
  episodes: [],
  streams: [],
  tables: {},
  sources: {},
  sinks: {},
};

const table = (name: string): Table => ({
  name,
  comment: null,
  columns: [{ name: 'asset_id', type: 'text', decimals: null, nullable: false, comment: null }],
  key: ['asset_id'],
  indexes: [],
  hypertable: null,
  wholeSeconds: true,
});

/** A stream whose series are called `<letter>`, each with a record a minute (assets: one each; events: ten each). */
export function stream(kind: StreamKind, id: string, letters: string, period: Range): PlannedStream {
  const each = kind === 'assets' ? 1 : kind === 'events' ? 10 : (period.to - period.from) / MINUTE;
  return {
    id,
    kind,
    preset: id,
    table: table(id),
    series: Array.from(letters, (letter) => ({
      id: letter,
      asset: letter,
      metric: null,
      digest: `digest of ${letter}`,
    })),
    records: letters.length * each,
    role: null,
    keyColumns: { asset: 'asset_id', metric: null, time: null },
  };
}

export function plan(period: Range, ...streams: readonly PlannedStream[]): Plan {
  return {
    engine: 1,
    scenario,
    seed: 7,
    now: period.to,
    period,
    step: MINUTE,
    assets: [],
    streams,
    tables: streams.map((one) => one.table),
    digest: '0123456789abcdef0123456789abcdef',
    records: streams.reduce((sum, one) => sum + one.records, 0),
    cells: 4,
    lookback: { duration: DAY, chain: ['leak'] },
  };
}

export function entry(of: PlannedStream, letters: string, range: Range, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    scenario: 'farm',
    stream: of.id,
    table: of.table.name,
    seed: 7,
    engine: 1,
    range,
    series: Array.from(letters, (letter) => ({ id: letter, digest: `digest of ${letter}` })),
    records: 100,
    fingerprint: '0000000100000001',
    writtenAt: null,
    ...more,
  };
}
