/** What reads the inputs of a source. */
import type { SourceInput } from '../model/plan.ts';
import type { SourceOptions } from '../model/scenario.ts';
import type { SourceColumn } from './definition.ts';
import type { Store } from './store.ts';

export interface SourceContext {
  readonly source: SourceOptions;
  /** Its options, with the variables of the environment in their places. */
  readonly options: { readonly [key: string]: unknown };
  readonly columns: readonly SourceColumn[];
  /** Of local times where the source itself names no zone. */
  readonly zone: string;
  /** Told how far an input was read, in bytes as they lie in it. */
  readonly progress?: (input: SourceInput, bytes: number) => void;
}

export interface ReaderDefinition {
  readonly kind: string;
  /**
   * What there is to read now, in a fixed order, each with the hash of its content.
   *
   * @throws SeedctlError (exit 3) for what is not there, or cannot be read from its beginning to its end
   */
  find(context: SourceContext): readonly SourceInput[];
  /** Loads the parsers. @throws SeedctlError (exit 3) for options that cannot be obeyed */
  open(context: SourceContext): Promise<Reader>;
}

export interface Reader {
  /**
   * Reads an input into a store, beginning behind its first `skip` records. Each time the store is full it is
   * handed over: whoever asks for more has emptied it. The end of the input is marked in the store.
   *
   * @throws SeedctlError (exit 3) where it cannot be read on, with the place and the offset
   */
  read(input: SourceInput, skip: number, store: Store): AsyncIterable<void>;
}
