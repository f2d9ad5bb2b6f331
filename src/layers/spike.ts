import { durationDraw, number, numberDraw, schedule } from '../model/field.ts';
import { type Draw } from '../model/draw.ts';
import { boundsOf } from '../random/draw.ts';
import { defineLayer, tickAt } from './layer.ts';

export const spike = defineLayer({
  kind: 'spike',
  summary: 'Short bursts at the times of a schedule: each adds to what is there, up to a limit.',
  fields: {
    schedule: schedule({ summary: 'When a burst starts.' }),
    for: durationDraw({ summary: 'How long a burst lasts; by default one step.', optional: true, examples: ['1m'] }),
    add: numberDraw({
      summary: 'What a burst adds.',
      unit: 'unit of the metric',
      examples: [25, { uniform: [15, 45] }],
    }),
    max: number({
      summary: 'A burst lifts the value to this at the most; it never lowers it.',
      unit: 'unit of the metric',
      optional: true,
      examples: [95],
    }),
  },
  examples: [
    { kind: 'spike', every: '15m', for: '1m', add: 25, max: 95 },
    { kind: 'spike', rate: '2/h', for: { exponential: { mean: '4m' }, max: '30m' }, add: { uniform: [15, 45] } },
  ],
  lookback: (values) => (values.for === null ? 0 : (boundsOf(values.for)?.max ?? 0)),
  compile(values, context) {
    const oneStep: Draw = { kind: 'constant', value: context.step };
    const windows = context.windows(values.schedule, values.for ?? oneStep);
    const add = context.perWindow(values.add, 'add');
    const limit = values.max ?? Infinity;
    return (ticks, out, input) => {
      const { start, step, count } = ticks;
      out.fill(0, 0, count);
      for (const window of windows(start, start + count * step)) {
        const height = add(window);
        const end = tickAt(ticks, window.end);
        for (let i = tickAt(ticks, window.start); i < end; i++) {
          // Bursts that overlap pile up, each under the limit; none lowers what is there.
          const before = input[i]! + out[i]!;
          out[i] = Math.max(before, Math.min(before + height, limit)) - input[i]!;
        }
      }
    };
  },
});
