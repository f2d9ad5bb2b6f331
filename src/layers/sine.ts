import { duration, numberDraw, phase } from '../model/field.ts';
import { defineLayer } from './layer.ts';

export const sine = defineLayer({
  kind: 'sine',
  summary: 'A wave: base + amplitude · sin(2π · (time − phase) / period).',
  fields: {
    base: numberDraw({ summary: 'The level that the wave swings around.', unit: 'unit of the metric', default: 0 }),
    amplitude: numberDraw({ summary: 'Half of peak to peak.', unit: 'unit of the metric', examples: [20] }),
    period: duration({ summary: 'Length of one wave.', default: '24h', exclusiveMinimum: 0, examples: ['16h'] }),
    phase: phase({
      summary:
        'Where the wave crosses its base upwards: a local time, anew each day, or a duration after the UTC epoch.',
      default: '0s',
      examples: ['09:00', '3h'],
    }),
  },
  examples: [{ kind: 'sine', base: 65, amplitude: 20, period: '16h', phase: '09:00' }],
  compile() {
    throw new Error('later');
  },
});
