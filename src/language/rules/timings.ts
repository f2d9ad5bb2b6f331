import type { Rule } from './rule.ts';

/** Faults need a length, or no rate of them would leave the stated uptime. */
export const timings: Rule = {
  whole: false,
  check({ episodes, found }) {
    for (const { value, at } of found.schedules) {
      // A layer has no length by which a rate could be solved for it.
      if (value.timing.kind === 'uptime' && at.path.includes('metrics')) {
        at.below('uptime').error(
          'bad-timing',
          '`uptime` is the timing of faults, not of a layer',
          'Write `rate` or `every`',
        );
      }
    }
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
