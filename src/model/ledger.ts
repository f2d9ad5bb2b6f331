import type { Instant, Range } from './units.ts';

/** What a target remembers of one group that it holds. */
export interface LedgerEntry {
  readonly scenario: string;
  readonly stream: string;
  readonly table: string;
  readonly seed: number;
  readonly engine: number;
  readonly range: Range;
  readonly series: readonly { readonly id: string; readonly digest: string }[];
  readonly records: number;
  /** 16 hex digits: sum of a 64-bit mix of each record. */
  readonly fingerprint: string;
  /** For people only; in no decision. */
  readonly writtenAt: Instant | null;
}
