/** A run, from the command line to a durable target. The steps are the map; each lives in its own file. */
import { availableParallelism } from 'node:os';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Plan } from '../model/plan.ts';
import type { ViewRequest } from '../model/table.ts';
import { count, iso, plural } from '../report/numbers.ts';
import { createSimulation, type Simulation } from '../simulate/simulation.ts';
import type { Log } from '../sinks/sink.ts';
import { type Ask, cleanTarget } from './clean.ts';
import { coverageOf } from './coverage.ts';
import { execute, interrupted, writtenIn, type Interruption, type Progress } from './execute.ts';
import { follow } from './follow.ts';
import { groupsOf } from './groups.ts';
import { bytesToRead, ingest, type Ingested } from './ingest/ingest.ts';
import { openSink, type ChosenSink } from './sink.ts';
import type { FoundSources } from './sources.ts';
import { checkCounts, summarise, type Summary } from './summary.ts';
import { presentIn } from './tally.ts';
import { keepYoungGeneration } from './young-generation.ts';

export interface RunRequest {
  readonly plan: Plan;
  readonly views: readonly ViewRequest[];
  readonly sink: ChosenSink;
  /** What the plan's streams of records read; absent: it has none. */
  readonly readings?: FoundSources;
  /** Streams that `--only` names; null: all. */
  readonly only: readonly string[] | null;
  readonly batchSize: number | null;
  readonly workers: number | null;
  /** Asks before anything is removed; null: nothing is. */
  readonly clean: Ask | null;
  /** What goes on after the backfill; null: the run ends with it. */
  readonly follow: {
    /** The clock that ticks on. */
    readonly clock: () => number;
    /** Called once, with the records that the backfill wrote. */
    readonly begins: (written: number) => void;
  } | null;
  /** May refuse what the target holds. */
  readonly check: (ledger: readonly LedgerEntry[]) => void;
  readonly interruption: Interruption;
  readonly log: Log;
  /** Called once the amount of work is known. */
  readonly progress: (work: Amount) => Progress & { stop(): void };
}

/** What there is to do: records to simulate, and bytes of inputs to read. */
export interface Amount {
  readonly records: number;
  readonly bytes: number;
}

export interface RunResult {
  readonly summary: Summary;
  readonly simulation: Simulation;
  /** Things that the user should know and that stop nothing. */
  readonly notes: readonly string[];
}

/** What was rejected, and where it is. */
function rejections(ingested: ReadonlyMap<string, Ingested>): readonly string[] {
  return [...ingested].flatMap(([stream, { added, conflicts, rejects }]) => {
    const { rejected } = added;
    if (rejected === 0) return [];
    const some = conflicts === rejected ? '' : `${count(conflicts)} of them `;
    const of = conflicts === 0 ? '' : `, ${some}for a key that is there with other values`;
    return [`stream ${stream}: ${plural(rejected, 'record')} rejected${of}; see ${rejects}`];
  });
}

export async function run(request: RunRequest): Promise<RunResult> {
  const { plan, sink, log } = request;
  const { traits } = sink.definition;
  log.info(
    `${plan.scenario.name}: seed ${plan.seed}, ${iso(plan.period.from)} to ${iso(plan.period.to)}, digest ${plan.digest}`,
  );
  const simulation = createSimulation(plan);
  const workers = request.workers ?? Math.min(2, availableParallelism());

  // 1. The target, locked; whatever an earlier run left unfinished is repaired by opening it.
  const target = await openSink(sink, plan, request.interruption.aborting, log, {
    batchSize: request.batchSize,
    workers,
    readOnly: false,
  });
  try {
    // 2. What this scenario wrote there, removed if asked.
    if (request.clean !== null) await cleanTarget({ ...request, ask: request.clean }, target);

    // 3. What is there, and what is missing.
    const ledger = await target.ledger(plan.streams);
    request.check(ledger);
    const coverage = coverageOf(plan, ledger, target.label);
    const works = groupsOf(plan, coverage, traits.groupRecords, sink.definition.together?.(sink.options));
    const present = presentIn(plan, coverage, simulation);
    const notes = coverage.orphans.map(
      ({ stream, series }) =>
        `stream ${stream}: ${plural(series.length, 'series', 'series')} that the scenario has no longer ` +
        `${series.length === 1 ? 'is' : 'are'} left as they are: ${series.slice(0, 3).join(', ')}${series.length > 3 ? ' …' : ''}`,
    );
    for (const note of notes) log.warn(note);
    log.info(`${target.label}: ${plural(ledger.length, 'group')} held, ${plural(works.length, 'group')} to write`);

    // 4. Tables and views, checked before the first record.
    await target.setUp(plan.tables, request.views);

    // 5. The groups that are missing, whole or not at all.
    keepYoungGeneration();
    const startedAt = performance.now();
    const there = [...present.values()].reduce((sum, { records }) => sum + records, 0);
    const sources = request.readings ?? new Map();
    const toRead = bytesToRead(plan, sources, coverage);
    const progress = request.progress({ records: plan.records - there, bytes: toRead });
    const { interruption } = request;
    const reading = {
      plan,
      target,
      sources,
      coverage,
      groupRecords: traits.groupRecords,
    };
    const parallel = workers * (traits.inFlight ?? 1);
    const fill = async () => {
      const written = await execute({ target, simulation, works, workers: parallel, interruption, progress, log });
      return { written, ingested: await ingest({ ...reading, interruption, progress, log }) };
    };
    const { written, ingested } = await fill().finally(() => {
      progress.stop();
    });
    if (request.follow !== null) {
      await target.finish();
      const { clock, begins } = request.follow;
      const before = writtenIn(written);
      if (!interruption.stopping.aborted) begins(before);
      throw interrupted(interruption, await follow({ plan, target, clock, before, interruption, log }));
    }

    // 6. Durable, and counted.
    const { bytes } = await target.finish();
    const seconds = (performance.now() - startedAt) / 1000;
    const summary = summarise(plan, { target: target.label, written, present, ingested, seconds, targetBytes: bytes });
    checkCounts(plan, summary);
    for (const { table, rule, records, record } of summary.rejections) {
      log.warn(`${table} did not take ${plural(records, 'record')} (${rule}), such as ${JSON.stringify(record)}`);
    }
    log.info(`done: ${count(summary.written)} records written, ${count(summary.present)} were there`);
    return { summary, simulation, notes: [...notes, ...rejections(ingested)] };
  } finally {
    await target.close();
  }
}
