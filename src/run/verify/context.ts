/** What every step of a verification needs. */
import type { Plan, PlannedStream, Series } from '../../model/plan.ts';
import type { Batch } from '../../model/table.ts';
import type { Records, Simulation } from '../../simulate/simulation.ts';
import type { Pass, Verification } from '../../sinks/verification.ts';
import type { Coverage } from '../coverage.ts';
import { type Ranges, union } from '../intervals.ts';
import { countThrough, type Tally } from '../tally.ts';
import type { Findings } from './findings.ts';
import { passesOf } from './passes.ts';

export interface Context {
  readonly plan: Plan;
  readonly simulation: Simulation;
  readonly verification: Verification;
  readonly coverage: Coverage;
  readonly groupRecords: number;
  readonly findings: Findings;
  /** Ranges that the ledger holds of some series that share a key. */
  heldOf(stream: PlannedStream, series: readonly Series[]): Ranges;
  /** What may be read together with the groups of a stream. */
  passOf(stream: PlannedStream): Pass | undefined;
  /** Batches as the target gives their records back. */
  asHeld(batches: Iterable<Batch>): Iterable<Batch>;
  /** The same, and progress sees them. */
  watched(batches: Iterable<Batch>): Iterable<Batch>;
  /** Pulls all records, seen by progress, for what is counted on the way. */
  counted(records: Records): Tally;
}

export function createContext(
  given: Omit<Context, 'heldOf' | 'passOf' | 'asHeld' | 'watched' | 'counted'>,
  progress: { batch(batch: Batch): void },
): Context {
  const { coverage, verification } = given;
  const asHeld = function* (batches: Iterable<Batch>): Generator<Batch> {
    for (const batch of batches) yield verification.asHeld?.(batch) ?? batch;
  };
  const watched = function* (batches: Iterable<Batch>): Generator<Batch> {
    for (const batch of asHeld(batches)) {
      yield batch;
      progress.batch(batch);
    }
  };
  return {
    ...given,
    heldOf: (stream, series) => {
      const held = coverage.held.get(stream.id);
      return union(series.flatMap(({ id }) => held?.get(id) ?? []));
    },
    passOf: passesOf(given.plan),
    asHeld,
    watched,
    counted: (records) => countThrough({ batches: () => watched(records.batches()), result: () => records.result() }),
  };
}
