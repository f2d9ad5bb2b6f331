/** What a reader of the targets can check without knowing how the records were made. */
import { expect } from 'chai';
import type { Plan } from '../../src/model/plan.ts';
import { createSimulation } from '../../src/simulate/simulation.ts';
import { type Row, rowsOf } from '../support/scenario.ts';

export type State = 'up' | 'degraded' | 'down';

export interface Poll {
  readonly at: number;
  readonly value: number;
}

export interface Incident {
  readonly id: string;
  readonly asset: string;
  readonly kind: string;
  readonly state: Exclude<State, 'up'> | null;
  readonly cause: string;
  readonly root: string | null;
  readonly start: number;
  readonly end: number;
}

export interface Job {
  readonly asset: string;
  readonly at: number;
  readonly success: boolean;
}

/** All that was recorded of availability, by the streams' presets and default columns. */
export interface Recorded {
  /** Statuses of an asset in time order. */
  readonly polls: ReadonlyMap<string, readonly Poll[]>;
  readonly responses: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly incidents: readonly Incident[];
  readonly jobs: readonly Job[];
  readonly from: number;
  readonly to: number;
}

const VALUES: { readonly [state in State]: number } = { up: 100, degraded: 50, down: 0 };

export function recordsOf(plan: Plan, metrics: { status: string; response: string }): Recorded {
  const simulation = createSimulation(plan);
  const rows = (preset: string): readonly Row[] =>
    plan.streams.filter((one) => one.preset === preset).flatMap((one) => rowsOf(simulation, one, plan.period));
  const polls = new Map<string, Poll[]>();
  const responses = new Map<string, Map<number, number>>();
  for (const row of rows('polls')) {
    const [asset, at, value] = [row.asset_id as string, row.timestamp as number, row.value as number];
    if (row.metric_name === metrics.status) append(polls, asset, { at, value });
    if (row.metric_name !== metrics.response) continue;
    const known = responses.get(asset) ?? new Map<number, number>();
    responses.set(asset, known.set(at, value));
  }
  return {
    polls,
    responses,
    incidents: rows('incidents').map((row) => ({
      id: row.incident_id as string,
      asset: row.asset_id as string,
      kind: row.kind as string,
      state: row.state as Incident['state'],
      cause: row.cause as string,
      root: row.root_incident_id as string | null,
      start: row.start as number,
      end: row.end as number,
    })),
    jobs: rows('jobs').map((row) => ({
      asset: row.asset_id as string,
      at: row.timestamp as number,
      success: row.value === 1,
    })),
    from: plan.period.from,
    to: plan.period.to,
  };
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** The worst state of what covers an instant. */
function stateAt(incidents: readonly Incident[], at: number): State {
  let state: State = 'up';
  for (const incident of incidents) {
    if (incident.start > at || incident.end <= at) continue;
    if (incident.state === 'down') return 'down';
    if (incident.state === 'degraded') state = 'degraded';
  }
  return state;
}

export const byAsset = (incidents: readonly Incident[]): ReadonlyMap<string, readonly Incident[]> => {
  const found = new Map<string, Incident[]>();
  for (const incident of incidents) append(found, incident.asset, incident);
  return found;
};

/** Every poll reads the worst of the incidents that cover it, and nothing else: both ways in one sentence. */
export function expectPollsToReadIncidents({ polls, incidents, responses }: Recorded): void {
  const of = byAsset(incidents);
  const wrong: string[] = [];
  for (const [asset, all] of polls) {
    const own = of.get(asset) ?? [];
    // Incidents that are open, as time goes by.
    const sorted = [...own].sort((a, b) => a.start - b.start);
    let open: Incident[] = [];
    let next = 0;
    for (const { at, value } of all) {
      for (; next < sorted.length && sorted[next]!.start <= at; next++) open.push(sorted[next]!);
      if (open.length > 0) open = open.filter(({ end }) => end > at);
      const expected = VALUES[stateAt(open, at)];
      if (value !== expected) wrong.push(`${asset} at ${new Date(at).toISOString()}: ${value}, not ${expected}`);
      if (value === 0 && responses.get(asset)?.get(at) !== 5000) wrong.push(`${asset} answers while down`);
    }
  }
  expect(wrong.slice(0, 5)).to.deep.equal([]);
}

/** Causes and roots of what was inherited are there, of the same kind and state, and lead from asset to asset. */
export function expectRootsToBeThere(
  { incidents, from }: Recorded,
  dependencies: ReadonlyMap<string, readonly string[]>,
  selected: (asset: string) => boolean,
  lag: { readonly down: number; readonly up: number },
): number {
  const ids = new Map(incidents.map((incident) => [incident.id, incident]));
  expect(ids.size, 'ids are unique').to.equal(incidents.length);
  let inherited = 0;
  for (const incident of incidents) {
    if (incident.root === null) {
      expect(incident.cause, incident.id).to.equal(incident.asset);
      continue;
    }
    inherited += 1;
    expect(dependencies.get(incident.asset) ?? [], incident.id).to.include(incident.cause);
    expect(incident.state, incident.id).to.be.oneOf(['down', 'degraded']);
    const [rootAsset] = incident.root.split('/') as [string];
    expect(reaches(dependencies, incident.cause, rootAsset), incident.id).to.equal(true);
    const root = ids.get(incident.root);
    if (root === undefined) {
      // Where recovery lags, the root may be over before the period begins.
      if (selected(rootAsset)) expect(incident.start, incident.id).to.be.below(from + lag.down);
      if (selected(rootAsset)) expect(lag.up, incident.id).to.be.above(0);
      continue;
    }
    expect([root.root, root.kind, root.state]).to.deep.equal([null, incident.kind, incident.state]);
    if (lag.down === 0 && lag.up === 0) expect([incident.start, incident.end]).to.deep.equal([root.start, root.end]);
    else expect(incident.start).to.be.at.least(root.start);
  }
  return inherited;
}

function reaches(dependencies: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  return from === to || (dependencies.get(from) ?? []).some((next) => reaches(dependencies, next, to));
}

/** Who stands on what is down is down at the same instant, and is not better than what is degraded. */
export function expectDependentsToGoDownTogether(
  { polls }: Recorded,
  dependencies: ReadonlyMap<string, readonly string[]>,
): void {
  for (const [asset, sources] of dependencies) {
    const own = polls.get(asset);
    if (own === undefined) continue;
    for (const source of sources) {
      const theirs = polls.get(source);
      if (theirs === undefined) continue;
      const better = own.filter(({ value }, i) => value > theirs[i]!.value);
      expect(better.length, `${asset} on ${source}`).to.equal(0);
    }
  }
}

/** A job that starts inside an outage fails. */
export function expectJobsToFailInOutages({ jobs, incidents }: Recorded): number {
  const of = byAsset(incidents);
  let inside = 0;
  for (const { asset, at, success } of jobs) {
    if (stateAt(of.get(asset) ?? [], at) !== 'down') continue;
    inside += 1;
    expect(success, `${asset} at ${new Date(at).toISOString()}`).to.equal(false);
  }
  return inside;
}
