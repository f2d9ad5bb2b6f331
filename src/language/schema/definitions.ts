import type { Definition, Field, FieldShape, Fields } from '../../model/field.ts';
import { conditionFields } from '../grammar/condition.ts';
import { caseFields, drawFields } from '../grammar/draw.ts';
import { episodeLayerFields, layerFields, layerKinds } from '../grammar/layer.ts';
import { selectionFields } from '../grammar/selection.ts';
import { causeFields, clockFields, growthFields, recordsFields } from '../grammar/effects.ts';
import { hypertableFields } from '../grammar/table.ts';
import { rateSignalFields, timingFields } from '../grammar/timing.ts';
import { instant } from '../read/instant.ts';
import { rate } from '../read/rate.ts';
import { growth } from '../read/slope.ts';
import type { ObjectSchema, Schema } from '../shape/schema.ts';
import { annotations, bounds, drawn, notation, oneOrMore, parametric, variable } from './pieces.ts';
import { simple } from './simple.ts';

/** In a snippet `$` begins a placeholder, unless it is escaped. */
function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '\\$');
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}

/** Builds schemas of shapes; what is used in many places is written once, below `definitions`. */
export class Definitions {
  readonly #written = new Map<string, ObjectSchema>();

  all(): { [name: string]: Schema } {
    return Object.fromEntries([...this.#written].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** A mapping with these keys; keys that begin with `x-` are free. */
  block(title: string | null, fields: Fields): ObjectSchema {
    const { properties, required } = this.#keys(fields);
    return {
      ...(title === null ? {} : { title }),
      type: 'object',
      properties,
      ...(required.length > 0 ? { required } : {}),
      patternProperties: { '^x-': true },
      additionalProperties: false,
    };
  }

  #keys(fields: Fields): { properties: { [name: string]: Schema }; required: string[] } {
    const properties: { [name: string]: Schema } = {};
    const required: string[] = [];
    for (const [name, field] of Object.entries(fields)) {
      if (field.type === 'schedule') {
        Object.assign(properties, this.#keys(timingFields).properties);
        continue;
      }
      properties[name] = this.#field(field);
      if (field.optional !== true && field.default === undefined) required.push(name);
    }
    return { properties, required };
  }

  #field(field: Field): ObjectSchema {
    return { ...this.#shape(field), ...bounds(field), ...annotations(field) };
  }

  #shape(shape: FieldShape): ObjectSchema {
    switch (shape.type) {
      case 'moment':
        return this.#moment();
      case 'rate':
        return this.#shared('rate', () => ({
          ...this.block('rate', rateSignalFields),
          ...notation(rate),
          type: ['string', 'object'],
          'x-expected': `${rate.expected}, or layers: {per: 1h, layers: […]}`,
        }));
      case 'growth':
        return this.#shared('growth', () => ({
          ...this.block('growth', growthFields),
          ...notation(growth),
          type: ['string', 'object'],
        }));
      case 'after':
        return this.#shared('after', () => {
          const cause: ObjectSchema = {
            ...this.block('cause', causeFields),
            type: ['string', 'object'],
            'x-expected': 'the name of an episode, or {end_of: <name>}',
          };
          return {
            ...cause,
            properties: {
              ...cause.properties!,
              all: { type: 'array', items: cause, minItems: 2, description: 'Once all of these have happened since.' },
            },
            required: [],
            type: ['string', 'array', 'object'],
            items: cause,
            minItems: 1,
            'x-expected': 'the name of an episode, {end_of: <name>}, or {all: [<name>, <name>]}',
          };
        });
      case 'clock':
        return this.#shared('clock', () => ({
          ...this.block('clock', clockFields),
          type: ['string', 'object'],
          pattern: '^frozen$',
          minProperties: 1,
          'x-expected': 'frozen, {speed: 3} or {shift: -24h}',
        }));
      case 'hypertable':
        return this.#shared('hypertable', () => ({
          ...this.block('hypertable', hypertableFields),
          type: ['string', 'boolean', 'object'],
          pattern: '^auto$',
          'x-expected': 'auto, false, or {time: timestamp, chunk: 7d}',
        }));
      case 'records':
        return this.#shared('records', () => ({
          ...this.block('effect on records', recordsFields),
          type: ['string', 'object'],
          pattern: '^(?:lost|late)$',
          'x-expected': 'lost, late, or {late: {uniform: [0m, 10m]}}',
        }));
      case 'list': {
        const items = this.#shape(shape.items);
        const { length } = shape;
        const size =
          length !== undefined
            ? { minItems: length, maxItems: length }
            : shape.nonEmpty === true
              ? { minItems: 1 }
              : {};
        return shape.single === true
          ? oneOrMore(items, size.minItems ?? 0)
          : parametric('array', 'a list', { items, ...size });
      }
      case 'map': {
        const { keys } = shape;
        return {
          type: 'object',
          ...(keys === undefined ? {} : { propertyNames: { pattern: keys.pattern, 'x-expected': keys.expected } }),
          additionalProperties: this.#shape(shape.items),
        };
      }
      case 'choices':
        return {
          ...parametric('array', 'values such as [a, b], or weights such as {a: 3, b: 7}'),
          type: ['array', 'object', 'string'],
          items: this.#draw(shape.of),
          minItems: 1,
          additionalProperties: parametric('number', 'a weight'),
          minProperties: 1,
        };
      case 'object': {
        const { noun, fields } = shape;
        return noun === undefined ? this.block(null, fields) : this.#shared(noun, () => this.block(noun, fields));
      }
      case 'variant':
        return this.#variants(shape.noun, shape.of, shape.common);
      case 'draw':
        return this.#draw(shape.of, shape.more);
      case 'condition':
        return this.#shared('condition', () => ({
          ...this.block('condition', conditionFields),
          type: ['string', 'object'],
          minProperties: 1,
          'x-expected': 'the name of a calendar, or a condition such as {days: mon-fri, hours: 09:00-17:00}',
        }));
      case 'selection':
        return this.#shared('selection', () => ({ ...this.block('selection', selectionFields), minProperties: 1 }));
      case 'layers':
        return { type: 'array', items: this.#layer(shape.inEpisode), 'x-expected': 'a list of layers' };
      case 'schedule':
        throw new Error('a schedule has no schema of its own: its keys stand beside the others');
      case 'choice':
      case 'text':
      case 'name':
      case 'json':
      case 'data':
        return simple(shape);
      case 'number':
      case 'integer':
      case 'boolean':
        if (shape.fromEnvironment === true) {
          return this.#shared(`${shape.type}-or-variable`, () => variable(simple(shape)));
        }
        return this.#shared(shape.type, () => simple(shape));
      default:
        // A notation is one definition, however many keys are written in it.
        return this.#shared(shape.type, () => simple(shape));
    }
  }

  #layer(inEpisode: boolean): ObjectSchema {
    const [name, common] = inEpisode
      ? (['episode-layer', episodeLayerFields] as const)
      : (['layer', layerFields] as const);
    return this.#shared(name, () => this.#variants('layer', layerKinds, common, name));
  }

  #draw(of: FieldShape, more: Fields = {}): ObjectSchema {
    const what = of.type === 'choice' ? Object.keys(of.values).join('-') : of.type;
    const name = ['draw', what, ...Object.keys(more)].join('-');
    return this.#shared(name, () => {
      const told = this.block('case draw', { ...caseFields(of), ...more });
      const plain = this.block('draw', { ...drawFields(of), ...more });
      // An editor offers `case` with the other keys; as soon as it is there, the others are branches.
      const offered = { ...plain, properties: { ...plain.properties, case: told.properties!['case']! } };
      return {
        if: { type: 'object', properties: { case: true }, required: ['case'] },
        then: { ...told, additionalProperties: { $ref: `#/definitions/${name}` } },
        else: drawn(simple(of), { ...offered, minProperties: 1 }),
      };
    });
  }

  #moment(): ObjectSchema {
    const mapping = this.block('draw', drawFields({ type: 'wall-time' }));
    return {
      ...mapping,
      type: ['string', 'array', 'object'],
      items: notation(instant),
      minItems: 1,
      'x-expected': 'a time such as 03:00, sun 04:00 or last 02:00, a window such as 01:00-04:00, or instants',
    };
  }

  /** Told apart by `kind`. */
  #variants(noun: string, of: readonly Definition[], common: Fields, name = noun): ObjectSchema {
    return {
      title: noun,
      type: 'object',
      // An editor offers each kind as a whole.
      defaultSnippets: of.flatMap(({ kind, summary, examples: [example] }) =>
        example === undefined
          ? []
          : [{ label: `${kind} ${noun}, an example`, description: summary, body: literal(example) }],
      ),
      oneOf: of.map((definition) =>
        this.#shared(`${name}-${definition.kind}`, () => this.#variant(noun, definition, common)),
      ),
    };
  }

  #variant(noun: string, definition: Definition, common: Fields): ObjectSchema {
    const { kind, summary, fields, examples } = definition;
    const block = this.block(`${kind} ${noun}`, { ...fields, ...common });
    return {
      ...block,
      description: summary,
      properties: { kind: { const: kind, description: summary }, ...block.properties },
      required: ['kind', ...(block.required ?? [])],
      examples,
    };
  }

  #shared(title: string, write: () => ObjectSchema): ObjectSchema {
    const name = title.replaceAll(' ', '-');
    if (!this.#written.has(name)) {
      // Entered before it is written: it may refer to itself.
      this.#written.set(name, {});
      this.#written.set(name, write());
    }
    return { $ref: `#/definitions/${name}` };
  }
}
