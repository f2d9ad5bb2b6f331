/** The columns of records that are read, by their fields and by what their schema says of these. */
import type { ColumnType } from '../../model/scenario.ts';
import type { Json, Scalar } from '../../model/units.ts';
import type { SourceColumn } from '../definition.ts';

interface Options {
  readonly fields: { readonly [name: string]: string } | null;
  readonly constants: { readonly [name: string]: Scalar } | null;
  readonly timestamp: { readonly field: string };
  readonly schema: Json;
}

/** Fields by our name, with their path in what is read. */
export function fieldsOf({ fields, constants, schema }: Options): readonly (readonly [name: string, path: string])[] {
  if (fields !== null) return Object.entries(fields);
  const read = Object.keys(propertiesOf(schema)).filter((name) => !Object.hasOwn(constants ?? {}, name));
  return read.map((name) => [name, name]);
}

/** What no record holds, and all have. */
export const constantsOf = ({ fields, constants }: Options): readonly (readonly [name: string, value: Scalar])[] =>
  Object.entries(constants ?? {}).filter(([name]) => !Object.hasOwn(fields ?? {}, name));

/**
 * Fields, and constants behind them. A field is required unless the schema has a `required` that leaves it out; the time
 * always is.
 */
export function columnsOf(options: Options): readonly SourceColumn[] {
  const properties = propertiesOf(options.schema);
  const written = mapping(options.schema)?.['required'];
  const required = Array.isArray(written) ? new Set<Json>(written as readonly Json[]) : null;
  const constants = new Map(constantsOf(options));
  return [...fieldsOf(options).map(([name]) => name), ...constants.keys()].map((name) => {
    const isTime = name === options.timestamp.field;
    const about = mapping(properties[name] ?? null);
    const comment = about?.['description'] ?? about?.['title'] ?? null;
    return {
      name,
      type: isTime ? 'timestamp' : typeOf(name, about ?? ofConstant(constants.get(name))),
      comment: typeof comment === 'string' ? comment : null,
      required: isTime || constants.has(name) || (required?.has(name) ?? true),
    };
  });
}

const ofConstant = (value: Scalar | undefined): Mapping | null => (value === undefined ? null : { const: value });

const COLUMNS: { readonly [type: string]: ColumnType } = {
  string: 'text',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  object: 'json',
  array: 'json',
};

/** By `type`, else by the values that are legal; `value` is a number where nothing is said of it, all else a text. */
function typeOf(name: string, about: Mapping | null): ColumnType {
  const otherwise = name === 'value' ? 'number' : 'text';
  if (about === null) return otherwise;
  const { type, enum: values, const: only } = about;
  const said = type !== undefined ? many(type) : (only !== undefined ? [only] : many(values ?? [])).map(typeName);
  const types = new Set(
    said.filter((one) => one !== 'null').map((one) => (typeof one === 'string' ? COLUMNS[one] : undefined) ?? 'json'),
  );
  const [first = otherwise, ...others] = types;
  return others.length === 0 ? first : 'json';
}

const many = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [value]);

const typeName = (value: Json): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : typeof value;

interface Mapping {
  readonly [key: string]: Json;
}

const mapping = (value: Json): Mapping | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : null;

const propertiesOf = (schema: Json): Mapping => mapping(mapping(schema)?.['properties'] ?? null) ?? {};
