/**
 * MongoDB's `$jsonSchema` on documents of ours: the part of it that people write. What is not known here is not judged,
 * and left to the server.
 */
import { Binary, Double, Int32, Long, ObjectId } from 'mongodb';

export interface Schema {
  readonly [keyword: string]: unknown;
}

/** The first rule that a document breaks, in words: `value: minimum 0`; null: none that is known here. */
export function failureOf(schema: Schema, value: unknown, path = ''): string | null {
  const at = (rule: string): string => (path === '' ? rule : `${path}: ${rule}`);
  for (const [keyword, rule] of Object.entries(schema)) {
    const broken = check(keyword, rule, schema, value, path);
    if (broken === true) return at(`${keyword} ${JSON.stringify(rule)}`);
    if (typeof broken === 'string') return broken;
  }
  return null;
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** True: broken here; a text: broken below; null: kept, or not known. */
function check(keyword: string, rule: unknown, schema: Schema, value: unknown, path: string): true | string | null {
  const text = typeof value === 'string' ? value : null;
  const number = numberOf(value);
  const fields = fieldsOf(value);
  const items = Array.isArray(value) ? (value as unknown[]) : null;
  const not = (kept: boolean): true | null => (kept ? null : true);
  switch (keyword) {
    case 'bsonType':
    case 'type':
      return not([rule].flat().some((type) => isOf(value, type as string)));
    case 'enum':
      return not((rule as unknown[]).some((one) => JSON.stringify(one) === JSON.stringify(number ?? value)));
    case 'minimum':
      return not(
        number === null ||
          (schema['exclusiveMinimum'] === true ? number > (rule as number) : number >= (rule as number)),
      );
    case 'maximum':
      return not(
        number === null ||
          (schema['exclusiveMaximum'] === true ? number < (rule as number) : number <= (rule as number)),
      );
    case 'multipleOf':
      return not(number === null || Number.isInteger(number / (rule as number)));
    case 'minLength':
      return not(text === null || Array.from(text).length >= (rule as number));
    case 'maxLength':
      return not(text === null || Array.from(text).length <= (rule as number));
    case 'pattern':
      return not(text === null || new RegExp(rule as string, 'u').test(text));
    case 'required': {
      const missing = fields === null ? undefined : (rule as string[]).find((name) => !(name in fields));
      return missing === undefined ? null : `${below(path, missing)}: required`;
    }
    case 'properties':
      if (fields === null) return null;
      return first(Object.entries(rule as { [name: string]: Schema }), ([name, of]) =>
        name in fields ? failureOf(of, fields[name], below(path, name)) : null,
      );
    case 'additionalProperties': {
      if (fields === null || rule === true) return null;
      const known = Object.keys((schema['properties'] as object | undefined) ?? {});
      const patterns = Object.keys((schema['patternProperties'] as object | undefined) ?? {}).map(
        (one) => new RegExp(one, 'u'),
      );
      const extra = Object.keys(fields).filter(
        (name) => !known.includes(name) && !patterns.some((one) => one.test(name)),
      );
      if (rule === false) return extra[0] === undefined ? null : `${below(path, extra[0])}: additionalProperties false`;
      return first(extra, (name) => failureOf(rule as Schema, fields[name], below(path, name)));
    }
    case 'minItems':
      return not(items === null || items.length >= (rule as number));
    case 'maxItems':
      return not(items === null || items.length <= (rule as number));
    case 'uniqueItems':
      return not(
        items === null || rule !== true || new Set(items.map((one) => JSON.stringify(one))).size === items.length,
      );
    case 'items':
      if (items === null || Array.isArray(rule)) return null;
      return first([...items.entries()], ([i, item]) => failureOf(rule as Schema, item, below(path, String(i))));
    case 'allOf':
      return first(rule as Schema[], (one) => failureOf(one, value, path));
    case 'anyOf':
      return not((rule as Schema[]).some((one) => failureOf(one, value, path) === null));
    case 'oneOf':
      return not((rule as Schema[]).filter((one) => failureOf(one, value, path) === null).length === 1);
    case 'not':
      return not(failureOf(rule as Schema, value, path) !== null);
    default:
      return null;
  }
}

function first<T>(all: readonly T[], of: (one: T) => string | null): string | null {
  for (const one of all) {
    const found = of(one);
    if (found !== null) return found;
  }
  return null;
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (value instanceof Double || value instanceof Int32) return value.value;
  return value instanceof Long ? value.toNumber() : null;
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } | null {
  return isOf(value, 'object') ? (value as { readonly [name: string]: unknown }) : null;
}

/** Names of BSON's types, and `number` for all that are numbers. */
function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case 'number':
      return numberOf(value) !== null;
    case 'double':
      return value instanceof Double || (typeof value === 'number' && !Number.isInteger(value));
    case 'int':
      return value instanceof Int32 || (typeof value === 'number' && Number.isInteger(value));
    case 'long':
      return value instanceof Long;
    case 'string':
      return typeof value === 'string';
    case 'bool':
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return value instanceof Date;
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'binData':
      return value instanceof Binary;
    case 'objectId':
      return value instanceof ObjectId;
    case 'object':
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        !(value instanceof Date) &&
        (value as { _bsontype?: unknown })._bsontype === undefined
      );
    default:
      // Types that no record of ours has.
      return false;
  }
}
