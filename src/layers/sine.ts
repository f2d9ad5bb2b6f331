import { duration, numberDraw, phase } from '../model/field.ts';
import { DAY, type Duration } from '../model/units.ts';
import { sinTurn } from '../random/math.ts';
import { defineLayer, tickAt } from './layer.ts';

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
  compile(values, { number, zone }) {
    const base = number(values.base, 'base');
    const amplitude = number(values.amplitude, 'amplitude');
    const { period, phase } = values;
    if (phase.kind === 'elapsed') {
      return ({ start, step, count }, out) => {
        fillWave(base, amplitude, period, start - phase.by, step, out, 0, count);
      };
    }
    return (ticks, out) => {
      const { start, step, count } = ticks;
      for (let i = 0; i < count;) {
        const { offset, until } = zone.offsetAt(start + i * step);
        const midnight = Math.floor((start + i * step + offset) / DAY) * DAY - offset;
        const end = tickAt(ticks, Math.min(until, midnight + DAY));
        const first = start - midnight - phase.at;
        fillWave(base, amplitude, period, first, step, out, i, end);
        i = end;
      }
    };
  },
});

/** Ticks [i, end) of the wave; tick i is `first + i·step` after it crossed its base. */
function fillWave(
  base: number,
  amplitude: number,
  period: Duration,
  first: Duration,
  step: Duration,
  out: Float64Array,
  i: number,
  end: number,
): void {
  for (; i < end; i++) out[i] = base + amplitude * sinTurn((first + i * step) / period);
}
