/** Removes what a scenario wrote into a target: `run --clean` before it writes, and `clean` alone. */
import { Exit, SeedctlError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { plural } from '../report/numbers.ts';
import type { Log, Target } from '../sinks/sink.ts';
import { interrupted, type Interruption } from './execute.ts';
import { openSink, type ChosenSink } from './sink.ts';

/** Asks a person, or says yes for him. */
export type Ask = (question: string) => boolean | Promise<boolean>;

export interface CleanRequest {
  readonly plan: Plan;
  readonly sink: ChosenSink;
  /** Streams that `--only` names; null: all, those too that the scenario has no longer. */
  readonly only: readonly string[] | null;
  readonly ask: Ask;
  readonly interruption: Interruption;
  readonly log: Log;
}

/** The value of `clean --json`. */
export interface Cleaned {
  readonly scenario: string;
  readonly target: string;
  /** By stream, as the ledger counted them. */
  readonly streams: readonly { readonly name: string; readonly records: number }[];
  /** Rows that were there, and are gone. */
  readonly removed: number;
}

export async function clean(request: CleanRequest): Promise<Cleaned> {
  const { plan, sink, interruption, log } = request;
  if (!sink.definition.traits.ledger) return nothing(plan, sink);
  // Opening for writing would make what is not there, only to find that there is nothing to remove.
  const how = { batchSize: null, workers: 1 };
  const looking = await openSink(sink, plan, interruption.aborting, log, { ...how, readOnly: true });
  await looking.close();
  if (looking.absent === true) return nothing(plan, sink);
  const target = await openSink(sink, plan, interruption.aborting, log, { ...how, readOnly: false });
  try {
    return await cleanTarget(request, target);
  } finally {
    await target.close();
  }
}

const nothing = (plan: Plan, { definition, options }: ChosenSink): Cleaned => ({
  scenario: plan.scenario.name,
  target: definition.label(options),
  streams: [],
  removed: 0,
});

/** @throws SeedctlError (exit 4) where the answer is no, or where the target refuses; nothing was removed then */
export async function cleanTarget(
  { plan, only, ask, interruption, log }: Omit<CleanRequest, 'sink'>,
  target: Target,
): Promise<Cleaned> {
  const streams = only === null ? null : plan.streams.map(({ id }) => id);
  const held = new Map<string, number>();
  for (const { stream, records } of await target.ledger(plan.streams)) {
    if (streams?.includes(stream) ?? true) held.set(stream, (held.get(stream) ?? 0) + records);
  }
  const records = [...held.values()].reduce((sum, one) => sum + one, 0);
  const what = `${plural(records, 'record')} of ${plan.scenario.name}${only === null ? '' : ` (${only.join(', ')})`}`;
  if (records > 0 && !(await ask(`Remove ${what} from ${target.label}?`))) {
    if (interruption.stopping.aborted) throw interrupted(interruption, 0);
    throw new SeedctlError({
      code: 'not-confirmed',
      exit: Exit.refused,
      message: 'not cleaned: the answer was no',
      safe: 'nothing was removed or written',
    });
  }
  const removed = await target.clean(streams, plan.streams);
  log.info(`removed ${plural(removed.records, 'record')} from ${target.label}`);
  return {
    scenario: plan.scenario.name,
    target: target.label,
    streams: [...held].map(([name, count]) => ({ name, records: count })),
    removed: removed.records,
  };
}
