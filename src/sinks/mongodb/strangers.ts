/** What nobody vouches for, where no `_id` says whose a document is: told by series, time and number. */
import type { PlannedStream } from '../../model/plan.ts';
import { complement } from '../../timeline/interval.ts';
import { unvouched } from '../refusals.ts';
import { type Claims, prefixOf } from './claims.ts';
import type { Connection } from './connection.ts';
import { FIRST, LAST } from './identity.ts';
import { type GroupDocument, seriesIn, type SeriesDocument } from './ledger.ts';
import { parts } from './removal.ts';
import { rowOf } from './row.ts';
import { documentsOf, type SeriesColumns } from './time-series.ts';

interface Holdings {
  /** Of one table. */
  readonly streams: readonly PlannedStream[];
  readonly claims: Claims;
  readonly groups: readonly GroupDocument[];
  readonly series: ReadonlyMap<string, SeriesDocument>;
}

/** @throws SeedctlError (exit 4) */
export async function refuseByColumns(
  { database }: Connection,
  columns: SeriesColumns,
  { streams, claims, groups, series }: Holdings,
): Promise<void> {
  for (const { table, series: planned } of streams) {
    const collection = database.collection(table.name);
    const gaps = planned.flatMap((one) => {
      const free = complement(claims.ranges.get(prefixOf(one)) ?? new Float64Array(0), FIRST, LAST);
      return Array.from({ length: free.length / 2 }, (_, i) =>
        documentsOf(columns, [one], { from: free[2 * i]!, to: free[2 * i + 1]! }),
      );
    });
    for (const some of parts(gaps, 200)) {
      const found = await collection.findOne({ $or: [...some] });
      if (found !== null) throw unvouched(table.name, rowOf(found, table.key));
    }
  }
  for (const group of groups.filter(({ state }) => state === 'done')) {
    const own = seriesIn(group).map((id) => series.get(id)!);
    const range = { from: Number(group.from), to: Number(group.to) };
    const there = await database.collection(group.table).countDocuments(documentsOf(columns, own, range));
    if (there > group.records) {
      throw unvouched(
        group.table,
        `one of ${there} from ${group.from.toISOString()} to ${group.to.toISOString()}, where ${group.records} were written`,
      );
    }
  }
}
