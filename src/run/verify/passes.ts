/**
 * Which groups may be read in one pass. Streams of metrics often share a table, and a group of series lies all over it:
 * to ask for each group on its own is to go through the table as often as there are groups.
 */
import type { Plan, PlannedStream } from '../../model/plan.ts';
import { DAY } from '../../model/units.ts';
import type { Pass, SeriesKey } from '../../sinks/verification.ts';
import { seriesByKey } from './keys.ts';

/** Series times days whose sums a target keeps at once; where there are more, each group is asked for alone. */
const MOST_CELLS = 500_000;

/** The pass of each stream of a plan; undefined where it has none. */
export function passesOf({ streams, period }: Plan): (stream: PlannedStream) => Pass | undefined {
  const keys = new Map<string, Map<string, SeriesKey>>();
  for (const stream of streams) {
    if (stream.kind !== 'metrics') continue;
    const same = keys.get(placeOf(stream)) ?? new Map<string, SeriesKey>();
    keys.set(placeOf(stream), same);
    for (const [text, { key }] of seriesByKey(stream, stream.series)) same.set(text, key);
  }
  const days = Math.ceil((period.to - period.from) / DAY) + 1;
  const passes = new Map<string, Pass>();
  for (const [place, same] of keys) {
    if (same.size * days <= MOST_CELLS) passes.set(place, { keys: [...same.values()], range: period });
  }
  return (stream) => passes.get(placeOf(stream));
}

/** The table, and by which of its columns rows are found. */
function placeOf({ table, keyColumns }: PlannedStream): string {
  const { asset, metric, time } = keyColumns;
  return JSON.stringify([table.name, asset, metric, time]);
}
