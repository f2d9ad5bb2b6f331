/** The `$jsonSchema` of a table's documents: the one that is written, or one made from the records that go there. */
import type { RecordField, Scenario, Stream } from '../model/scenario.ts';
import type { TableColumn } from '../model/table.ts';
import type { Json } from '../model/units.ts';
import { metricsOf } from './metrics-of.ts';

/** Longer lists say less than they take to read. */
const LONGEST_LIST = 100;

/** What BSON calls the types of columns; free JSON may be anything. */
const types = { text: 'string', number: 'double', boolean: 'bool', timestamp: 'date', json: null } as const;

interface Rules {
  readonly [keyword: string]: Json;
}

/** Null: none is asked for. */
export function validatorOf(
  scenario: Scenario,
  written: Json,
  columns: readonly TableColumn[],
  streams: readonly Stream[],
): Json | null {
  if (written === null) return null;
  if (written !== 'auto') return schemaIn(written);
  const properties: { [name: string]: Rules } = {};
  for (const column of columns) {
    const rules = rulesOf(scenario, column, streams);
    if (Object.keys(rules).length > 0) properties[column.name] = rules;
  }
  return {
    bsonType: 'object',
    required: columns.filter(({ nullable }) => !nullable).map(({ name }) => name),
    properties,
  };
}

/** With or without the operator around it. */
function schemaIn(written: Json): Json {
  const operator = (written as { readonly $jsonSchema?: Json } | null)?.$jsonSchema;
  return operator ?? written;
}

function rulesOf(scenario: Scenario, column: TableColumn, streams: readonly Stream[]): Rules {
  const fields = streams.flatMap((stream) => {
    const field = stream.record.find(({ name }) => name === column.name);
    return field === undefined ? [] : [{ stream, field }];
  });
  const objects = fields.every(({ field }) => isObject(field));
  const type = types[column.type] ?? (objects ? 'object' : null);
  if (type === null) return {};
  const values = fields.map(({ stream, field }) => valuesOf(scenario, stream, field));
  const known = values.every((some) => some !== null) ? [...new Set(values.flat())] : [];
  const list = known.length > 0 && known.length <= LONGEST_LIST && column.type === 'text';
  return {
    bsonType: column.nullable ? [type, 'null'] : type,
    ...(list ? { enum: [...known, ...(column.nullable ? [null] : [])] } : {}),
    ...(column.type === 'number' ? boundsOf(scenario, fields) : {}),
  };
}

const isVariable = ({ value }: RecordField, ...names: readonly string[]): boolean =>
  value.kind === 'reference' && value.of === 'variable' && names.includes(value.name);

const isObject = (field: RecordField): boolean => isVariable(field, 'tags', 'data');

/** All values that a field can have, where they are few and written; else null. */
function valuesOf(scenario: Scenario, stream: Stream, field: RecordField): readonly string[] | null {
  if (field.value.kind === 'constant') return typeof field.value.value === 'string' ? [field.value.value] : null;
  if (stream.kind === 'metrics' && isVariable(field, 'metric')) {
    return [...metricsOf(scenario, stream)].filter(({ emit }) => emit).map(({ name }) => name);
  }
  return null;
}

/** What clamps keep of the values of metrics, where each that goes there has one. */
function boundsOf(
  scenario: Scenario,
  fields: readonly { readonly stream: Stream; readonly field: RecordField }[],
): Rules {
  if (!fields.every(({ stream, field }) => stream.kind === 'metrics' && isVariable(field, 'value'))) return {};
  const clamps = fields.flatMap(({ stream }) => [...metricsOf(scenario, stream)]).filter(({ emit }) => emit);
  // A metric that reads zero while its asset is down is not clamped then.
  const least = clamps.map(({ clamp, whileDown }) =>
    clamp.min === null ? null : whileDown === 'zero' ? Math.min(0, clamp.min) : clamp.min,
  );
  const most = clamps.map(({ clamp, whileDown }) =>
    clamp.max === null ? null : whileDown === 'zero' ? Math.max(0, clamp.max) : clamp.max,
  );
  const all = (bounds: readonly (number | null)[]): bounds is readonly number[] =>
    bounds.length > 0 && !bounds.includes(null);
  return {
    ...(all(least) ? { minimum: Math.min(...least) } : {}),
    ...(all(most) ? { maximum: Math.max(...most) } : {}),
  };
}
