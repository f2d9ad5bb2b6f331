/** Small parts of the JSON Schema: notations, types, and what editors show. */
import type { About, FieldShape } from '../../model/field.ts';
import type { JsonType, ObjectSchema } from '../shape/schema.ts';

/** A parameter may stand for any scalar or list, and inside any text. */
const PARAMETER = '\\$\\{[a-z_][A-Za-z0-9_]*\\}';
/** A reference to a trait, a field or a variable. */
const REFERENCE = '^\\$[A-Za-z_]';

interface Text {
  readonly pattern: string;
  readonly expected: string;
}

/** A text in a notation. */
export function notation({ pattern, expected }: Text): ObjectSchema {
  return { type: 'string', pattern: `${pattern}|${PARAMETER}`, 'x-expected': expected };
}

/** A value that is no text, or a parameter in its place. */
export function parametric(type: JsonType, expected: string, more: ObjectSchema = {}): ObjectSchema {
  return { type: [type, 'string'], pattern: `^${PARAMETER}$`, ...more, 'x-expected': expected };
}

/** The same where a variable of the environment may fill it in, or a part of it. */
export function variable(schema: ObjectSchema): ObjectSchema {
  return { ...schema, pattern: `${schema.pattern!}|\\$\\{[A-Z_][A-Z0-9_]*(?::-[^}]*)?\\}` };
}

/** An item, which is no reference, or a list of them. */
export function oneOrMore(item: ObjectSchema, minItems = 1): ObjectSchema {
  const list = minItems > 0 ? { items: item, minItems } : { items: item };
  return { ...item, type: [...new Set([...typesOf(item), 'array' as const])], ...list };
}

/** A literal, a reference, or a mapping that says what is drawn: told apart by their types. */
export function drawn(literal: ObjectSchema, mapping: ObjectSchema): ObjectSchema {
  const { enum: values } = literal;
  const text = values === undefined ? literal.pattern : `^(?:${values.map(String).join('|')})$`;
  const what = literal['x-expected'] ?? values?.map(String).join(' or ') ?? 'a value';
  return {
    ...mapping,
    type: [...new Set([...typesOf(literal), 'string' as const, 'object' as const])],
    ...(text === undefined ? {} : { pattern: `${text}|${REFERENCE}|${PARAMETER}` }),
    'x-expected': `${what}, a $name, or a draw such as {uniform: […]}`,
  };
}

function typesOf({ type }: ObjectSchema): readonly JsonType[] {
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
}

/** Limits of numbers; of notations they are checked where they are read. */
export function bounds(shape: FieldShape): ObjectSchema {
  if (shape.type === 'draw') return bounds(shape.of);
  if (shape.type !== 'number' && shape.type !== 'integer') return {};
  const { minimum, maximum, exclusiveMinimum } = shape;
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(exclusiveMinimum === undefined ? {} : { exclusiveMinimum }),
  };
}

/** What an editor shows of a key. */
export function annotations(about: About): ObjectSchema {
  const { summary, unit, examples } = about;
  const lines = [
    summary,
    ...(unit === undefined ? [] : [`Unit: ${unit}.`]),
    ...(about.default === undefined ? [] : [`Default: \`${flow(about.default)}\`.`]),
    ...(examples === undefined
      ? []
      : [`For example: ${examples.map((example) => `\`${flow(example)}\``).join(', ')}.`]),
  ];
  return {
    description: summary,
    markdownDescription: lines.join('\n\n'),
    ...(unit === undefined ? {} : { 'x-unit': unit }),
    ...(about.default === undefined ? {} : { default: about.default }),
    ...(examples === undefined ? {} : { examples }),
  } as ObjectSchema;
}

/** As it would stand in a line of YAML. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${flow(item)}`);
  return `{${entries.join(', ')}}`;
}
