/** The most memory that a run holds, as a whole process: it must not grow with the period. */
import { type Benchmark, type Figure, median, tell } from './harness.ts';
import { peakOf } from './process.ts';
import { inFolder, NOW, SCENARIO } from './pmi.ts';

const ROUNDS = 3;
/** Megabytes above an idle Node. */
const LIMITS = { ndjson: 120, csv: 120, duckdb: 250, parquet: 250 } as const;

export const memory: Benchmark = {
  name: 'memory',
  summary: 'The most memory of a run: 90 days against 14, and above an idle Node',
  async run() {
    const figures: Figure[] = [];
    for (const [kind, limit] of Object.entries(LIMITS)) {
      const idle: number[] = [];
      const peaks: { readonly [days in 14 | 90]: number[] } = { 14: [], 90: [] };
      for (let round = 0; round < ROUNDS; round++) {
        idle.push(await peakOf(['-e', '0']));
        peaks[14].push(await peak(kind, 14));
        peaks[90].push(await peak(kind, 90));
      }
      const [empty, short, long] = [median(idle), median(peaks[14]), median(peaks[90])];
      tell(`${kind}: ${short.toFixed()} MB for 14 days, ${long.toFixed()} MB for 90, idle Node ${empty.toFixed()} MB`);
      figures.push(
        {
          name: `memory-growth-${kind}`,
          value: long / short,
          unit: '× that of 14 days',
          target: 1.15,
          better: 'lower',
        },
        { name: `memory-${kind}`, value: long - empty, unit: 'MB above an idle Node', target: limit, better: 'lower' },
      );
    }
    return figures;
  },
};

/** In megabytes. */
function peak(kind: string, days: number): Promise<number> {
  return inFolder((folder) => {
    const to = kind === 'duckdb' ? `duckdb:${folder}/pmi.duckdb` : `${kind}:${folder}`;
    const command = ['run', SCENARIO, '--now', NOW, '--days', String(days), '--to', to, '--quiet', '--no-log-file'];
    return peakOf(['bin/run.js', ...command]);
  });
}
