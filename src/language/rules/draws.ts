import type { Draw, NumberDraw } from '../../model/draw.ts';
import type { At } from '../normalise/at.ts';
import type { Rule } from './rule.ts';

/** Draws that cannot be made: bounds in the wrong order, means outside of them, weights that add up to nothing. */
export const draws: Rule = {
  whole: false,
  check({ found }) {
    for (const { value, at } of found.draws) checkDraw(value, at);
  },
};

function checkDraw(draw: Draw, at: At): void {
  switch (draw.kind) {
    case 'one_of':
      if (!draw.choices.some(({ weight }) => weight > 0)) {
        at.below('one_of').error(
          'bad-draw',
          'All weights are 0: nothing can be drawn',
          'Give one of them a weight',
          'key',
        );
      }
      return;
    case 'uniform':
      if (draw.low > draw.high)
        at.below('uniform').error('empty-range', 'The lower bound is above the upper one', 'Write [low, high]');
      return;
    case 'normal':
    case 'lognormal':
    case 'exponential':
      truncated(draw, at);
      return;
    default:
  }
}

type Truncated = Extract<NumberDraw, { kind: 'normal' | 'lognormal' | 'exponential' }>;

function truncated(draw: Truncated, at: At): void {
  const { min, max } = draw;
  if (min !== null && max !== null && min >= max) {
    at.below('max').error('empty-range', '`min` is not below `max`: nothing lies between them');
    return;
  }
  if (draw.kind === 'normal') return;
  if (max !== null && max <= 0) {
    at.below('max').error(
      'empty-range',
      `${draw.kind === 'lognormal' ? 'A lognormal' : 'An exponential'} draw is above 0: nothing lies below this \`max\``,
    );
    return;
  }
  // The written mean is the mean after truncation, so it must lie inside.
  const mean = draw.mean;
  if (mean === null) return;
  const outside = min !== null && mean <= min ? '`min`' : max !== null && mean >= max ? '`max`' : null;
  if (outside !== null) {
    at.error(
      'bad-draw',
      `The mean does not lie inside ${outside}`,
      'It is the mean after the draw was cut at `min` and `max`',
      'key',
    );
  }
}
