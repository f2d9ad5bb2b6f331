/** The most memory of a run into a server: 90 days against 14, above an idle Node, and where the server is slow. */
import { startProxy } from '../test/servers/proxy.ts';
import { type Figure, median, tell } from './harness.ts';
import { NOW, SCENARIO } from './pmi.ts';
import { peakOf } from './process.ts';

const ROUNDS = 3;
/** Bytes a second on each connection: less than a tenth of what the servers take. */
const SLOW = 4_000_000;
const SLOW_DAYS = 3;

/** A run into `to`, as the command line has it. */
export const command = (to: string, days: number, more: readonly string[] = []): string[] => [
  ...['bin/run.js', 'run', SCENARIO, '--now', NOW, '--days', String(days)],
  ...['--to', to, '--quiet', '--no-log-file', ...more],
];

/** @param empty leaves nothing in the target */
export async function memoryOf(
  name: string,
  target: string,
  empty: () => Promise<unknown>,
): Promise<readonly Figure[]> {
  const peak = async (to: string, days: number): Promise<number> => {
    await empty();
    // Metrics alone: what a period adds in memory does not depend on how much it is.
    return peakOf(command(to, days, ['--only', 'metrics']));
  };
  const peaks: { readonly [of in 'idle' | 'short' | 'long' | 'slow']: number[] } = {
    idle: [],
    short: [],
    long: [],
    slow: [],
  };
  const proxy = await startProxy(Number(new URL(target).port));
  const through = proxy.through(target);
  proxy.throttle(SLOW, 'up');
  try {
    for (let round = 0; round < ROUNDS; round++) {
      peaks.idle.push(await peakOf(['-e', '0']));
      peaks.short.push(await peak(target, 14));
      peaks.long.push(await peak(target, 90));
      // The proxy reaches servers of this machine alone.
      if (through !== target) peaks.slow.push(await peak(through, SLOW_DAYS));
    }
  } finally {
    await proxy.close();
  }
  const [idle, short, long] = [median(peaks.idle), median(peaks.short), median(peaks.long)];
  tell(`${short.toFixed()} MB for 14 days, ${long.toFixed()} MB for 90, idle Node ${idle.toFixed()} MB`);
  const above = { unit: 'MB above an idle Node', target: 120, better: 'lower' } as const;
  const figures: Figure[] = [
    { name: `memory-growth-${name}`, value: long / short, unit: '× that of 14 days', target: 1.15, better: 'lower' },
    { name: `memory-${name}`, value: long - idle, ...above },
  ];
  if (peaks.slow.length > 0) figures.push({ name: `memory-slow-${name}`, value: median(peaks.slow) - idle, ...above });
  return figures;
}
