import type { ObjectSchema } from '../../../src/language/shape/schema.ts';

const parameter = '^\\$\\{[a-z_]+\\}$';
const duration = {
  type: 'string',
  pattern: '^-?\\d+(ms|s|m|h|d|w)$',
  'x-expected': 'a duration such as 15m, 2h or 14d',
} as const;

/** A small language with every construct that the real one uses, so that messages are tested apart from its growth. */
export const exampleSchema: ObjectSchema = {
  title: 'scenario',
  type: 'object',
  required: ['name', 'time'],
  additionalProperties: false,
  patternProperties: { '^x-': true },
  properties: {
    name: { type: 'string', minLength: 1, pattern: '^[a-z][a-z0-9-]*$', 'x-expected': 'a name such as pmi-default' },
    summary: { type: 'string', maxLength: 20 },
    seed: {
      type: ['integer', 'string'],
      minimum: 0,
      pattern: parameter,
      'x-expected': 'a whole number',
      description: 'What every draw is made from.',
    },
    decimals: { type: 'integer', minimum: 0, maximum: 15 },
    ratio: { type: 'number', exclusiveMinimum: 0, 'x-unit': 'percentage', description: 'How much.' },
    emit: { type: 'boolean' },
    time: {
      title: 'period',
      type: 'object',
      required: ['step'],
      additionalProperties: false,
      properties: {
        step: { ...duration, description: 'Time between two ticks.' },
        until: { $ref: '#/definitions/duration' },
      },
      minProperties: 1,
    },
    clamp: {
      type: 'array',
      minItems: 2,
      maxItems: 2,
      items: { type: ['number', 'null'], 'x-expected': 'a number or null' },
      'x-expected': 'two bounds such as [0, 100]',
    },
    tuple: { type: 'array', items: [{ type: 'string' }, { type: 'number' }], additionalItems: false },
    tags: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true },
    metrics: {
      type: 'object',
      propertyNames: { pattern: '^[a-z_]+$', 'x-expected': 'a name such as cpu_usage' },
      additionalProperties: {
        title: 'metric',
        type: 'object',
        additionalProperties: false,
        properties: {
          layers: { type: 'array', items: { $ref: '#/definitions/layer' } },
          while_down: { type: 'string', enum: ['missing', 'zero', 'keep'] },
        },
      },
    },
    streams: {
      type: 'array',
      minItems: 1,
      items: { anyOf: [{ $ref: '#/definitions/stream' }, { type: 'string', enum: ['all', 'none'] }] },
    },
    condition: { $ref: '#/definitions/condition' },
    timing: {
      title: 'timing',
      type: 'object',
      oneOf: [{ required: ['every'] }, { required: ['rate'] }],
      properties: { every: { $ref: '#/definitions/duration' }, rate: { type: 'string' }, at: { type: 'string' } },
      dependencies: { at: ['every'] },
      additionalProperties: false,
    },
    exclusive: {
      type: 'object',
      properties: { a: {}, b: {}, c: false },
      dependencies: { a: { not: { required: ['b'] } } },
    },
    never: { not: { type: 'string' } },
  },
  definitions: {
    duration,
    layer: {
      type: 'object',
      required: ['kind'],
      title: 'layer',
      oneOf: [
        {
          title: 'constant layer',
          type: 'object',
          properties: { kind: { const: 'constant' }, value: { $ref: '#/definitions/draw' } },
          required: ['kind', 'value'],
          additionalProperties: false,
        },
        {
          title: 'sine layer',
          type: 'object',
          properties: {
            kind: { const: 'sine' },
            amplitude: { type: 'number', description: 'Half of peak to peak.', 'x-unit': 'unit of the metric' },
            period: { $ref: '#/definitions/duration' },
            base: { type: 'number' },
          },
          required: ['kind', 'amplitude'],
          additionalProperties: false,
        },
        {
          title: 'group layer',
          type: 'object',
          properties: { kind: { const: 'group' }, layers: { type: 'array', items: { $ref: '#/definitions/layer' } } },
          required: ['kind', 'layers'],
          additionalProperties: false,
        },
      ],
    },
    draw: {
      title: 'draw',
      'x-expected': 'a number, a draw or a $name',
      anyOf: [
        { type: 'number' },
        { type: 'string', pattern: '^\\$[a-z]+$' },
        {
          type: 'object',
          required: ['uniform'],
          properties: { uniform: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 } },
          additionalProperties: false,
        },
        {
          type: 'object',
          required: ['normal'],
          properties: {
            normal: {
              title: 'normal law',
              type: 'object',
              required: ['mean', 'sd'],
              properties: { mean: { type: 'number' }, sd: { type: 'number' } },
              additionalProperties: false,
            },
            min: { type: 'number' },
          },
          additionalProperties: false,
        },
      ],
    },
    stream: {
      title: 'stream',
      oneOf: [
        {
          type: 'object',
          properties: { kind: { const: 'metrics' }, to: { type: 'string' } },
          required: ['kind', 'to'],
          additionalProperties: false,
        },
        {
          type: 'object',
          properties: { kind: { enum: ['assets', 'things'] } },
          required: ['kind'],
          additionalProperties: false,
        },
      ],
    },
    condition: {
      title: 'condition',
      type: ['string', 'object'],
      minProperties: 1,
      additionalProperties: false,
      properties: {
        hours: { type: 'string' },
        all: { type: 'array', items: { $ref: '#/definitions/condition' }, minItems: 1 },
        not: { $ref: '#/definitions/condition' },
      },
      'x-expected': 'the name of a calendar, or a condition such as {hours: 09:00-17:00}',
    },
  },
};
