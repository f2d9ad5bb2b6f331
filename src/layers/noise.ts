import { duration, number, object, scope } from '../model/field.ts';
import { fillBits } from '../random/key.ts';
import { exp, log } from '../random/math.ts';
import { normalOf } from '../random/normal.ts';
import { correlatedNormal } from './correlated.ts';
import { defineLayer, type Fill } from './layer.ts';

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
        sigma: number({ summary: 'Standard deviation of the logarithm.', exclusiveMinimum: 0, maximum: 10 }),
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
  problem({ sd, lognormal }) {
    if ((sd === null) === (lognormal === null))
      return 'Noise has a standard deviation `sd`, or is `lognormal`: one of the two';
    if (lognormal === null || (lognormal.mean === null) !== (lognormal.median === null)) return null;
    return 'Lognormal noise has a `mean` or a `median`: one of the two';
  },
  compile(values, { key, scratch }) {
    const layerKey = key(values.per);
    const unit: Fill =
      values.correlation === null
        ? ({ start, step, count }, out) =>
            scratch.bits((bits) => {
              fillBits(layerKey, start, step, count, bits);
              for (let i = 0; i < count; i++) out[i] = normalOf(bits[i]!);
            })
        : correlatedNormal(layerKey, values.correlation, scratch);
    const { sd, lognormal } = values;
    if (lognormal === null) {
      const deviation = sd ?? 0;
      return (ticks, out) => {
        unit(ticks, out);
        for (let i = 0; i < ticks.count; i++) out[i]! *= deviation;
      };
    }
    const { median, mean, sigma } = lognormal;
    // E[exp(m + σZ)] = exp(m + σ²/2)
    const mu = median === null ? log(mean ?? 1) - (sigma * sigma) / 2 : log(median);
    return (ticks, out) => {
      unit(ticks, out);
      for (let i = 0; i < ticks.count; i++) out[i] = exp(mu + sigma * out[i]!);
    };
  },
});
