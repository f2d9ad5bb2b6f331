/** Streams whose rows nobody has touched since they were written: what the ledger says of them is what they are. */
import type { PlannedStream } from '../../model/plan.ts';
import { NOTHING_HELD } from '../coverage.ts';
import { groupsOf } from '../groups.ts';
import { add, isSameTally, isWithin, sum, type Tally } from '../tally.ts';
import type { Context } from './context.ts';

/**
 * The tally of all records as they should be, where it is that of the rows, too; null where rows have to be looked at:
 * somebody may have touched them, some are missing or reach beyond the plan, or they should be others.
 */
export function verifyAsWritten(context: Context, stream: PlannedStream): Tally | null {
  const { plan, simulation, verification, coverage, groupRecords } = context;
  if (verification.isAsWritten?.(stream.table) !== true) return null;
  const one = { ...plan, streams: [stream] };
  if (groupsOf(one, coverage, groupRecords).length > 0) return null;
  const entries = coverage.entries.filter((entry) => entry.stream === stream.id);
  const known = new Map(stream.series.map((series) => [series.id, series]));
  if (!entries.every((entry) => isWithin(entry, plan, stream, known))) return null;
  // In groups, as a run would make them: what follows one series after the other needs more memory.
  let tally = sum([]);
  for (const { group, covered } of groupsOf(one, NOTHING_HELD, groupRecords)) {
    tally = add(tally, context.counted(simulation.records(group, covered)));
  }
  return isSameTally(tally, sum(entries)) ? tally : null;
}
