/** Scenarios from text, plans and records from scenarios: what most tests begin with. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Loaded, loadScenario } from '../../src/language/load.ts';
import type { Plan, PlannedStream, Series } from '../../src/model/plan.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import type { Batch } from '../../src/model/table.ts';
import type { Json, Range } from '../../src/model/units.ts';
import { createPlan, type PlanOptions } from '../../src/plan/plan.ts';
import { createSimulation, type Simulation } from '../../src/simulate/simulation.ts';

export const NOW = Date.parse('2025-02-09T00:00:00Z');
export const PMI = path.resolve(import.meta.dirname, '../../scenarios/pmi-default.yaml');

/** Loads a scenario's text as if it lay in a file of that name. */
export function load(text: string, parameters: { readonly [name: string]: string } = {}): Loaded {
  return loadWith('scenario.yaml', () => new TextEncoder().encode(text), parameters);
}

export function loadFile(file: string, parameters: { readonly [name: string]: string } = {}): Loaded {
  return loadWith(file, (name) => readFileSync(name), parameters);
}

function loadWith(
  file: string,
  read: (name: string) => Uint8Array,
  parameters: { readonly [name: string]: string },
): Loaded {
  return loadScenario(file, {
    read,
    parameters,
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    resolve: (from, to) => path.resolve(path.dirname(from), to),
  });
}

/** The normal form of what must be a valid scenario: text, or data that is written as JSON (which is YAML). */
export function scenarioOf(written: string | object): Scenario {
  return valid(load(typeof written === 'string' ? written : JSON.stringify(written)));
}

export function scenarioIn(file: string): Scenario {
  return valid(loadFile(file));
}

function valid({ scenario, diagnostics }: Loaded): Scenario {
  if (scenario === null) {
    throw new Error(diagnostics.map(({ line, code, message }) => `${line}: [${code}] ${message}`).join('\n'));
  }
  return scenario;
}

export function planOf(scenario: Scenario, options: Partial<PlanOptions> = {}): Plan {
  return createPlan(scenario, { now: NOW, ...options });
}

/** One record as a sink would see it: column names to values. */
export type Row = { readonly [column: string]: Json };

/** All records of some series of a stream in a range; absent columns are left out. */
export function rowsOf(...made: Parameters<typeof madeOf>): Row[] {
  return madeOf(...made).rows;
}

/** The same with the fingerprint that was summed on the way. */
export function madeOf(
  simulation: Simulation,
  stream: PlannedStream,
  range: Range,
  series: readonly Series[] = stream.series,
  covered: readonly Range[] = [],
): { readonly rows: Row[]; readonly fingerprint: string } {
  const rows: Row[] = [];
  const records = simulation.records({ stream, series, range }, covered);
  for (const batch of records.batches()) rows.push(...rowsOfBatch(batch));
  return { rows, fingerprint: records.result().fingerprint };
}

function rowsOfBatch(batch: Batch): Row[] {
  return Array.from({ length: batch.count }, (_, i) => {
    const row: { [column: string]: Json } = {};
    for (const [k, column] of batch.columns.entries()) {
      const { name } = batch.table.columns[k]!;
      if (column.kind === 'constant') row[name] = column.value;
      else if (column.kind !== 'absent') row[name] = column.values[i] ?? null;
    }
    return row;
  });
}

/** Every stream's records over the whole period of a plan, as sorted lines: equal exactly where the data are. */
export function linesOf(plan: Plan): string[] {
  const simulation = createSimulation(plan);
  return plan.streams
    .flatMap((stream) => rowsOf(simulation, stream, plan.period).map((row) => `${stream.id} ${JSON.stringify(row)}`))
    .sort();
}

/** The stream of a plan with this id. */
export function streamOf(plan: Plan, id: string): PlannedStream {
  const stream = plan.streams.find((one) => one.id === id);
  if (stream === undefined) throw new Error(`no stream ${id}`);
  return stream;
}
