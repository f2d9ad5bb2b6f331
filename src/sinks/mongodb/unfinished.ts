/**
 * What killed runs left: entries that were begun and not finished. Where the plan still has the same values to come,
 * they stay, and the documents that are there count as present; where it has others, or where no `_id` tells which are
 * there, the documents go first.
 */
import type { PlannedStream } from '../../model/plan.ts';
import type { Connection } from './connection.ts';
import { type GroupDocument, type Ledger, seriesIn, seriesOf } from './ledger.ts';
import { removeGroups } from './removal.ts';

export async function rollBack(
  connection: Connection,
  ledger: Ledger,
  scenario: string,
  planned: readonly PlannedStream[],
  token: number,
): Promise<void> {
  const unfinished = await ledger.groups.find({ scenario, state: { $in: ['writing', 'rejected'] } }).toArray();
  if (unfinished.length === 0) return;
  // From here on, a run that held the lease before finishes none of them.
  await ledger.groups.updateMany({ scenario, state: 'writing' }, { $set: { token } });
  const series = await seriesOf(ledger, scenario);
  const digests = new Map(
    planned.map((stream) => [stream.id, new Map(stream.series.map(({ id, digest }) => [id, digest]))]),
  );
  const stale = unfinished.filter((group: GroupDocument) => {
    const known = digests.get(group.stream);
    if (known === undefined) return false;
    if (group.columns != null) return true;
    return seriesIn(group).some((id) => known.get(series.get(id)!.name) !== series.get(id)!.digest);
  });
  await removeGroups(connection, ledger, stale);
}
