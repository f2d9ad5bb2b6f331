import { choice, json, list, scalar, text } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

/** A value that a run may set with `--param`, read as ${name}. */
export const parameterFields = {
  type: choice(
    {
      integer: 'A whole number.',
      number: 'A number.',
      string: 'A text.',
      boolean: 'true or false.',
      duration: 'A duration such as 15m.',
      share: 'A share such as 30%.',
      instant: 'An instant such as 2025-02-09T10:30:00Z.',
      list: 'Values, on the command line with commas between them.',
    },
    {
      summary: 'What it is.',
      examples: ['integer'],
      beside: [
        { default: 14 },
        { default: 0.5 },
        { default: 'rome' },
        { default: true },
        { default: '15m' },
        { default: '30%' },
        { default: '2025-02-09T10:30:00Z' },
        { default: ['cpu', 'disk'] },
      ],
    },
  ),
  default: json({
    summary: 'Its value where a run sets none; without it, `--param` must.',
    optional: true,
    examples: [14],
  }),
  minimum: scalar({ summary: 'The least legal value.', optional: true, examples: [1] }),
  maximum: scalar({ summary: 'The greatest legal value.', optional: true, examples: [365] }),
  values: list(scalar({ summary: 'A legal value.' }), {
    summary: 'The legal values, where there are few.',
    optional: true,
    nonEmpty: true,
    beside: { type: 'string', default: 'rome' },
    examples: [['rome', 'milan']],
  }),
  summary: text({ summary: 'What it is for, in one sentence.', default: '', examples: ['Days of history'] }),
} satisfies Fields;
