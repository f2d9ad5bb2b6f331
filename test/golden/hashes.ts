/** Fingerprints and digests of the golden scenarios and of PMI, as this Node makes them. */
import { ENGINE } from '../../src/plan/engine-version.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { planOf, PMI, scenarioIn, scenarioOf } from '../support/scenario.ts';
import { SCENARIOS } from './scenarios.ts';

export interface Hashes {
  /** By stream, as `records fingerprint`: they change with a value, and only then. */
  readonly values: { readonly [stream: string]: string };
  /** Of the plan: it changes also where what a series depends on is written in another way. */
  readonly digest: string;
}

export interface Golden {
  readonly engine: number;
  readonly scenarios: { readonly [name: string]: Hashes };
}

export function makeHashes(): Golden {
  const scenarios: [string, Scenario][] = [['pmi-default', scenarioIn(PMI)]];
  for (const [name, written] of SCENARIOS) scenarios.push([name, scenarioOf(written)]);
  return {
    engine: ENGINE,
    scenarios: Object.fromEntries(scenarios.map(([name, scenario]) => [name, hashesOf(scenario)])),
  };
}

function hashesOf(scenario: Scenario): Hashes {
  const plan = planOf(scenario);
  const simulation = createSimulation(plan);
  const values = plan.streams.map((stream): [string, string] => {
    const made = simulation.records({ stream, series: stream.series, range: plan.period }, []);
    let records = 0;
    for (const batch of made.batches()) records += batch.count;
    return [stream.id, `${records} ${made.result().fingerprint}`];
  });
  return { values: Object.fromEntries(values), digest: plan.digest };
}

/** Names of scenarios and streams whose values differ. */
export function changedValues(before: Golden, after: Golden): string[] {
  const names = new Set([...Object.keys(before.scenarios), ...Object.keys(after.scenarios)]);
  return [...names].flatMap((name) => {
    const [old, now] = [before.scenarios[name]?.values, after.scenarios[name]?.values];
    const streams = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})]);
    return [...streams].filter((id) => old?.[id] !== now?.[id]).map((id) => `${name}: ${id}`);
  });
}

/** The same, of what was there before: a scenario that is new changes nothing. */
export function changedScenarios(before: Golden, after: Golden): string[] {
  const known = Object.keys(before.scenarios);
  return changedValues(before, after).filter((change) => known.some((name) => change.startsWith(`${name}: `)));
}
