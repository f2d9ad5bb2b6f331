import { MONGODB, schemaProblems } from '../../model/json-schema.ts';
import type { ColumnType, RecordField, Stream } from '../../model/scenario.ts';
import type { Json } from '../../model/units.ts';
import { quote } from '../diagnostics/words.ts';
import type { At } from '../normalise/at.ts';
import { nameOf } from '../normalise/collect.ts';
import { sayBelow } from './below.ts';
import type { Context, Rule } from './rule.ts';

interface Schema {
  readonly [keyword: string]: Json | undefined;
}

/** What BSON calls the types of columns, its own name first; free JSON may be anything. */
const types: { readonly [type in ColumnType]: readonly string[] } = {
  text: ['string'],
  number: ['double', 'number'],
  boolean: ['bool', 'boolean'],
  timestamp: ['date'],
  json: [],
};

/** A written validator takes the records that go to its table, as far as their fields and types can tell. */
export const validators: Rule = {
  whole: true,
  check(context) {
    for (const { value, written } of context.tables) {
      if (value.validator === null || value.validator === 'auto') continue;
      const at = written.at.below('validator');
      if (!isSchema(value.validator)) {
        at.error(
          'validator',
          'A validator is `auto`, or rules for documents',
          'Write `auto`, or the keys of a `$jsonSchema`',
        );
        continue;
      }
      const operator = value.validator['$jsonSchema'];
      const schema = isSchema(operator) ? operator : value.validator;
      const inside = isSchema(operator) ? at.below('$jsonSchema') : at;
      const problems = schemaProblems(schema, MONGODB);
      for (const problem of problems) sayBelow(inside, 'validator', problem);
      if (problems.length > 0) continue;
      for (const { value: stream } of context.streams) {
        if (stream.table === nameOf(written)) checkStream(stream, schema, inside, context);
      }
    }
  },
};

const isSchema = (value: Json | undefined): value is { readonly [keyword: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkStream(stream: Stream, schema: Schema, at: At, context: Context): void {
  const names = new Set(stream.record.map(({ name }) => name));
  const { required, properties, additionalProperties } = schema;
  if (Array.isArray(required)) {
    for (const [i, name] of (required as string[]).entries()) {
      if (name === '_id' || names.has(name)) continue;
      reject(at.below('required', i), stream, `have no field ${quote(name)}`);
    }
  }
  const rules = isSchema(properties) ? properties : {};
  if (additionalProperties === false) {
    const extra = ['_id', ...names].find((name) => !Object.hasOwn(rules, name));
    if (extra !== undefined) reject(at.below('additionalProperties'), stream, `have the field ${quote(extra)} too`);
  }
  for (const field of stream.record) {
    const of = rules[field.name];
    if (isSchema(of)) checkField(stream, field, of, at.below('properties', field.name), context);
  }
}

function checkField(stream: Stream, field: RecordField, rules: Schema, at: At, context: Context): void {
  const wanted = rules['bsonType'] ?? rules['type'];
  const key = rules['bsonType'] === undefined ? 'type' : 'bsonType';
  const [is] = types[field.type];
  if (
    wanted !== undefined &&
    is !== undefined &&
    ![wanted].flat().some((one) => types[field.type].includes(one as string))
  ) {
    reject(at.below(key), stream, `have a ${is} in ${quote(field.name)}`);
  }
  if (!Array.isArray(rules['enum'])) return;
  const other = [...valuesOf(stream, field, context)].find((value) => !(rules['enum'] as Json[]).includes(value));
  if (other !== undefined)
    reject(
      at.below('enum'),
      stream,
      `have ${typeof other === 'string' ? quote(other) : JSON.stringify(other)} in ${quote(field.name)}`,
    );
}

/** Values that are written in the scenario, or are the names of its metrics. */
function* valuesOf(stream: Stream, { value }: RecordField, { selected, pattern }: Context): Generator<Json> {
  if (value.kind === 'constant') yield value.value;
  const isMetric = value.kind === 'reference' && value.of === 'variable' && value.name === 'metric';
  if (!isMetric || stream.kind !== 'metrics') return;
  for (const { definition } of selected(stream.select)) {
    for (const name of definition.patterns) {
      for (const metric of Object.values(pattern(name)?.value.metrics ?? {})) {
        if (metric.emit && (stream.metrics?.includes(metric.name) ?? true)) yield metric.name;
      }
    }
  }
}

function reject(at: At, stream: Stream, what: string): void {
  at.error(
    'validator',
    `This rejects all records of the stream ${quote(stream.id)}: they ${what}`,
    'Change the rule, or the record of the stream',
  );
}
