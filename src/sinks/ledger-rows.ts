/** Ledgers that are kept as rows of two tables, groups and series: a group names its series by number. */
import type { LedgerEntry } from '../model/ledger.ts';

type Row = { readonly [column: string]: unknown };

/** @param groups times as milliseconds, and numbers as doubles @param series each with its number, name and digest */
export function entriesOf(scenario: string, groups: readonly Row[], series: readonly Row[]): readonly LedgerEntry[] {
  const known = new Map(
    series.map((row) => [row['series'], { id: row['name'] as string, digest: row['digest'] as string }]),
  );
  return groups.map((row) => ({
    scenario,
    stream: row['name'] as string,
    table: row['table_name'] as string,
    seed: row['seed'] as number,
    engine: row['engine'] as number,
    range: { from: row['since'] as number, to: row['until'] as number },
    series: (row['series'] as readonly number[]).map((number) => known.get(number)!),
    records: row['records'] as number,
    fingerprint: row['fingerprint'] as string,
    writtenAt: row['written_at'] as number,
  }));
}
