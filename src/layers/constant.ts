import { numberDraw } from '../model/field.ts';
import { defineLayer, tickAt } from './layer.ts';

export const constant = defineLayer({
  kind: 'constant',
  summary: 'A level: the same value at every tick, or with a draw `per: day` at every tick of a local day.',
  fields: {
    value: numberDraw({ summary: 'The level.', unit: 'unit of the metric', examples: [15, '$baseline'] }),
  },
  examples: [
    { kind: 'constant', value: 15 },
    { kind: 'constant', when: { hours: '09:00-17:00' }, value: 9, rise: '20m', fall: '20m' },
    { kind: 'constant', value: { uniform: [0, 5], per: 'day' } },
  ],
  compile({ value }, context) {
    if ('per' in value && value.per === 'day') {
      const daily = context.perWindow({ ...value, per: 'place' }, 'value');
      return (ticks, out) => {
        for (let i = 0; i < ticks.count;) {
          const day = context.localDay(ticks.start + i * ticks.step);
          const end = tickAt(ticks, day.until);
          out.fill(daily(day), i, end);
          i = end;
        }
      };
    }
    const level = context.number(value, 'value');
    return (ticks, out) => out.fill(level, 0, ticks.count);
  },
});
