/**
 * Keys with which a scenario changes what it includes: `extends`, and `replace` beside layers. Below the name that it
 * extends, a definition is changed for all that use it; below another name it is new, and the included one stays.
 */
import { boolean, text } from '../../model/field.ts';
import type { Field, FieldShape, Fields } from '../../model/field.ts';

const extendsFields = {
  extends: text({
    summary: 'Changes the included definition of this name: keys replaced, layers added.',
    optional: true,
    examples: ['stable_low_load'],
  }),
} satisfies Fields;

const replaceFields = {
  replace: boolean({
    summary: 'With `extends`: the layers here take the place of the included ones.',
    default: false,
    examples: [true],
  }),
} satisfies Fields;

/** Definitions, each of which may say what it extends; keys that the included one has need not be written again. */
export function extensible<F extends Fields>(definitions: F): F {
  const entries = Object.entries(definitions).map(([section, field]): [string, Field] => {
    if (field.type !== 'map' && field.type !== 'list') return [section, field];
    return [section, { ...field, items: definition(field.items) }];
  });
  return Object.fromEntries(entries) as F;
}

function definition(shape: FieldShape): FieldShape {
  if (shape.type === 'draw') return { ...shape, more: extendsFields };
  const part = partial(shape);
  return part.type === 'object' ? { ...part, fields: { ...part.fields, ...extendsFields } } : part;
}

/** The same, where keys may be absent; `replace` stands beside layers. */
function partial(shape: FieldShape): FieldShape {
  if (shape.type === 'map' || shape.type === 'list') return { ...shape, items: partial(shape.items) };
  if (shape.type !== 'object') return shape;
  const fields = Object.entries(shape.fields).map(([key, field]): [string, Field] => {
    const inside: Field = { ...field, ...partial(field) };
    return [
      key,
      field.default === undefined && field.type !== 'schedule'
        ? { ...inside, optional: true, needed: field.optional !== true }
        : inside,
    ];
  });
  return { ...shape, fields: { ...Object.fromEntries(fields), ...(hasLayers(shape.fields) ? replaceFields : {}) } };
}

/** In a metric, or in what an episode does to metrics. */
function hasLayers(fields: Fields): boolean {
  return Object.values(fields).some(
    (field) => field.type === 'layers' || (field.type === 'map' && field.items.type === 'layers'),
  );
}
