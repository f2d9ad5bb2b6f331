/** A scenario's file → the normal form, and every problem on the way with its place. */
import type { Diagnostic, Input, Place } from '../model/diagnostic.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Code } from './diagnostics/codes.ts';
import { Reporter } from './diagnostics/reporter.ts';
import { quote } from './diagnostics/words.ts';
import { dataReader, includes, readFile, readIncludes, type FileAccess } from './files.ts';
import { parameterFields } from './grammar/parameter.ts';
import { At, attempt } from './normalise/at.ts';
import type { DataReader } from './normalise/curve-file.ts';
import { definitionsOf, type File } from './normalise/definitions.ts';
import { parameterValues, type Declared } from './normalise/parameters.ts';
import { Reader } from './normalise/reader.ts';
import { normalise } from './normalise/scenario.ts';
import { scopeOf } from './normalise/scope.ts';
import { mentions, substitute } from './normalise/substitute.ts';
import { isMapping } from './normalise/text.ts';
import { checkRules } from './rules/registry.ts';
import { checkShape } from './shape/check.ts';
import type { Source } from './source.ts';
import type { Json } from '../model/units.ts';

export interface LoadOptions extends FileAccess {
  /** `--param`, still text. */
  readonly parameters: { readonly [name: string]: string };
}

export interface Loaded {
  /** Null where there is an error. */
  readonly scenario: Scenario | null;
  /** As written: includes first, the scenario last; none where the file is no document. */
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
  /** The scenario and its includes, in the order in which they were read. */
  readonly inputs: readonly Input[];
  /** What each file says, for rendering. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads a scenario.
 *
 * @throws whatever `read` throws for the scenario's own file, and a SeedctlError (exit 2) for a wrong `--param`
 */
export function loadScenario(path: string, options: LoadOptions): Loaded {
  const report = new Reporter();
  const inputs: Input[] = [];
  /** Where the scenario names each file that it includes. */
  const ways = new Map<string, () => Place>();
  const done = (scenario: Scenario | null, sources: readonly Source[]): Loaded => ({
    scenario: report.failed ? null : scenario,
    sources,
    diagnostics: withoutEchoes(report.diagnostics()).map((found) => withWay(found, path, ways)),
    inputs,
    texts: report.texts,
  });

  // 1. Text → plain data with places, of the file and of what it includes.
  const main = readFile(path, options.read(path), { ...options, known: undefined }, inputs, report);
  if (main === null) return done(null, []);
  const libraries = readIncludes(main, options, inputs, report, ways);
  const sources = [...libraries, main];
  // Without what an include defines, what uses it would be blamed.
  const complete = libraries.length === includes(main).length;
  return done(understand(sources, complete, options.parameters, dataReader(options, inputs), report), sources);
}

/**
 * What sources mean together, wherever they come from; null where there is an error.
 * @param sources includes first, the scenario last
 * @param read reads the data files that values name
 */
export function meaningOf(
  sources: readonly Source[],
  parameters: LoadOptions['parameters'],
  read: DataReader,
): Scenario | null {
  const report = new Reporter();
  const scenario = understand(sources, true, parameters, read, report);
  return report.failed ? null : scenario;
}

function understand(
  sources: readonly Source[],
  complete: boolean,
  given: LoadOptions['parameters'],
  read: DataReader,
  report: Reporter,
): Scenario | null {
  // 2. Parameters: first their declarations, then everything that they stand in.
  const files = sources.map((source): File => ({
    content: isMapping(source.value) ? source.value : {},
    root: new At(source, [], report),
  }));
  const declared = declarations(files);
  const written = definitionsOf('parameters', files);
  const names = new Set(written.keys());
  const values = parameterValues(declared, given, names);
  const used = new Set<string>();
  const fromCommandLine = { names: new Set(Object.keys(given)), places: new Set<string>() };
  const filled = sources.map((source): Source => ({
    ...source,
    value: fill(source, { values, names, used, given: fromCommandLine }, report),
  }));

  // 3. The shape, by the JSON Schema.
  const shaped = filled.map((source) => checkShape(source, report, source === filled.at(-1) ? 'scenario' : 'library'));
  const whole = shaped.every(Boolean);
  if (!complete) return null;

  for (const [name, { at }] of written) {
    if (whole && !used.has(name)) at.warning('unused', `Nothing uses the parameter ${quote(name)}`, null, 'key');
  }

  // 4. The meaning; what the shape check has said is not said again.
  const meaning = new Reporter();
  const { scenario, parts } = normalise(
    filled.map((source): File => ({
      content: isMapping(source.value) ? source.value : {},
      root: new At(source, [], meaning),
    })),
    values,
    read,
    fromCommandLine.places,
  );
  checkRules(parts, whole);
  merge(meaning, report, whole);
  return scenario;
}

/** Broken declarations are left out; the shape check says what is wrong with them. */
function declarations(files: readonly File[]): Map<string, Declared> {
  const quiet = new Reporter();
  const none = new Set<string>();
  const reader = new Reader(
    { metric: none, calendar: none, pattern: none, asset: none, episode: none, trait: none, layer: none, stream: none },
    new Map(),
    () => '',
  );
  const declared = new Map<string, Declared>();
  for (const [name, { written, at }] of definitionsOf('parameters', files)) {
    const silent = new At(at.source, at.path, quiet);
    const declaration = attempt(() => reader.fields(parameterFields, written, silent, scopeOf('asset')));
    // A misspelt key may be the default: the shape check names it.
    const strange =
      isMapping(written) &&
      Object.keys(written).some((key) => !Object.hasOwn(parameterFields, key) && !key.startsWith('x-'));
    if (declaration !== undefined && !strange) declared.set(name, { declaration, at });
  }
  return declared;
}

function fill(
  source: Source,
  known: Pick<Parameters<typeof substitute>[2], 'values' | 'names' | 'used' | 'given'>,
  report: Reporter,
): Json {
  if (!isMapping(source.value) || !/\$\{|\\/.test(source.text)) return source.value;
  const filled = Object.create(null) as { [key: string]: Json };
  for (const [key, value] of Object.entries(source.value)) {
    if (key === 'parameters' || !mentions(value)) {
      filled[key] = value;
      continue;
    }
    const environment = key === 'sinks' || key === 'sources';
    filled[key] = substitute(value, new At(source, [key], report), { ...known, environment });
  }
  return filled;
}

/** What stands for a parameter that is not known has no shape: that is said already. */
function withoutEchoes(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const unfilled = all.some(({ code }) => UNFILLED.has(code));
  return unfilled ? all.filter(({ code, message }) => !ECHOES.has(code) || !message.includes('${')) : all;
}

const UNFILLED = new Set(['unknown-parameter', 'environment-in-data', 'bad-parameter', 'no-value']);
const ECHOES = new Set(['wrong-type', 'wrong-value']);

/** A problem in an include tells how the scenario came there. */
function withWay(found: Diagnostic, main: string, ways: ReadonlyMap<string, () => Place>): Diagnostic {
  const place = ways.get(found.file)?.();
  if (place === undefined) return found;
  const way = `Included by ${main}:${String(place.line)}:${String(place.column)}`;
  return { ...found, hint: found.hint === null ? way : `${found.hint.replace(/\.$/, '')}. ${way}` };
}

/** Codes of problems that the shape check finds as well, and explains better. */
const OF_SHAPE = new Set(['wrong-type', 'missing-key', 'unknown-kind']);

function merge(from: Reporter, to: Reporter, whole: boolean): void {
  // A block with a problem of shape is not what its author meant: what it means is a later question.
  const shape = to.diagnostics();
  for (const diagnostic of from.diagnostics()) {
    const { severity, code, message, hint } = diagnostic;
    // What seems unused may be used where the shape is wrong.
    const guess = !whole && (severity === 'warning' || OF_SHAPE.has(code));
    if (guess || shape.some((other) => overlap(diagnostic, other))) continue;
    to[severity](code as Code, diagnostic, message, hint);
  }
}

function overlap(a: Place, b: Place): boolean {
  const before = (line: number, column: number, toLine: number, toColumn: number): boolean =>
    line < toLine || (line === toLine && column < toColumn);
  return (
    a.file === b.file &&
    before(a.line, a.column, b.endLine, b.endColumn) &&
    before(b.line, b.column, a.endLine, a.endColumn)
  );
}
