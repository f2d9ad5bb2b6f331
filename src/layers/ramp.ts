import { numberDraw, schedule } from '../model/field.ts';
import { defineLayer } from './layer.ts';

export const ramp = defineLayer({
  kind: 'ramp',
  summary: 'A straight line from one time of a schedule to the next: a leak, a battery, a sawtooth.',
  fields: {
    schedule: schedule({ summary: 'When the line starts anew.' }),
    from: numberDraw({ summary: 'The value at the start.', unit: 'unit of the metric', default: 0 }),
    to: numberDraw({
      summary: 'The value that is reached exactly when the line starts anew.',
      unit: 'unit of the metric',
    }),
  },
  examples: [{ kind: 'ramp', every: 'week', at: 'sun 04:00', from: 35, to: 94 }],
  compile() {
    throw new Error('later');
  },
});
