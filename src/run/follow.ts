/** Live mode: after the backfill, each tick as it comes, with the values that a later backfill would give. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Plan } from '../model/plan.ts';
import type { Instant } from '../model/units.ts';
import { createPlan } from '../plan/plan.ts';
import { createSimulation } from '../simulate/simulation.ts';
import type { Log, Target } from '../sinks/sink.ts';
import { execute, writtenIn, type Interruption } from './execute.ts';
import type { Work } from './groups.ts';
import { count } from '../report/numbers.ts';

export interface Following {
  /** What was written before. */
  readonly plan: Plan;
  readonly target: Target;
  readonly clock: () => Instant;
  /** Records that the backfill wrote. */
  readonly before: number;
  readonly interruption: Interruption;
  readonly log: Log;
}

/** A period may end months from now, and a timer holds 24 days at the most; a machine may sleep, and its timers with it. */
const NAP_MS = 60_000;

/** Returns when it is told to stop: how many records were written by then, the backfill's too. */
export async function follow({ plan, target, clock, before, interruption, log }: Following): Promise<number> {
  const { stopping } = interruption;
  let done = plan.period.to;
  let total = before;
  while (!stopping.aborted) {
    const until = Math.floor(clock() / plan.step) * plan.step;
    if (until > done) {
      const covered = [{ from: plan.period.from, to: done }];
      const range = { from: done, to: until };
      const live = createPlan(plan.scenario, { now: until, seed: plan.seed, from: range.from, until: range.to });
      const wanted = new Set(plan.streams.map(({ id }) => id));
      const works = live.streams
        .filter(({ id, kind }) => kind !== 'assets' && wanted.has(id))
        .map((stream): Work => ({ group: { stream, series: stream.series, range }, covered }));
      const simulation = createSimulation(live);
      const written = await execute({
        target,
        simulation,
        works,
        workers: 1,
        interruption,
        progress: { batch() {} },
        log,
        before: total,
      });
      const records = writtenIn(written);
      total += records;
      log.debug(`followed to ${new Date(until).toISOString()}: ${count(records)} records`);
      done = until;
    }
    const nap = Math.min(NAP_MS, Math.max(1, done + plan.step - clock()));
    await sleep(nap, undefined, { signal: stopping }).catch(() => undefined);
  }
  return total;
}
