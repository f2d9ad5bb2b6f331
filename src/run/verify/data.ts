/** What a verification found, as data: the value of `verify --json`. */
import type { Plan } from '../../model/plan.ts';
import type { Range } from '../../model/units.ts';
import type { Damage } from '../../sinks/verification.ts';
import { headOf, type Period, periodOf, type PlanHead } from '../plan-head.ts';
import type { Tally } from '../tally.ts';
import { type Counts, type Example, none, plus } from './findings.ts';
import type { Verified } from './verify.ts';

export interface VerifyData extends PlanHead, Counts {
  readonly target: string;
  readonly period: Period;
  /** Nothing is missing, extra or different. */
  readonly equal: boolean;
  readonly streams: readonly (Counts & {
    readonly name: string;
    readonly kind: string;
    readonly table: string;
    readonly series: number;
    readonly records: number;
    readonly fingerprint: string;
  })[];
  /** That there should be. */
  readonly records: number;
  readonly differences: readonly (Counts & {
    readonly stream: string;
    readonly asset: string | null;
    readonly metric: string | null;
    readonly period: Period | null;
    readonly examples: readonly Example[];
  })[];
  readonly unlisted: number;
  readonly ledger: readonly {
    readonly stream: string;
    readonly period: Period | null;
    readonly expected: Tally;
    readonly found: Tally;
  }[];
  readonly damaged: readonly Damage[];
  readonly seconds: number;
}

export function verifiedAsData(plan: Plan, verified: Verified): VerifyData {
  const { target, streams, differences, unlisted, ledger, damaged, seconds } = verified;
  const total = streams.reduce((sum: Counts, counts) => plus(sum, counts), none);
  const period = (range: Range | null) => (range === null ? null : periodOf(range));
  return {
    ...headOf(plan),
    target,
    period: periodOf(plan.period),
    equal: isEqual(verified),
    streams: streams.map(({ stream, records, fingerprint, ...counts }) => ({
      name: stream.id,
      kind: stream.preset,
      table: stream.table.name,
      series: stream.series.length,
      records,
      ...countsOf(counts),
      fingerprint,
    })),
    records: streams.reduce((sum, { records }) => sum + records, 0),
    ...total,
    differences: differences.map(({ stream, asset, metric, range, examples, ...counts }) => ({
      stream,
      asset,
      metric,
      period: period(range),
      ...countsOf(counts),
      examples,
    })),
    unlisted,
    ledger: ledger.map(({ stream, range, expected, found }) => ({ stream, period: period(range), expected, found })),
    damaged,
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

export function isEqual({ streams, ledger, damaged }: Verified): boolean {
  return ledger.length + damaged.length === 0 && streams.every((one) => one.missing + one.extra + one.different === 0);
}

const countsOf = ({ missing, unwritten, extra, different }: Counts): Counts => ({
  missing,
  unwritten,
  extra,
  different,
});
