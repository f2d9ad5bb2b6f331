/** Keys of the small values that have a form of their own; `normalise/effects.ts` reads them. */
import { choice, draw, duration, durationDraw, list, name, number } from '../../model/field.ts';
import type { Fields } from '../../model/field.ts';

export const causeFields = {
  end_of: name('episode', { summary: 'After each end of this episode.', examples: ['deploy'] }),
} satisfies Fields;

/** All keys of what an episode follows, as they are explained; `all` takes causes. */
export const afterFields = {
  end_of: { ...causeFields.end_of, optional: true },
  all: list(name('episode', { summary: 'An episode, or `{end_of: …}`.' }), {
    summary: 'Once all of these have happened since its last time.',
    optional: true,
    examples: [
      ['backup', 'upload'],
      ['backup', { end_of: 'upload' }],
    ],
  }),
} satisfies Fields;

export const clockFields = {
  speed: number({ summary: 'Time runs so many times as fast.', optional: true, exclusiveMinimum: 0, examples: [3] }),
  shift: duration({ summary: 'Read so much later.', optional: true, negative: true, examples: ['-24h'] }),
} satisfies Fields;

export const recordsFields = {
  late: durationDraw({
    summary: 'Each arrives so long after the end of the episode.',
    examples: [{ uniform: ['0m', '10m'] }],
  }),
} satisfies Fields;

const units = {
  s: 'A second.',
  m: 'A minute.',
  h: 'An hour.',
  day: '24 hours.',
  week: '7 days.',
  month: '30.4375 days.',
  year: '365.25 days.',
};

export const growthFields = {
  rate: draw({ type: 'scalar' }, { summary: 'How much more after each: 0.03 is 3 %.', examples: ['$drift', 0.03] }),
  per: choice(units, { summary: 'Each of these.' }),
} satisfies Fields;
