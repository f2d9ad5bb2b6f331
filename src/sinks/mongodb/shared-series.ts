/** In a collection without unique ids, a series is of one scenario: nothing would tell the documents of two apart. */
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { PlannedStream } from '../../model/plan.ts';
import { prefixOf } from './claims.ts';
import { type Ledger, seriesIn, seriesOf } from './ledger.ts';

/** @throws SeedctlError (exit 4) that names the other scenario */
export async function refuseSharedSeries(
  ledger: Ledger,
  scenario: string,
  table: string,
  planned: readonly PlannedStream[],
): Promise<void> {
  const groups = await ledger.groups.find({ table, scenario: { $ne: scenario } }).toArray();
  if (groups.length === 0) return;
  const known = await seriesOf(ledger, null);
  const theirs = new Map(groups.flatMap((group) => seriesIn(group).map((id) => [prefixOf(known.get(id)!), group])));
  for (const { series } of planned.filter((stream) => stream.table.name === table)) {
    for (const one of series) {
      const group = theirs.get(prefixOf(one));
      if (group === undefined) continue;
      throw new SeedctlError({
        code: 'shared-series',
        exit: Exit.refused,
        message: `the scenario ${group.scenario} has written ${one.id} to ${table}, and a time-series collection cannot tell the documents of two scenarios apart`,
        place: table,
        safe: 'nothing was written',
        next: 'send the stream to another collection with `to:`, or choose another database',
      });
    }
  }
}
