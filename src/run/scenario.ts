/** A scenario from the command line: a path or the name of one that ships, read, checked and in its normal form. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { suggest } from '../language/diagnostics/suggest.ts';
import type { FileAccess } from '../language/files.ts';
import { loadScenario, type Loaded } from '../language/load.ts';
import type { Source } from '../language/source.ts';
import { Exit, SeedctlError } from '../model/errors.ts';
import type { Diagnostic, Input } from '../model/diagnostic.ts';
import type { Scenario } from '../model/scenario.ts';
import { plural } from '../report/numbers.ts';
import { runCommand } from './command-line.ts';
import { usage } from './options.ts';
import { shippedScenarios } from './package.ts';

export interface OpenScenario {
  /** As written, those that `--days` stands for too. */
  readonly parameters: { readonly [name: string]: string };
  readonly scenario: Scenario;
  /** As written: includes first, the scenario last. */
  readonly sources: readonly Source[];
  readonly inputs: readonly Input[];
  readonly warnings: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/** What `plan --out` saves begins so; `run` alone takes it. */
export const isSavedPlan = (text: string): boolean => /^\s*\{\s*"seedctlPlan"/.test(text);

/** All problems of a scenario at once. */
export class InvalidScenario extends SeedctlError {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;

  constructor(path: string, { diagnostics, texts }: Loaded) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const first = errors[0];
    super({
      code: 'invalid-scenario',
      exit: Exit.invalid,
      message: `${path} has ${plural(errors.length, 'error')}${first === undefined ? '' : `: ${first.message}`}`,
      place: first === undefined ? path : `${first.file}:${first.line}:${first.column}`,
      safe: 'nothing was written',
      next: `seedctl validate ${path}`,
    });
    this.diagnostics = diagnostics;
    this.texts = texts;
  }
}

/** @throws SeedctlError (exit 2) where there is neither such a file nor such a scenario */
export function findScenario(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory()) return file;
  const shipped = shippedScenarios();
  const named = shipped.find(({ name }) => name === file);
  if (named !== undefined) return relative('', named.path);
  const names = shipped.map(({ name }) => name);
  const nearest = found === undefined ? suggest(file, names) : null;
  throw usage(
    found === undefined
      ? `there is no file ${file}${nearest === null ? '' : `; did you mean ${nearest}?`}`
      : `${file} is a directory`,
    `give the path of a scenario, or the name of one that ships: ${names.join(', ')}`,
  );
}

/** @param parameters as written, `--param` */
export function loadFrom(
  path: string,
  parameters: { readonly [name: string]: string },
  access: FileAccess = disk,
): Loaded {
  return loadScenario(path, { ...access, parameters });
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files as they are now. */
export const disk: FileAccess = {
  read: (from) => readFileSync(from),
  sha256,
  resolve: (from, to) => join(dirname(from), to),
};

/**
 * @param days `--days`: also the parameter of that name, where the scenario has one
 * @throws InvalidScenario
 */
export function openScenario(
  file: string,
  parameters: { readonly [name: string]: string },
  days: number | undefined,
): OpenScenario {
  return openFrom(findScenario(file), disk, parameters, days);
}

/** @param path of a file that is there, as `access` names it */
export function openFrom(
  path: string,
  access: FileAccess,
  parameters: { readonly [name: string]: string },
  days: number | undefined,
): OpenScenario {
  const plain = loadFrom(path, parameters, access);
  if (plain.scenario === null && isSavedPlan(plain.texts.get(path) ?? '')) {
    throw usage(`${path} is a saved plan, and only run takes one`, `${runCommand(path)}, or give the scenario itself`);
  }
  const takesDays = days !== undefined && plain.scenario !== null && Object.hasOwn(plain.scenario.parameters, 'days');
  if (takesDays && Object.hasOwn(parameters, 'days'))
    throw usage('--days and --param days both set the parameter days');
  const given = takesDays ? { ...parameters, days: String(days) } : parameters;
  const loaded = takesDays ? loadFrom(path, given, access) : plain;
  const { scenario, sources, inputs, diagnostics, texts } = loaded;
  if (scenario === null || diagnostics.some(({ severity }) => severity === 'error')) {
    throw new InvalidScenario(path, loaded);
  }
  return { parameters: given, scenario, sources, inputs, warnings: diagnostics, texts };
}
