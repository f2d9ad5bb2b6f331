/** Why a collection did not take a document, in words, whether its server says so or not. */
import { BSON, type Db } from 'mongodb';
import type { Json } from '../../model/units.ts';
import { failureOf, type Schema } from './schema.ts';
import type { WriteError } from './send.ts';

/** The rule that failed, and the record as people read it. */
export type Explain = (
  table: string,
  error: WriteError,
  document: Buffer,
) => Promise<{ readonly rule: string; readonly record: Json }>;

export function createExplainer(database: Db): Explain {
  const validators = new Map<string, Promise<unknown>>();
  const validatorOf = (table: string): Promise<unknown> => {
    const known = validators.get(table);
    if (known !== undefined) return known;
    const asked = database
      .listCollections({ name: table })
      .toArray()
      .then(([found]) => (found as { options?: { validator?: unknown } } | undefined)?.options?.validator ?? null);
    validators.set(table, asked);
    return asked;
  };
  return async (table, error, document) => {
    const shown = BSON.deserialize(document);
    delete shown['_id'];
    const record = JSON.parse(JSON.stringify(shown)) as Json;
    if (error.code === 11_000) return { rule: `a unique index: ${error.message}`, record };
    const validator = await validatorOf(table);
    const schema = (validator as { $jsonSchema?: unknown } | null)?.$jsonSchema;
    const failed =
      schema === undefined ? null : failureOf(schema as Schema, BSON.deserialize(document, { promoteValues: false }));
    const rule =
      failed ?? (error.details === null ? `the validator ${JSON.stringify(validator)}` : JSON.stringify(error.details));
    return { rule, record };
  };
}
