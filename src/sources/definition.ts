/** What a source is, before any code that reads: a light definition, of which the language is made. */
import type { Definition, Fields, Values } from '../model/field.ts';
import type { ProblemBelow } from '../model/json-schema.ts';
import type { ColumnType } from '../model/scenario.ts';

export interface SourceDefinition<F extends Fields = Fields> extends Definition<F> {
  /** The columns of its records, in their order; none where they cannot be told. */
  columns(options: Values<F>): readonly SourceColumn[];
  /** What no shape of the options can say; a run would fail of it. */
  problems(options: Values<F>): readonly ProblemBelow[];
}

/** One column of the records that a source gives. */
export interface SourceColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly comment: string | null;
  /** A record without it is rejected. */
  readonly required: boolean;
}

/** Keeps the type of `fields` for the functions, and lets the registry forget it. */
export function defineSource<F extends Fields>(definition: SourceDefinition<F>): SourceDefinition {
  return definition;
}
