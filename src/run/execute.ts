/** Writes what is missing: some groups at once, each whole or not at all, until done, failed or stopped. */
import type { GroupWork, Log, Target } from '../sinks/sink.ts';
import type { Simulation } from '../simulate/simulation.ts';
import type { SourceInput } from '../model/plan.ts';
import type { Batch } from '../model/table.ts';
import { SeedctlError, type ExitCode } from '../model/errors.ts';
import { plural } from '../report/numbers.ts';
import type { Work } from './groups.ts';
import { addAll, type Added } from './tally.ts';

/** Where an execution says how far it is. */
export interface Progress {
  batch(batch: Batch): void;
  /** An input was read up to here, in bytes as they lie in it. */
  read?(input: SourceInput, bytes: number): void;
}

/** Two steps of an interruption: no group is begun any more; then groups in flight are given up too. */
export interface Interruption {
  readonly stopping: AbortSignal;
  readonly aborting: AbortSignal;
  /** By the signal that came. */
  readonly exit: () => ExitCode;
}

export interface Execution {
  readonly target: Target;
  readonly simulation: Simulation;
  readonly works: readonly Work[];
  /** Groups in flight at once. */
  readonly workers: number;
  readonly interruption: Interruption;
  readonly progress: Progress;
  readonly log: Log;
  /** Records that the same run wrote before. */
  readonly before?: number;
}

/** What was written, by stream. */
export async function execute(execution: Execution): Promise<ReadonlyMap<string, Added>> {
  const { interruption, log } = execution;
  const written = new Map<string, Added>();
  const failed = new AbortController();
  const lanes = lanesOf(execution.works);
  let left = execution.works.length;

  const worker = async () => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
      for (const work of lane) {
        if (failed.signal.aborted || interruption.stopping.aborted) return;
        const tally = await write(execution, work);
        left--;
        const { stream, series, range } = work.group;
        const before = written.get(stream.id);
        written.set(stream.id, before === undefined ? tally : addAll(before, tally));
        log.debug(
          `wrote ${stream.id}: ${series[0]?.id ?? ''} and ${series.length - 1} more, ` +
            `${new Date(range.from).toISOString()} to ${new Date(range.to).toISOString()}, ` +
            `${tally.records} records, fingerprint ${tally.fingerprint}`,
        );
      }
    }
  };

  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(execution.workers, lanes.length) }, () =>
      worker().catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined && !interruption.aborting.aborted) throw failure.reason;
  if (interruption.stopping.aborted && left > 0)
    throw interrupted(interruption, (execution.before ?? 0) + writtenIn(written));
  return written;
}

/**
 * Groups that may be written in any order, and, in one lane each, those of a stream of events: what touches two
 * ranges belongs to the earlier, and a ledger must never hold the later one alone.
 */
function lanesOf(works: readonly Work[]): (readonly Work[])[] {
  const lanes: Work[][] = [];
  const events = new Map<string, Work[]>();
  for (const work of works) {
    const { id, kind } = work.group.stream;
    const lane = kind === 'events' ? events.get(id) : undefined;
    if (lane !== undefined) {
      lane.push(work);
      continue;
    }
    const opened = [work];
    lanes.push(opened);
    if (kind === 'events') events.set(id, opened);
  }
  return lanes;
}

async function write({ target, simulation, interruption, progress }: Execution, work: Work): Promise<Added> {
  let records = simulation.records(work.group, work.covered);
  let shown = 0;
  const groupWork: GroupWork = {
    group: work.group,
    *batches() {
      records = simulation.records(work.group, work.covered);
      let pulled = 0;
      for (const batch of records.batches()) {
        if (interruption.aborting.aborted) throw interrupted(interruption, 0);
        yield batch;
        // What is written a second time is shown once.
        if (++pulled <= shown) continue;
        shown = pulled;
        progress.batch(batch);
      }
    },
    result: () => records.result(),
  };
  const receipt = await target.write(groupWork);
  return { ...records.result(), ...(receipt ?? { present: 0, rejected: 0, rejections: [] }) };
}

/** How many records were added. */
export const writtenIn = (written: ReadonlyMap<string, Added>): number =>
  [...written.values()].reduce((total, one) => total + one.records - one.present - one.rejected, 0);

/** @param records that the run wrote */
export function interrupted(interruption: Interruption, records: number): SeedctlError {
  return new SeedctlError({
    code: 'interrupted',
    exit: interruption.exit(),
    message: 'the run was interrupted',
    safe:
      records === 0
        ? 'nothing was written by this run'
        : `${plural(records, 'record')} of this run ${records === 1 ? 'is' : 'are'} in the target, whole groups only`,
    next: 'run the same command again: it goes on where this one ended',
  });
}
