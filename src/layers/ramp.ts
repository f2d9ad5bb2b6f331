import { numberDraw, schedule } from '../model/field.ts';
import { defineLayer, tickAt } from './layer.ts';
import { neighbours } from '../timeline/arrivals.ts';

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
  compile(values, context) {
    const from = context.number(values.from, 'from');
    const rise = context.number(values.to, 'to') - from;
    const around = neighbours(context.arrivals(values.schedule));
    return (ticks, out) => {
      const { start, step, count } = ticks;
      for (let i = 0; i < count;) {
        const { previous, next } = around(start + i * step);
        const end = tickAt(ticks, next);
        for (; i < end; i++) out[i] = from + (rise * (start + i * step - previous)) / (next - previous);
      }
    };
  },
});
