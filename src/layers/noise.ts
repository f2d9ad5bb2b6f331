import { duration, number, object, scope } from '../model/field.ts';
import { defineLayer } from './layer.ts';

export const noise = defineLayer({
  kind: 'noise',
  summary: 'Random variation around what is there: normal, or lognormal as a factor; white, or correlated in time.',
  fields: {
    sd: number({
      summary: 'Standard deviation of normal noise with mean 0 (the stationary one, where it is correlated).',
      unit: 'unit of the metric',
      exclusiveMinimum: 0,
      optional: true,
      examples: [2],
    }),
    lognormal: object(
      {
        mean: number({ summary: 'Mean; 1 keeps the mean of what is multiplied.', exclusiveMinimum: 0, optional: true }),
        median: number({ summary: 'Median; 1 keeps the median.', exclusiveMinimum: 0, optional: true }),
        sigma: number({ summary: 'Standard deviation of the logarithm.', exclusiveMinimum: 0 }),
      },
      { summary: 'In place of `sd`: lognormal noise, for `op: multiply`.', optional: true },
    ),
    correlation: duration({
      summary: 'Time after which the autocorrelation has fallen to 1/e; absent: white noise.',
      exclusiveMinimum: 0,
      optional: true,
      examples: ['30m'],
    }),
    per: scope({ summary: 'Who shares the noise: assets with the same key move together.', default: 'asset' }),
  },
  examples: [
    { kind: 'noise', sd: 2 },
    { kind: 'noise', sd: 1, correlation: '30m' },
    { kind: 'noise', op: 'multiply', lognormal: { median: 1, sigma: 0.35 } },
  ],
  compile() {
    throw new Error('later');
  },
});
