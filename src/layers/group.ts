import { interval, layers } from '../model/field.ts';
import { defineLayer } from './layer.ts';

export const group = defineLayer({
  kind: 'group',
  summary: 'Several layers as one: they are summed from 0, limited, and applied together.',
  fields: {
    layers: layers({ summary: 'What is summed, from top to bottom.' }),
    clamp: interval({ summary: 'Limits of the sum; null is an open end.', optional: true, examples: [[0.12, 1]] }),
  },
  examples: [
    {
      kind: 'group',
      op: 'multiply',
      clamp: [0.12, 1],
      layers: [
        { kind: 'constant', value: 0.85 },
        { kind: 'noise', sd: 0.3, correlation: '40m' },
      ],
    },
  ],
  compile(values, context) {
    const sum = context.sum(values.layers);
    const min = values.clamp?.min ?? -Infinity;
    const max = values.clamp?.max ?? Infinity;
    return (ticks, out) => {
      sum(ticks, out);
      if (values.clamp !== null) limit(out, ticks.count, min, max);
    };
  },
});

function limit(values: Float64Array, count: number, min: number, max: number): void {
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    values[i] = value < min ? min : value > max ? max : value;
  }
}
