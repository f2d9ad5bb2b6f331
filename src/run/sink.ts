/** Which sink a run writes to: by name or URL, else the scenario's own choice. */
import { Exit, SeedctlError } from '../model/errors.ts';
import type { Scenario, SinkOptions } from '../model/scenario.ts';
import type { Json } from '../model/units.ts';
import { sinkOfUrl, sinks } from '../sinks/registry.ts';
import type { Plan } from '../model/plan.ts';
import type { Log, SinkContext, SinkDefinition, Target } from '../sinks/sink.ts';
import { substitute, type Environment } from './environment.ts';
import { usage } from './options.ts';
import { hasSecret, refuseOpenSecret } from './secrets.ts';

export interface ChosenSink {
  readonly definition: SinkDefinition;
  readonly options: { readonly [name: string]: unknown };
  /** Its name in the scenario, or the URL, with whatever secrets are in it. */
  readonly to: string;
  /** The same for messages, without. */
  readonly shown: string;
  readonly fromUrl: boolean;
  /** The variables that its options were filled from. */
  readonly environment: Environment;
}

export interface OpenOptions {
  readonly batchSize: number | null;
  readonly workers: number;
  readonly readOnly: boolean;
}

/** Loads the driver, and opens the target for this plan's scenario. */
export async function openSink(
  sink: ChosenSink,
  plan: Plan,
  signal: AbortSignal,
  log: Log,
  how: OpenOptions,
): Promise<Target> {
  try {
    return await sink.definition.open(sink.options, sinkContext(sink, plan, signal, log, how));
  } catch (error) {
    if (!(error instanceof SeedctlError) || error.exit !== Exit.unreachable) throw error;
    // A sink says what is safe in the midst of a run, and this one has not begun.
    throw new SeedctlError({ ...error.toJSON(), safe: 'nothing was written' }, { cause: error });
  }
}

/** What a sink knows of who opens it. */
export function sinkContext(
  { fromUrl, environment }: ChosenSink,
  plan: Plan,
  signal: AbortSignal,
  log: Log,
  how: OpenOptions,
): SinkContext {
  return {
    scenario: plan.scenario.name,
    seed: plan.seed,
    engine: plan.engine,
    zone: plan.scenario.zone,
    environment: environment['ENVIRONMENT'] ?? null,
    fromUrl,
    signal,
    log,
    ...how,
  };
}

/** @param to of the command line */
export function chooseSink(scenario: Scenario, to: string | undefined, environment: Environment): ChosenSink {
  if (to !== undefined) return byText(scenario, to, environment);
  const named = Object.entries(scenario.sinks);
  const [first, ...others] = named.filter(([, sink]) => sink.default);
  if (first !== undefined && others.length === 0) return byName(...first, environment);
  const [only, another] = named;
  if (only !== undefined && another === undefined) return byName(...only, environment);
  if (only === undefined) return byText(scenario, `duckdb:out/${scenario.name}.duckdb`, environment);
  throw usage(
    `the scenario has ${named.length} sinks and no single default`,
    `choose one with --to: ${named.map(([name]) => name).join(', ')}`,
  );
}

function byText(scenario: Scenario, to: string, environment: Environment): ChosenSink {
  const named = Object.hasOwn(scenario.sinks, to) ? scenario.sinks[to] : undefined;
  if (named !== undefined) return byName(to, named, environment);
  const definition = to.includes(':') ? sinkOfUrl(to) : null;
  if (definition !== null) {
    refuseOpenSecret(to, '--to');
    if (to.endsWith(':-') && !definition.traits.standardOutput) {
      throw usage(
        `${to} would be a file or folder called -: only newline-delimited JSON goes to stdout`,
        `write ndjson:- for stdout, or ${to.slice(0, -1)}./- if you mean that name`,
      );
    }
    const options = complete(definition, definition.parseUrl(to), environment);
    return {
      definition,
      options,
      to,
      shown: hasSecret(to) ? definition.label(options) : to,
      fromUrl: true,
      environment,
    };
  }
  const names = Object.keys(scenario.sinks);
  const schemes = sinks
    .flatMap((sink) => sink.schemes)
    .map((scheme) => (scheme.includes(':') ? scheme : `${scheme}:…`));
  throw usage(
    `--to ${to.replace(/:\/\/.*@/s, '://')} is neither a sink of the scenario nor a URL that seedctl knows`,
    `give ${names.length === 0 ? '' : `a name (${names.join(', ')}) or `}a URL (${schemes.join(', ')})`,
  );
}

function byName(name: string, sink: SinkOptions, environment: Environment): ChosenSink {
  const definition = sinks.find(({ kind }) => kind === sink.kind);
  if (definition === undefined) {
    throw new SeedctlError({
      code: 'unknown-sink-kind',
      exit: Exit.invalid,
      message: `there is no sink of kind ${sink.kind}`,
      place: sink.place,
      next: `write one of ${sinks.map(({ kind }) => kind).join(', ')}`,
    });
  }
  const written = Object.fromEntries(
    Object.entries(sink.options).map(([key, value]) => [key, substitute(value, environment, sink.place)]),
  );
  for (const value of Object.values(written)) if (typeof value === 'string') refuseOpenSecret(value, sink.place);
  const options = complete(definition, written, environment);
  return { definition, options, to: name, shown: name, fromUrl: false, environment };
}

/** Variables and defaults for what is not written, and the type of what came as text from the environment. */
function complete(
  { fields, variables = {}, parseUrl }: SinkDefinition,
  written: { readonly [name: string]: unknown },
  environment: Environment,
): { readonly [name: string]: unknown } {
  const { url } = written;
  // A URL that is no more than itself says everything.
  const inUrl = typeof url === 'string' ? parseUrl(url) : {};
  const told = (name: string): string | undefined => {
    const variable = variables[name];
    if (variable === undefined || 'url' in inUrl || name in inUrl) return undefined;
    // As in a shell: an empty one is not set.
    return environment[variable] === '' ? undefined : environment[variable];
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      typed(name, field.type, (written[name] ?? told(name) ?? field.default ?? null) as Json),
    ]),
  );
}

function typed(name: string, type: string, value: Json): Json {
  if (typeof value !== 'string') return value;
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  const number = Number(value);
  if ((type === 'number' && Number.isFinite(number)) || (type === 'integer' && Number.isInteger(number))) return number;
  if (type !== 'boolean' && type !== 'number' && type !== 'integer') return value;
  throw new SeedctlError({
    code: 'sink-option',
    exit: Exit.invalid,
    message: `the option ${name} of the sink is ${type === 'boolean' ? 'true or false' : `a ${type}`}`,
    next: 'look at the environment variable that it is filled from',
  });
}
