/** What every report of a plan begins with, as data. */
import type { Plan } from '../model/plan.ts';
import type { Range } from '../model/units.ts';
import { iso } from '../report/numbers.ts';

export interface PlanHead {
  readonly scenario: string;
  readonly engine: number;
  readonly seed: number;
  readonly digest: string;
  /** ISO 8601. */
  readonly now: string;
}

/** A period as ISO 8601 instants, half open. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

export function headOf({ scenario, engine, seed, digest, now }: Plan): PlanHead {
  return { scenario: scenario.name, engine, seed, digest, now: iso(now) };
}

export const periodOf = ({ from, to }: Range): Period => ({ from: iso(from), until: iso(to) });
