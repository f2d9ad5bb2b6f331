import { numberDraw } from '../model/field.ts';
import { defineLayer } from './layer.ts';

export const constant = defineLayer({
  kind: 'constant',
  summary: 'A level: the same value at every tick.',
  fields: {
    value: numberDraw({ summary: 'The level.', unit: 'unit of the metric', examples: [15, '$baseline'] }),
  },
  examples: [
    { kind: 'constant', value: 15 },
    { kind: 'constant', when: { hours: '09:00-17:00' }, value: 9, rise: '20m', fall: '20m' },
  ],
  compile(values, context) {
    const level = context.number(values.value, 'value');
    return (ticks, out) => out.fill(level, 0, ticks.count);
  },
});
