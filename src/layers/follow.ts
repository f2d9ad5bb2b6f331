import { choice, duration, name, number, points } from '../model/field.ts';
import { defineLayer } from './layer.ts';

export const follow = defineLayer({
  kind: 'follow',
  summary: 'Follows another metric of the same asset: gain · map(value, lag ago) + offset.',
  fields: {
    metric: name('metric', { summary: 'The metric that is followed.', examples: ['cpu_usage'] }),
    lag: duration({ summary: 'How long ago the value was emitted.', default: '0s', minimum: 0, examples: ['5m'] }),
    gain: number({ summary: 'Factor.', default: 1 }),
    offset: number({ summary: 'Added after the factor.', unit: 'unit of the metric', default: 0 }),
    map: points({
      summary: 'From its value to ours, by points; flat outside them.',
      optional: true,
      examples: [{ 60: 0, 80: 15, 95: 45 }],
    }),
    interpolate: choice(
      { linear: 'Straight lines between the points.', step: 'The last point at or below.' },
      { summary: 'What lies between the points of `map`.', default: 'linear' },
    ),
  },
  examples: [
    { kind: 'follow', metric: 'cpu_usage', gain: 0.5, offset: 20, lag: '5m' },
    { kind: 'follow', metric: 'memory_usage', map: { 60: 0, 80: 15, 95: 45 } },
  ],
  lookback: (values) => values.lag,
  reads: (values) => [values.metric],
  compile(values, context) {
    const source = context.signal(values.metric);
    const { lag, gain, offset } = values;
    const map = values.map === null ? null : mapping(values.map, values.interpolate === 'step');
    return ({ start, step, count }, out) => {
      source({ start: start - lag, step, count }, out);
      if (map !== null) for (let i = 0; i < count; i++) out[i] = map(out[i]!);
      for (let i = 0; i < count; i++) out[i] = gain * out[i]! + offset;
    };
  },
});

/** A function through points sorted by x, flat outside them. */
function mapping(points: readonly (readonly [number, number])[], step: boolean): (x: number) => number {
  const [first, last] = [points[0]!, points[points.length - 1]!];
  return (x) => {
    if (x <= first[0]) return first[1];
    if (x >= last[0]) return last[1];
    let i = 1;
    while (points[i]![0] <= x) i += 1;
    const [low, high] = [points[i - 1]!, points[i]!];
    return step ? low[1] : low[1] + ((high[1] - low[1]) * (x - low[0])) / (high[0] - low[0]);
  };
}
