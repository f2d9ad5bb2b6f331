/** Flags of the command line that say what is simulated: the period, the clock, the seed, the parameters. */
import { randomInt } from 'node:crypto';
import { instant } from '../language/read/instant.ts';
import { Misread } from '../language/read/notation.ts';
import { Exit, SeedctlError } from '../model/errors.ts';
import type { Scenario } from '../model/scenario.ts';
import { DAY, type Instant } from '../model/units.ts';
import { today } from '../plan/period.ts';
import type { PlanOptions } from '../plan/plan.ts';
import { instantOf, zone } from '../timeline/zone.ts';

/** As given on the command line. */
export interface TimeFlags {
  readonly days?: number | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly now?: string | undefined;
  readonly seed?: string | undefined;
}

export function usage(message: string, next?: string): SeedctlError {
  return new SeedctlError({ code: 'usage', exit: Exit.usage, message, next });
}

/** `key=value`, each key once. */
export function parseParameters(pairs: readonly string[]): { readonly [name: string]: string } {
  const parameters: Record<string, string> = {};
  for (const pair of pairs) {
    const cut = pair.indexOf('=');
    if (cut < 1) throw usage(`--param ${pair}: expected key=value`, '--param days=30');
    const name = pair.slice(0, cut);
    if (Object.hasOwn(parameters, name)) throw usage(`--param ${name} is given twice`, 'give each parameter once');
    parameters[name] = pair.slice(cut + 1);
  }
  return parameters;
}

/** `random` draws one that a person can still retype. */
export function parseSeed(text: string): number {
  if (text === 'random') return randomInt(1_000_000_000);
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw usage(`--seed ${text}: expected an integer from 0 to 2^53 - 1, or random`, '--seed 42, or --seed random');
}

/**
 * The flags in the scenario's zone.
 *
 * @param clock what the machine's clock reads; `--now` overrides it
 * @throws SeedctlError (exit 2)
 */
export function planOptions(flags: TimeFlags, scenario: Scenario, clock: Instant): PlanOptions {
  const { days, from, until, seed } = flags;
  if (days !== undefined && from !== undefined && until !== undefined) {
    throw usage('--days, --from and --until say one thing too many', 'give two of them at the most');
  }
  const now = flags.now === undefined ? clock : read('--now', flags.now, scenario, clock);
  return {
    now,
    ...(seed !== undefined && { seed: parseSeed(seed) }),
    ...(from !== undefined && { from: read('--from', from, scenario, now) }),
    ...(until !== undefined && { until: read('--until', until, scenario, now) }),
    ...(days !== undefined && { duration: days * DAY }),
  };
}

function read(flag: string, text: string, scenario: Scenario, now: Instant): Instant {
  const place = zone(scenario.zone);
  if (text === 'now') return Math.floor(now / scenario.time.step) * scenario.time.step;
  if (text === 'today') return today(now, place);
  try {
    return instantOf(instant.parse(text), place);
  } catch (error) {
    if (!(error instanceof Misread)) throw error;
    throw usage(`${flag}: ${error.message}`, `${flag} 2025-02-09, 2025-02-09T10:30 (local) or …Z, today or now`);
  }
}
