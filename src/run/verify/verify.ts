/** Compares what a target holds of a plan with what a run would write, and changes nothing. */
import type { Plan, PlannedStream } from '../../model/plan.ts';
import { createSimulation } from '../../simulate/simulation.ts';
import type { Batch } from '../../model/table.ts';
import type { Log, Target } from '../../sinks/sink.ts';
import type { Damage } from '../../sinks/verification.ts';
import { coverageOf } from '../coverage.ts';
import { usage } from '../options.ts';
import { type ChosenSink, openSink } from '../sink.ts';
import type { Tally } from '../tally.ts';
import { verifyAsWritten } from './as-written.ts';
import { verifyCells } from './cells.ts';
import { type Context, createContext } from './context.ts';
import { verifyEvents } from './events.ts';
import { type Counts, type Difference, Findings } from './findings.ts';
import { type LedgerDifference, verifyLedger } from './ledger.ts';
import { verifyWhole } from './whole.ts';

export interface VerifyRequest {
  readonly plan: Plan;
  /** With the streams that were not asked for: what they have in a shared table is not extra. */
  readonly whole: Plan;
  readonly sink: ChosenSink;
  readonly workers: number;
  readonly log: Log;
  /** Called once the amount of work is known. */
  readonly progress: (records: number) => { batch(batch: Batch): void; stop(): void };
}

export interface Verified {
  readonly target: string;
  /** In the order of the plan; with the records that there should be. */
  readonly streams: readonly (Counts & Tally & { readonly stream: PlannedStream })[];
  readonly differences: readonly Difference[];
  /** Differences that were counted and are not listed. */
  readonly unlisted: number;
  readonly ledger: readonly LedgerDifference[];
  readonly damaged: readonly Damage[];
  readonly seconds: number;
}

export async function verify(request: VerifyRequest): Promise<Verified> {
  const { plan, whole, sink, workers, log } = request;
  refuseRead(plan);
  const startedAt = performance.now();
  const never = new AbortController().signal;
  const target = await openSink(sink, plan, never, log, { batchSize: null, workers, readOnly: true });
  try {
    const verification = await readBack(target, plan, sink);
    const progress = request.progress(plan.records);
    try {
      // 1. What the ledger says: what it does not hold is missing, and a run would write it.
      const coverage = coverageOf(plan, await target.ledger(plan.streams), target.label);
      const simulation = createSimulation(plan);
      const { groupRecords } = sink.definition.traits;
      const findings = new Findings(verification.damaged.length === 0);
      const given = { plan, simulation, verification, coverage, groupRecords, findings };
      const context = createContext(given, progress);

      // 2. What the rows are, stream by stream.
      const tallies: Tally[] = [];
      for (const stream of plan.streams) tallies.push(await verifyStream(context, whole, stream));

      // 3. Whether the ledger says the same of them.
      const ledger = plan.streams.flatMap((stream, i) => verifyLedger(context, stream, tallies[i]!));
      return {
        target: target.label,
        streams: plan.streams.map((stream, i) => ({ stream, ...tallies[i]!, ...findings.of(stream) })),
        ...findings.all(),
        ledger,
        damaged: verification.damaged,
        seconds: (performance.now() - startedAt) / 1000,
      };
    } finally {
      progress.stop();
      await verification.close();
    }
  } finally {
    await target.close();
  }
}

/** What is read from files is told apart by the hash of their content when it is loaded; nothing makes it anew. */
function refuseRead({ streams }: Plan): void {
  const read = streams.find(({ kind }) => kind === 'records');
  if (read === undefined) return;
  const others = streams.filter(({ kind }) => kind !== 'records').map(({ id }) => id);
  throw usage(
    `the records of stream ${read.id} are read from files: verify makes records anew, and these cannot be`,
    others.length === 0
      ? 'run again: it loads what is missing, and tells what is there with other values'
      : `give --only ${others.join(',')}; run again for what is read: it loads what is missing`,
  );
}

function readBack(target: Target, { streams }: Plan, { shown }: ChosenSink) {
  if (target.verification === undefined) throw usage(`${shown} cannot be read back`);
  return target.verification(streams);
}

async function verifyStream(context: Context, whole: Plan, stream: PlannedStream): Promise<Tally> {
  const tally = verifyAsWritten(context, stream);
  if (tally !== null) return tally;
  if (stream.kind === 'metrics') {
    const { asset, time } = stream.keyColumns;
    return asset === null || time === null ? verifyWhole(context, stream) : verifyCells(context, stream);
  }
  const beside = whole.streams.filter(
    (other) => other.id !== stream.id && other.kind !== 'metrics' && isBeside(other, stream),
  );
  return verifyEvents(context, stream, beside);
}

/** Whether rows of another stream can carry the key of a series of this one. */
function isBeside(other: PlannedStream, stream: PlannedStream): boolean {
  const metric = ({ role }: PlannedStream) => (role?.kind === 'jobs' ? role.metric : null);
  return other.table.name === stream.table.name && metric(other) === metric(stream);
}
