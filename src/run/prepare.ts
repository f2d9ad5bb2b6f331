/** From the command line to a plan: what `run`, `plan` and `stats` begin with. */
import type { Diagnostic, Input } from '../model/diagnostic.ts';
import type { Source } from '../language/source.ts';
import type { Plan } from '../model/plan.ts';
import type { ViewRequest } from '../model/table.ts';
import { createPlan } from '../plan/plan.ts';
import { parseParameters, planOptions, type TimeFlags } from './options.ts';
import { findSources, inputsOf, type FoundSources } from './sources.ts';
import { openScenario } from './scenario.ts';
import { selectedNames, selectStreams, viewsWithin, type SelectionFlags } from './selection.ts';

export interface PlanFlags extends TimeFlags, SelectionFlags {
  readonly param?: readonly string[] | undefined;
}

export interface Prepared {
  /** As given on the command line. */
  readonly file: string;
  readonly inputs: readonly Input[];
  /** Parameters as written, those that `--days` stands for too. */
  readonly parameters: { readonly [name: string]: string };
  readonly warnings: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
  /** As written: includes first, the scenario last. */
  readonly sources: readonly Source[];
  /** Streams that were asked for; null: all. */
  readonly only: readonly string[] | null;
  readonly plan: Plan;
  /** With the streams that were not asked for. */
  readonly whole: Plan;
  readonly views: readonly ViewRequest[];
  /** What the streams of records read. */
  readonly readings: FoundSources;
}

/** @param clock what the machine's clock reads */
export function prepare(file: string, flags: PlanFlags, clock: number): Prepared {
  const given = parseParameters(flags.param ?? []);
  const { scenario, sources, inputs, parameters, warnings, texts } = openScenario(file, given, flags.days);
  const only = selectedNames(flags);
  const readings = findSources(scenario);
  const whole = createPlan(scenario, { ...planOptions(flags, scenario, clock), inputs: inputsOf(readings) });
  const plan = selectStreams(whole, only);
  return {
    file,
    inputs,
    parameters,
    warnings,
    texts,
    sources,
    only,
    plan,
    whole,
    views: viewsWithin(whole, plan),
    readings,
  };
}
