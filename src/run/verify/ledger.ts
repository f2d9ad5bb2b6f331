/** Whether the ledger of a target says of its groups what they should be: sums of what it vouches for, and of the rest. */
import type { PlannedStream } from '../../model/plan.ts';
import type { Range } from '../../model/units.ts';
import { groupsOf } from '../groups.ts';
import { within } from '../intervals.ts';
import { add, countThrough, isSameTally, presentIn, sum, type Tally } from '../tally.ts';
import type { Context } from './context.ts';

/** What a ledger says of some records, and what it should say. */
export interface LedgerDifference {
  readonly stream: string;
  /** Of the group; null: of all groups of the stream together. */
  readonly range: Range | null;
  readonly expected: Tally;
  readonly found: Tally;
}

/** @param all of the stream's records in the period of the plan, as they should be */
export function verifyLedger(context: Context, stream: PlannedStream, all: Tally): readonly LedgerDifference[] {
  const { simulation, coverage, groupRecords } = context;
  const plan = { ...context.plan, streams: [stream] };
  const present = presentIn(plan, coverage, simulation).get(stream.id)!;
  // Entries that reach beyond the plan were simulated again: they say nothing that could be compared.
  if (present.total !== null) return [];
  const missing = groupsOf(plan, coverage, groupRecords).map(({ group, covered }) =>
    countThrough(simulation.records(group, covered)),
  );
  const found = add(sum(missing), present);
  if (isSameTally(found, all)) return [];
  const wrong = stream.kind === 'metrics' ? wrongGroups(context, stream) : [];
  return wrong.length > 0 ? wrong : [{ stream: stream.id, range: null, expected: all, found }];
}

function wrongGroups({ plan, simulation, coverage }: Context, stream: PlannedStream): readonly LedgerDifference[] {
  const known = new Map(stream.series.map((series) => [series.id, series]));
  return coverage.entries.flatMap((entry): LedgerDifference[] => {
    if (entry.stream !== stream.id || !within(entry.range, plan.period)) return [];
    const series = entry.series.flatMap(({ id }) => known.get(id) ?? []);
    if (series.length < entry.series.length) return [];
    const expected = countThrough(simulation.records({ stream, series, range: entry.range }, []));
    const found = { records: entry.records, fingerprint: entry.fingerprint };
    return isSameTally(expected, found) ? [] : [{ stream: stream.id, range: entry.range, expected, found }];
  });
}
