import { durationDraw, number, numberDraw, schedule } from '../model/field.ts';
import { defineLayer } from './layer.ts';

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
  compile() {
    throw new Error('later');
  },
});
