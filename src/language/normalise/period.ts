import type { Values } from '../../model/field.ts';
import type { Period } from '../../model/scenario.ts';
import { listed } from '../diagnostics/words.ts';
import type { timeFields } from '../grammar/time.ts';
import type { At } from './at.ts';
import { broken } from './text.ts';

/** Two of start, end and a length, which is a duration or a number of steps. */
export function periodOf({ start, end, duration, count, step }: Values<typeof timeFields>, at: At): Period {
  if (duration !== null && count !== null) {
    broken(at.below('count'), 'bad-period', '`duration` and `count` both say how long', 'Keep one of them');
  }
  const given = { start, end, duration, count };
  const present = Object.entries(given)
    .filter(([, value]) => value !== null)
    .map(([key]) => key);
  if (present.length !== 2) {
    const have = present.length === 0 ? 'none of them' : listed(present, 'and');
    broken(
      at,
      'bad-period',
      `A period is two of \`start\`, \`end\` and \`duration\`; here is ${have}`,
      'For example: time: {end: today, duration: 14d, step: 1m}',
    );
  }
  return { start, end, duration: duration ?? (count === null ? null : count * step), step };
}
