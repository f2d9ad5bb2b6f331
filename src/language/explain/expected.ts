/** What may be written, in words: the same that the JSON Schema and its messages say. */
import type { Field, FieldShape } from '../../model/field.ts';
import { a } from '../diagnostics/words.ts';
import { Definitions } from '../schema/definitions.ts';
import type { ObjectSchema, Schema } from '../shape/schema.ts';

/** With article and example: `a duration such as 15m, 2h or 14d`. */
export function expectedOf(shape: FieldShape): string {
  switch (shape.type) {
    case 'list':
      return shape.single === true
        ? `${expectedOf(shape.items)}, or a list`
        : `a list, each ${expectedOf(shape.items)}`;
    case 'map':
      return `names of your own, each with ${expectedOf(shape.items)}`;
    case 'object':
      return shape.noun === undefined ? `a mapping of ${Object.keys(shape.fields).join(', ')}` : a(shape.noun);
    case 'variant':
      return `${a(shape.noun)}, told by its kind: ${shape.of.map(({ kind }) => kind).join(', ')}`;
    case 'draw':
      return `${expectedOf(shape.of)}, a $name, or a draw such as ${DRAWN[shape.of.type] ?? '{one_of: [a, b]}'}`;
    case 'layers':
      return 'a list of layers';
    case 'selection':
      return 'a selection of assets such as {type: service}';
    case 'choice':
      return joined(Object.keys(shape.values));
    case 'json':
      return 'any value';
    case 'data':
      return 'any value, with draws where its scalars stand';
    default:
      return ofSchema({ ...shape, summary: '' });
  }
}

const DRAWN: { readonly [type in FieldShape['type']]?: string } = {
  number: '{uniform: [1, 5]}',
  integer: '{uniform: [1, 5]}',
  duration: '{uniform: [1m, 5m]}',
  trait: '{uniform: [1, 5]}',
};

/** `≥ 0, ≤ 15`; empty where there are none. */
export function limitsOf(field: Field): string {
  const { minimum, maximum, exclusiveMinimum, nonEmpty, length } = field as Field & {
    readonly [bound: string]: number | boolean | undefined;
  };
  const written = [
    ...(minimum === undefined ? [] : [`≥ ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`]),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`≤ ${maximum}`]),
    ...(nonEmpty === true ? ['one at least'] : []),
    ...(length === undefined ? [] : [`${length} of them`]),
  ];
  return written.join(', ');
}

function ofSchema(field: Field): string {
  const definitions = new Definitions();
  const { properties = {} } = definitions.block(null, { key: field });
  const all = definitions.all();
  const resolve = (schema: Schema | undefined): ObjectSchema => {
    if (schema === undefined || typeof schema === 'boolean') return {};
    if (schema.$ref !== undefined) return resolve(all[schema.$ref.replace('#/definitions/', '')]);
    return schema.anyOf === undefined ? schema : resolve(schema.anyOf[0]);
  };
  const { 'x-expected': expected, type } = resolve(properties['key']);
  return expected ?? (type === 'string' ? 'a text' : `a ${String(type)}`);
}

const joined = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;
