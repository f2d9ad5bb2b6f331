/** How much time a chunk of a hypertable holds: few enough rows for its indexes to stay in memory, and not many chunks. */
import type { PlannedStream } from '../model/plan.ts';
import type { Table } from '../model/table.ts';
import { DAY, type Duration, HOUR, type Range, WEEK } from '../model/units.ts';

/** Rows of a chunk, at most; their indexes take some hundreds of megabytes. */
const ROWS = 5_000_000;

const LENGTHS: readonly Duration[] = [364 * DAY, 91 * DAY, 4 * WEEK, WEEK, DAY, 6 * HOUR, HOUR];

/** The table with the length of its chunks, where it is divided and that is not said. */
export function withChunk(table: Table, streams: readonly PlannedStream[], period: Range): Table {
  if (table.hypertable === null || table.hypertable.chunk !== null) return table;
  const records = streams.reduce((sum, stream) => sum + (stream.table.name === table.name ? stream.records : 0), 0);
  const perMillisecond = records / (period.to - period.from);
  const chunk = LENGTHS.find((length) => length * perMillisecond <= ROWS) ?? LENGTHS.at(-1)!;
  return { ...table, hypertable: { ...table.hypertable, chunk } };
}
