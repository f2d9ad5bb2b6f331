import { duration, durationDraw, number, object, scope } from '../model/field.ts';
import { fillBits, type Key } from '../random/key.ts';
import { expAll, log } from '../random/math.ts';
import { fillNormal } from '../random/normal.ts';
import { correlatedNormal, correlationOf } from './correlated.ts';
import { defineLayer, type Fill, type Ticks } from './layer.ts';

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
        sigma: number({
          summary: 'Standard deviation of the logarithm.',
          exclusiveMinimum: 0,
          maximum: 10,
          beside: { median: 1 },
        }),
      },
      { summary: 'In place of `sd`: lognormal noise, for `op: multiply`.', optional: true },
    ),
    correlation: duration({
      summary: 'Time after which the autocorrelation has fallen to 1/e; absent: white noise.',
      exclusiveMinimum: 0,
      optional: true,
      examples: ['30m'],
    }),
    lag: durationDraw({
      summary: 'The noise comes so much later: what is shared reaches each asset at a time of its own.',
      default: '0s',
      negative: true,
      examples: ['$row'],
    }),
    per: scope({ summary: 'Who shares the noise: assets with the same key move together.', default: 'asset' }),
  },
  exclusive: [['sd', 'lognormal']],
  examples: [
    { kind: 'noise', sd: 2 },
    { kind: 'noise', sd: 1, correlation: '30m' },
    { kind: 'noise', op: 'multiply', lognormal: { median: 1, sigma: 0.35 } },
  ],
  problem({ lognormal }) {
    if (lognormal === null || (lognormal.mean === null) !== (lognormal.median === null)) return null;
    return 'Lognormal noise has a `mean` or a `median`: one of the two';
  },
  compile(values, { key, number: made, scratch, once, shared }) {
    const layerKey = key(values.per);
    const lag = Math.floor(made(values.lag, 'lag'));
    const { correlation, per, sd, lognormal } = values;
    const deviation = lognormal === null ? (sd ?? 0) : 1;
    const white: Fill = (ticks, out) => {
      scratch.bits((bits) => {
        fillWhite(layerKey, deviation, ticks, bits, out);
      });
    };
    const law = correlation === null ? null : once(`correlation ${correlation}`, () => correlationOf(correlation));
    const own = law === null ? white : correlatedNormal(layerKey, law, scratch, deviation);
    // With a lag of its own an asset asks for other instants than its neighbours.
    const together = per !== 'place' && per !== 'asset' && lag === 0;
    const now = together ? shared(`${layerKey.a} ${layerKey.b} ${correlation} ${deviation}`, own) : own;
    const unit: Fill = lag === 0 ? now : (ticks, out) => now({ ...ticks, start: ticks.start - lag }, out);
    if (lognormal === null) return unit;
    const { median, mean, sigma } = lognormal;
    // E[exp(m + σZ)] = exp(m + σ²/2)
    const mu = median === null ? log(mean ?? 1) - (sigma * sigma) / 2 : log(median);
    return (ticks, out) => {
      unit(ticks, out);
      expAll(out, ticks.count, mu, sigma);
    };
  },
});

/** White noise with a deviation, at the ticks. */
function fillWhite(key: Key, deviation: number, ticks: Ticks, bits: Int32Array, out: Float64Array): void {
  const { start, step, count } = ticks;
  fillBits(key, start, step, count, bits);
  fillNormal(bits, count, deviation, out);
}
