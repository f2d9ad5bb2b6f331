/** What the sources of a scenario hold now, for the streams that read them. */
import type { SourceInput } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { readers } from '../sources/readers.ts';
import type { ReaderDefinition, SourceContext } from '../sources/reader.ts';
import { sources } from '../sources/registry.ts';
import { readEnvironment, substitute } from './environment.ts';

/** A source that a stream reads, with its inputs. */
export interface FoundSource {
  readonly reader: ReaderDefinition;
  readonly context: SourceContext;
  readonly inputs: readonly SourceInput[];
}

export type FoundSources = ReadonlyMap<string, FoundSource>;

/**
 * Of the streams that are wanted, by name of the source; only these read the environment.
 *
 * @throws SeedctlError (exit 3) for what is not there or cannot be read
 */
export function findSources(scenario: Scenario): FoundSources {
  const named = new Set(scenario.streams.flatMap(({ source }) => source ?? []));
  const read = [...named].map((name) => [name, scenario.sources[name]!] as const);
  if (read.length === 0) return new Map();
  const environment = readEnvironment();
  return new Map(
    read.map(([name, source]) => {
      const reader = readers.find(({ kind }) => kind === source.kind)!;
      const options = substitute(source.options, environment, source.place) as SourceContext['options'];
      const columns = sources.find(({ kind }) => kind === source.kind)!.columns(options);
      const context: SourceContext = { source, options, columns, zone: scenario.zone };
      return [name, { reader, context, inputs: reader.find(context) }];
    }),
  );
}

export const inputsOf = (found: FoundSources): ReadonlyMap<string, readonly SourceInput[]> =>
  new Map([...found].map(([name, { inputs }]) => [name, inputs]));
