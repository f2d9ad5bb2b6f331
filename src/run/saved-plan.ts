/** A plan in a file: what `plan --out` saves and `run PLANFILE` does, exactly or not at all. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Exit, SeedctlError } from '../model/errors.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Input } from '../model/diagnostic.ts';
import type { Plan, PlannedStream } from '../model/plan.ts';
import { iso } from '../report/numbers.ts';
import { createPlan } from '../plan/plan.ts';
import { findSources, inputsOf } from './sources.ts';
import { isSavedPlan, openScenario, sha256 } from './scenario.ts';
import { hasSecret } from './secrets.ts';
import { selectStreams, viewsWithin } from './selection.ts';
import type { Prepared } from './prepare.ts';
import { planAsData, type PlanData } from './plan-data.ts';

/** Raised when the shape of the file changes. */
const FORMAT = 1;

export interface SavedPlan extends PlanData {
  readonly seedctlPlan: number;
  /** As given to `plan`: a path from its working directory, or the name of a scenario that ships. */
  readonly file: string;
  readonly inputs: readonly Input[];
  readonly parameters: { readonly [name: string]: string };
  readonly only: readonly string[] | null;
  /** Name or URL of the sink, without secrets; null where none was given. */
  readonly to: string | null;
  /** What the target held: names of ledger entries; null where it was not looked at. */
  readonly held: readonly string[] | null;
}

export function savePlan(path: string, prepared: Prepared, to: string | null, ledger: readonly LedgerEntry[] | null) {
  const { file, inputs, parameters, only, plan, views } = prepared;
  const saved: SavedPlan = {
    seedctlPlan: FORMAT,
    file,
    inputs,
    parameters,
    only,
    to: to === null || hasSecret(to) ? null : to,
    held: ledger === null ? null : ledger.map(nameOfEntry).sort(),
    ...planAsData(plan, views),
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(saved, null, 2) + '\n');
}

/** Null where the file is no saved plan, but perhaps a scenario. */
export function readSavedPlan(path: string): SavedPlan | null {
  // A pipe is read once, by the language.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return null;
  const text = readFileSync(path, 'utf8');
  if (!isSavedPlan(text)) return null;
  const saved = parse(text, path);
  if (saved.seedctlPlan !== FORMAT) throw stale(path, `it has format ${saved.seedctlPlan}, and this is ${FORMAT}`);
  return saved;
}

function parse(text: string, path: string): SavedPlan {
  try {
    return JSON.parse(text) as SavedPlan;
  } catch (error) {
    throw new SeedctlError({
      code: 'damaged-plan',
      exit: Exit.invalid,
      message: `the plan cannot be read: ${(error as Error).message}`,
      place: path,
      next: 'plan anew with `seedctl plan --out`',
    });
  }
}

/** Plans again from the inputs, and compares. @throws SeedctlError (exit 4) */
export function prepareSaved(path: string, saved: SavedPlan): Prepared {
  const { scenario, sources, inputs, parameters, warnings, texts } = openScenario(
    saved.file,
    saved.parameters,
    undefined,
  );
  const now = inputs.map(({ path: input, sha256: hash }) => `${input} ${hash}`);
  for (const input of saved.inputs) {
    if (!now.includes(`${input.path} ${input.sha256}`)) throw stale(path, `${input.path} has changed since`);
  }
  if (inputs.length !== saved.inputs.length) throw stale(path, 'the scenario reads other files now');
  const readings = findSources(scenario);
  const whole = createPlan(scenario, {
    inputs: inputsOf(readings),
    now: Date.parse(saved.now),
    seed: saved.seed,
    from: Date.parse(saved.period.from),
    until: Date.parse(saved.period.until),
  });
  const plan = selectStreams(whole, saved.only);
  if (plan.engine !== saved.engine) throw stale(path, `it is of engine ${saved.engine}, and this is ${plan.engine}`);
  const same =
    plan.digest === saved.digest && JSON.stringify(planAsData(plan, []).streams) === JSON.stringify(saved.streams);
  if (!same) throw stale(path, 'the same inputs give another plan with this version');
  return {
    file: saved.file,
    inputs,
    parameters,
    warnings,
    texts,
    sources,
    only: saved.only,
    plan,
    whole,
    views: viewsWithin(whole, plan),
    readings,
  };
}

/**
 * The target may hold more than when it was planned only where this very plan wrote it: a run that was killed
 * goes on.
 *
 * @throws SeedctlError (exit 4)
 */
export function checkHeld(path: string, saved: SavedPlan, plan: Plan, ledger: readonly LedgerEntry[]): void {
  if (saved.held === null) return;
  const held = new Set(ledger.map(nameOfEntry));
  if (saved.held.some((name) => !held.has(name))) throw stale(path, 'the target holds less than it did then');
  const known = new Set(saved.held);
  const streams = new Map(plan.streams.map((stream) => [stream.id, stream]));
  const foreign = ledger.find(
    (entry) => !known.has(nameOfEntry(entry)) && !isOf(plan, streams.get(entry.stream), entry),
  );
  if (foreign !== undefined) {
    throw stale(path, `the target holds more of stream ${foreign.stream} than it did then: ${nameOfRange(foreign)}`);
  }
}

function isOf(plan: Plan, stream: PlannedStream | undefined, entry: LedgerEntry): boolean {
  if (stream === undefined) return false;
  const digests = new Map(stream.series.map(({ id, digest }) => [id, digest]));
  const { from, to } = entry.range;
  return (
    from >= plan.period.from &&
    to <= plan.period.to &&
    entry.series.every(({ id, digest }) => digests.get(id) === digest)
  );
}

const nameOfRange = ({ range }: LedgerEntry): string => `${iso(range.from)}/${iso(range.to)}`;

function nameOfEntry(entry: LedgerEntry): string {
  const series = entry.series.map(({ id, digest }) => `${digest} ${id}`).sort();
  const hash = sha256(Buffer.from(series.join('\n'))).slice(0, 16);
  return `${entry.stream} ${nameOfRange(entry)} ${hash}`;
}

function stale(path: string, what: string): SeedctlError {
  return new SeedctlError({
    code: 'stale-plan',
    exit: Exit.refused,
    message: `the plan no longer holds: ${what}`,
    place: path,
    safe: 'nothing was written',
    next: 'plan anew with `seedctl plan --out`, and look at what is different',
  });
}
