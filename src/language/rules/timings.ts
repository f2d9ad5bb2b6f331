import type { Rule } from './rule.ts';

/** Faults need a length, or no rate of them would leave the stated uptime. */
export const timings: Rule = {
  whole: false,
  check({ episodes }) {
    for (const { value, written } of episodes) {
      if (value.schedule.timing.kind !== 'uptime' || value.length.kind !== 'constant' || value.length.value !== 0)
        continue;
      const key =
        typeof written.written === 'object' && written.written !== null && 'repair' in written.written
          ? 'repair'
          : 'for';
      written.at
        .below(key)
        .error(
          'no-length',
          'Faults without length leave any uptime',
          `Write how long one lasts: \`${key}: {mean: 8m}\``,
        );
    }
  },
};
