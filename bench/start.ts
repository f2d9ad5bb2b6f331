/** How long a person waits for nothing but an answer: whole processes, against Node with nothing to do. */
import { type Benchmark, ratio } from './harness.ts';
import { SCENARIO } from './pmi.ts';
import { secondsOf } from './process.ts';

const PAIRS = 21;

export const start: Benchmark = {
  name: 'start',
  summary: '`validate` and `--help`, against an empty Node process',
  async run() {
    const empty = { name: 'node -e 0', run: () => secondsOf(['-e', '0']) };
    const validate = { name: 'validate', run: () => secondsOf(['bin/run.js', 'validate', SCENARIO]) };
    const help = { name: '--help', run: () => secondsOf(['bin/run.js', '--help']) };
    // Once for the disk, and for Node's cache of compiled code.
    for (const { run } of [empty, validate, help]) await run();
    const unit = '× an empty Node process';
    return [
      { name: 'validate', value: await ratio(PAIRS, validate, empty), unit, target: 3.5, better: 'lower' },
      { name: 'help', value: await ratio(PAIRS, help, empty), unit, target: 2.5, better: 'lower' },
    ];
  },
};
