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
  compile() {
    throw new Error('later');
  },
});
