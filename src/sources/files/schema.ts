/** The declared schema of one record, and what is wrong with a record in words. */
import { Ajv, type ErrorObject } from 'ajv';
import { Exit, SeedctlError } from '../../model/errors.ts';
import type { Json } from '../../model/units.ts';

/** Null for a record that fits, else why it does not. */
export type CheckRecord = (record: object) => string | null;

/** @throws SeedctlError (exit 3) for what is no JSON Schema */
export function compileSchema(schema: Json, place: string): CheckRecord {
  try {
    const validate = new Ajv({ strict: false, validateFormats: false, verbose: true }).compile(schema as object);
    return (record) => (validate(record) ? null : inWords(validate.errors![0]!));
  } catch (error) {
    throw new SeedctlError({
      code: 'bad-schema',
      exit: Exit.invalid,
      message: `the schema of the records is no JSON Schema: ${(error as Error).message}`,
      place,
      safe: 'nothing was read or written',
      next: 'write what JSON Schema (draft 7) has, without references to other files',
    });
  }
}

function inWords({ keyword, instancePath, params, message, data, schema }: ErrorObject): string {
  const field = instancePath.slice(1).replaceAll('/', '.');
  const subject = field === '' ? 'the record' : field;
  const found = shown(data);
  switch (keyword) {
    case 'enum':
      return `${subject} is ${found}, which is none of ${(schema as readonly Json[]).map(shown).join(', ')}`;
    case 'const':
      return `${subject} is ${found} and must be ${shown(schema)}`;
    case 'type':
      return `${subject} is ${found} and must be ${String(params['type']).replaceAll(',', ' or ')}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `${subject} is ${found} and must be ${String(params['comparison'])} ${String(params['limit'])}`;
    case 'required':
      return `the field ${String(params['missingProperty'])} is missing`;
    default:
      return `${subject} ${field === '' ? '' : `is ${found} and `}${message ?? 'does not fit the schema'}`;
  }
}

const LONGEST = 60;

/** A value as it is written, and not longer than a line. */
export function shown(value: unknown): string {
  // What is beyond all doubles has no JSON of its own.
  const infinite = value === Infinity || value === -Infinity;
  const text = value === undefined ? 'nothing' : infinite ? String(value) : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
