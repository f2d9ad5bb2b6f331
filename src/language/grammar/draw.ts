import { perObject } from '../../model/per-object.ts';
import type { Field, FieldShape, Fields } from '../../model/field.ts';
import { integer, list, map, number, object, scalar, scope, text } from '../../model/field.ts';

/**
 * What a random draw may say, where it draws what `of` describes: exactly one of `uniform`, `normal`,
 * `lognormal`, `exponential`, `one_of`, `chance` (for a duration also `mean`), and what limits it.
 */
export const drawFields: (of: FieldShape) => Fields = perObject((of) => {
  return {
    ...(isNumeric(of) ? distributions(of.type === 'scalar' ? { type: 'number' } : of) : {}),
    one_of: {
      type: 'choices',
      of,
      summary: 'One of these: a list, or a map of values to their weights.',
      optional: true,
      examples: [{ paid: 94, refunded: 4, failed: 2 }],
    },
    ...(['scalar', 'text', 'trait'].includes(of.type) ? chance : {}),
    per: scope({
      summary: 'Who shares the draw; by default its place says.',
      optional: true,
      beside: { one_of: ['a', 'b'] },
      examples: ['parent', 'tags.site'],
    }),
  };
});

/** The keys of which a draw has exactly one. */
export const drawKinds = [
  'uniform',
  'normal',
  'lognormal',
  'exponential',
  'pareto',
  'poisson',
  'zipf',
  'one_of',
  'case',
  'chance',
  'mean',
] as const;

const isNumeric = (of: FieldShape): boolean =>
  ['number', 'integer', 'share', 'duration', 'scalar', 'trait'].includes(of.type);

function distributions(of: FieldShape): Fields {
  // Bounds of the place hold for what is drawn (`min`, `max`), not for the parameters of its law.
  const plain: FieldShape =
    of.type === 'duration'
      ? { type: 'duration', negative: true }
      : { type: of.type === 'share' ? 'share' : of.type === 'trait' ? 'quantity' : 'number' };
  const value = (summary: string, more: object = {}) => ({ ...plain, summary, ...more }) as Field<number | null>;
  const positive = { exclusiveMinimum: 0 };
  const shown = (amount: number) =>
    of.type === 'duration' ? `${amount}m` : of.type === 'share' ? `${amount}%` : amount;
  const bell = { normal: { mean: shown(20), sd: shown(3) } };
  return {
    uniform: list(value('A bound.'), {
      summary: 'Evenly between two bounds, [low, high).',
      optional: true,
      length: 2,
      examples: [[shown(15), shown(45)]],
    }),
    normal: object(
      { mean: value('Its mean.'), sd: value('Its standard deviation.', positive) },
      { summary: 'The bell curve.', optional: true, examples: [{ mean: shown(20), sd: shown(3) }] },
    ),
    lognormal: object(
      {
        mean: value('Its mean, after `min` and `max`.', { ...positive, optional: true }),
        median: value('Its median.', { ...positive, optional: true }),
        sigma: number({
          summary: 'Standard deviation of the logarithm.',
          exclusiveMinimum: 0,
          maximum: 10,
          examples: [0.5],
        }),
      },
      {
        summary: 'Positive, with a long tail: of a `mean`, or of a `median`.',
        optional: true,
        examples: [
          { median: shown(35), sigma: 0.4 },
          { mean: shown(18), sigma: 0.5 },
        ],
      },
    ),
    exponential: object(
      { mean: value('Its mean, after `min` and `max`.', positive) },
      { summary: 'Positive, most values small.', optional: true, examples: [{ mean: shown(4) }] },
    ),
    pareto: object(
      {
        min: value('Where it starts: its scale.', positive),
        alpha: number({ summary: 'The larger, the thinner its tail.', exclusiveMinimum: 0, examples: [1.5] }),
      },
      {
        summary: 'Never below `min`, with a heavy tail: a few are very large.',
        optional: true,
        examples: [{ min: shown(5), alpha: 1.5 }],
      },
    ),
    ...(of.type === 'duration' ? {} : counts),
    ...(of.type === 'duration'
      ? {
          mean: value('Lognormal with this mean, sigma 1 and a max of 20 times the mean.', {
            ...positive,
            optional: true,
            examples: ['8m'],
          }),
        }
      : {}),
    min: value('Never less; the draw is cut there, it does not pile up.', {
      optional: true,
      beside: bell,
      examples: [shown(15)],
    }),
    max: value('Never more; the draw is cut there, it does not pile up.', {
      optional: true,
      beside: bell,
      examples: [shown(25)],
    }),
    decimals: integer({
      summary: 'Digits kept after the point.',
      minimum: 0,
      maximum: 15,
      optional: true,
      beside: bell,
      examples: [1],
    }),
  };
}

const counts: Fields = {
  poisson: object(
    { mean: number({ summary: 'Its mean.', exclusiveMinimum: 0, maximum: 500 }) },
    { summary: 'A number of independent events.', optional: true, examples: [{ mean: 3 }] },
  ),
  zipf: object(
    {
      n: integer({ summary: 'The number of ranks.', minimum: 1, maximum: 1_000_000, examples: [20000] }),
      s: number({ summary: 'The larger, the more the first ranks lead.', minimum: 0, examples: [1.05] }),
    },
    {
      summary: 'A rank from 1 to n, the first the most frequent: customers, words, pages.',
      optional: true,
      examples: [{ n: 20_000, s: 1.05 }],
    },
  ),
};

/** What a draw may say beside its branches, where another value tells which of several draws is made. */
export function caseFields(of: FieldShape): Fields {
  const { per, decimals } = drawFields(of);
  return {
    case: text({
      summary:
        'The value that tells which draw is made: a field, a trait or a variable. Each other key is a value of it.',
      pattern: '^\\$[A-Za-z_]',
      expected: 'a reference such as $category',
      beside: { vm: 8, service: { one_of: [2, 4] } },
      examples: ['$type'],
    }),
    ...(decimals === undefined ? {} : { decimals }),
    per: per!,
  };
}

const chance: Fields = {
  chance: text({
    summary: 'A name, an address or the like, by this method of the chance package.',
    optional: true,
    examples: ['first', 'domain', 'ip'],
  }),
  options: map(scalar({ summary: 'An option.' }), {
    summary: 'Options of the chance method.',
    default: {},
    beside: { chance: 'domain' },
    examples: [{ tld: 'example' }],
  }),
};
