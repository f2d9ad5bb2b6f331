/** What a schema expects and what was written, in the words of messages. */
import { a, listed, quote } from '../diagnostics/words.ts';
import type { JsonType, ObjectSchema } from './schema.ts';

export function typeOf(value: unknown): Exclude<JsonType, 'integer'> {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'object' || type === 'string' || type === 'number' || type === 'boolean' ? type : 'null';
}

export function typesOf({ type }: ObjectSchema): readonly JsonType[] | null {
  return type === undefined ? null : typeof type === 'string' ? [type] : type;
}

/** With its article, or a list of literals: `a whole number from 0 to 12`. */
export function expected(schema: ObjectSchema): string {
  if (schema.minimum !== undefined && schema.minimum === schema.maximum) return quote(schema.minimum);
  const words = schema['x-expected'];
  // Where there are examples, these show what is usual; bounds are for the plain words: `a whole number`.
  if (words !== undefined) return words.includes(' such as ') ? words : `${words}${range(schema)}`;
  if (schema.const !== undefined) return quote(schema.const);
  if (schema.enum !== undefined) return listed(schema.enum);
  const types = typesOf(schema);
  if (types === null) return schema.title === undefined ? 'something else' : a(schema.title);
  const shapes = types.filter((type) => type !== 'null' || types.length === 1).map((type) => typeWords(type, schema));
  return shapes.join(' or ');
}

function typeWords(type: JsonType, schema: ObjectSchema): string {
  switch (type) {
    case 'null':
      return 'no value';
    case 'boolean':
      return '`true` or `false`';
    case 'integer':
      return `a whole number${range(schema)}`;
    case 'number':
      return `a number${range(schema)}`;
    case 'string':
      return `a text${suchAs(schema)}`;
    case 'array':
      return schema.title === undefined ? `a list${suchAs(schema)}` : a(schema.title);
    case 'object':
      return schema.title === undefined ? 'a mapping (`key: value`)' : `${a(schema.title)} (\`key: value\`)`;
  }
}

/** ` from 0 to 12`, ` of at least 0`, ` above 0`. */
function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: ObjectSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const bounds = [
    minimum !== undefined ? `of at least ${minimum}` : null,
    exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : null,
    maximum !== undefined ? `of at most ${maximum}` : null,
    exclusiveMaximum !== undefined ? `below ${exclusiveMaximum}` : null,
  ].filter((bound) => bound !== null);
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`;
}

function suchAs({ examples }: ObjectSchema): string {
  return examples === undefined || examples.length === 0 ? '' : ` such as ${listed(examples.slice(0, 3))}`;
}

/** What was written: a scalar itself, of a block only what it is. */
export function written(value: unknown): string {
  switch (typeOf(value)) {
    case 'array':
      return JSON.stringify(value).length <= 40 ? `the list ${quote(value)}` : 'a list';
    case 'object':
      return 'a mapping';
    case 'null':
      return 'no value';
    case 'string':
      return value === '' ? 'an empty text' : quote(looksPlain(value as string) ? `"${value as string}"` : value);
    default:
      return quote(value);
  }
}

/** Without its quotes it would not be text. */
function looksPlain(text: string): boolean {
  return /^(true|false|null|~)$/i.test(text) || (text.trim() !== '' && Number.isFinite(Number(text)));
}

/** What the key means: the description of its schema, with the unit. */
export function meaning(key: string, schema: ObjectSchema): string | null {
  const { description, 'x-unit': unit } = schema;
  if (description === undefined) return null;
  const units = unit === undefined ? '' : ` (${unit})`;
  return `\`${key}\`${units}: ${description}`;
}
