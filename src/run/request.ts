/** What `run` is asked to do: a scenario with flags, or a saved plan. */
import type { LedgerEntry } from '../model/ledger.ts';
import { type Plan, readsAlone } from '../model/plan.ts';
import type { Environment } from './environment.ts';
import { usage } from './options.ts';
import { prepare, type PlanFlags, type Prepared } from './prepare.ts';
import { checkHeld, prepareSaved, readSavedPlan } from './saved-plan.ts';
import { chooseSink, type ChosenSink } from './sink.ts';

export interface RequestFlags extends PlanFlags {
  readonly to?: string | undefined;
  readonly follow?: boolean;
  readonly clean?: boolean;
  readonly json?: boolean | undefined;
}

export interface Request {
  readonly prepared: Prepared;
  readonly sink: ChosenSink;
  /** Refuses a target that is not as it was planned. */
  readonly check: (ledger: readonly LedgerEntry[]) => void;
}

export function requestOf(file: string, flags: RequestFlags, environment: Environment, clock: number): Request {
  const saved = readSavedPlan(file);
  if (saved === null) {
    const prepared = prepare(file, flags, clock);
    const sink = chooseSink(prepared.plan.scenario, flags.to, environment);
    checkTogether(flags, sink);
    checkFollowed(flags, prepared.plan);
    return { prepared, sink, check() {} };
  }

  const settled = ['days', 'from', 'until', 'now', 'seed', 'param', 'only', 'follow', 'clean'] as const;
  const short = ['assets-only', 'polling-only', 'backup-only'] as const;
  const given = [...settled, ...short].find((flag) => flags[flag] !== undefined && flags[flag] !== false);
  if (given !== undefined) throw usage(`--${given} has no place with a saved plan, which says all of that`);
  if (saved.to !== null && flags.to !== undefined) throw usage(`--to has no place here: the plan says ${saved.to}`);
  if (saved.held !== null && saved.to === null && flags.to === undefined) {
    throw usage('the plan is for a target whose URL holds a secret, and secrets are not saved', 'give it with --to');
  }
  const prepared = prepareSaved(file, saved);
  const sink = chooseSink(prepared.plan.scenario, saved.to ?? flags.to, environment);
  checkTogether(flags, sink);
  return { prepared, sink, check: (ledger) => checkHeld(file, saved, prepared.plan, ledger) };
}

/** What time brings no more of is not followed for ever. @throws SeedctlError (exit 2) */
function checkFollowed({ follow }: RequestFlags, plan: Plan): void {
  if (!follow) return;
  if (readsAlone(plan)) {
    throw usage(
      `--follow goes on with what is simulated, and ${plan.scenario.name} reads all of its records`,
      'leave it out, and run again when there are new files',
    );
  }
  if (plan.streams.every(({ kind }) => kind === 'assets')) {
    throw usage('--follow goes on with what time brings, and assets are there once and for all', 'leave it out');
  }
}

/** Flags that a sink cannot serve. @throws SeedctlError (exit 2) */
function checkTogether({ follow, json }: RequestFlags, { definition, shown }: ChosenSink): void {
  if (follow && !definition.traits.follow) {
    throw usage(
      `--follow does not work with ${shown}`,
      'follow into a server or into ndjson:- (stdout), or leave it out',
    );
  }
  if (json && definition.traits.standardOutput) {
    throw usage(`--json does not go together with ${shown}: both write to stdout`, 'leave one of them out');
  }
}
