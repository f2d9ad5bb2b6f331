/** From the command line to a diff: both scenarios at the same moment, with the same flags. */
import { diffOf } from '../diff/diff.ts';
import type { Diff, Side } from '../diff/model.ts';
import { dataReader } from '../language/files.ts';
import { meaningOf } from '../language/load.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { SeedctlError } from '../model/errors.ts';
import { planWith } from '../plan/plan.ts';
import { viewsOf } from '../plan/views.ts';
import { parseParameters, planOptions, type TimeFlags, usage } from './options.ts';
import { isRevision, openRevision } from './revision.ts';
import { disk, findScenario, openFrom, type OpenScenario } from './scenario.ts';

export interface DiffFlags extends TimeFlags {
  readonly param?: readonly string[] | undefined;
}

export interface Compared {
  readonly diff: Diff;
  /** Of the new scenario: those of the old one are past. */
  readonly warnings: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

interface Opened extends OpenScenario {
  readonly label: string;
  readonly access: typeof disk;
}

/** @param clock what the machine's clock reads; `--now` overrides it */
export function compare(old: string, now: string, flags: DiffFlags, clock: number): Compared {
  const given = parseParameters(flags.param ?? []);
  const both = openBoth([old, now], given, flags.days);
  const [before, after] = both;
  // Read in the new scenario's zone, so that one `--from 2025-02-01` is one instant.
  const options = planOptions(flags, after.scenario, clock);
  const side = ({ label, access, scenario, sources, parameters }: Opened): Side => {
    const planned = planWith(scenario, options);
    const read = dataReader(access, []);
    return {
      label,
      ...planned,
      views: viewsOf(planned.plan),
      sources,
      understand: (changed) => {
        try {
          return meaningOf(changed, parameters, read);
        } catch (error) {
          // A parameter that was given, and that the changed text does not have.
          if (error instanceof SeedctlError) return null;
          throw error;
        }
      },
    };
  };
  const diff = diffOf(side(before), side(after), options.seed);
  return { diff, warnings: after.warnings, texts: after.texts };
}

/** A parameter that only one of them has is given to that one. */
function openBoth(
  files: readonly [string, string],
  given: { readonly [name: string]: string },
  days: number | undefined,
): readonly [Opened, Opened] {
  const taken = new Set<string>();
  const opened = files.map((file): Opened => {
    const { path, access } = isRevision(file) ? openRevision(file) : { path: findScenario(file), access: disk };
    const open = (parameters: { readonly [name: string]: string }): OpenScenario => {
      const found = openFrom(path, access, parameters, days);
      for (const name of Object.keys(parameters)) taken.add(name);
      return found;
    };
    return { label: path, access, ...withKnown(given, open) };
  });
  const unknown = Object.keys(given).find((name) => !taken.has(name));
  if (unknown !== undefined) throw usage(`neither scenario has a parameter ${unknown}`);
  return [opened[0]!, opened[1]!];
}

/** Leaves out what a scenario refuses by name, one after the other. */
function withKnown<T>(
  given: { readonly [name: string]: string },
  open: (parameters: { readonly [name: string]: string }) => T,
): T {
  let parameters = given;
  for (;;) {
    try {
      return open(parameters);
    } catch (error) {
      const name =
        error instanceof SeedctlError && error.code === 'unknown-parameter'
          ? error.place?.replace('--param ', '')
          : null;
      if (name === undefined || name === null || !Object.hasOwn(parameters, name)) throw error;
      const { [name]: _, ...rest } = parameters;
      parameters = rest;
    }
  }
}
