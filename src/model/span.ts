/** Records of one series that lie between two instants, as a ledger may keep them in place of the key of each. */
import type { Range } from './units.ts';

export interface KeySpan {
  /** Aligned with the key of the table; null in the place of the time. */
  readonly key: readonly (string | null)[];
  /** In whole milliseconds. */
  readonly range: Range;
  readonly records: number;
}
