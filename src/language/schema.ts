/**
 * The JSON Schema (draft-07) of the language, made from its definitions. Editors complete and explain with
 * it; the shape of every scenario is checked against it. What it cannot say, `rules/` say.
 */
import type { Fields } from '../model/field.ts';
import { libraryFields, scenarioFields } from './grammar/root.ts';
import { Definitions } from './schema/definitions.ts';
import type { ObjectSchema } from './shape/schema.ts';

/** Of a whole scenario. */
export const scenarioSchema = (): ObjectSchema =>
  document('scenario', 'A scenario of seedctl: the history that a target is filled with.', scenarioFields);

/** Of a file that scenarios include. */
export const librarySchema = (): ObjectSchema =>
  document('library', 'Definitions that scenarios of seedctl include.', libraryFields);

function document(title: string, description: string, fields: Fields): ObjectSchema {
  const definitions = new Definitions();
  const root = definitions.block(title, fields);
  const draft = { $schema: 'http://json-schema.org/draft-07/schema#' };
  return { ...draft, ...root, description, definitions: definitions.all() };
}
