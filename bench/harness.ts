/** What benchmarks share: pairs of runs, medians, and how a figure is told. */

/** One figure with what is asked of it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
  readonly better: 'higher' | 'lower';
}

export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  run(): Promise<readonly Figure[]>;
}

/** Seconds of one run; what is set up before and removed after it is not in them. */
export type Timed = () => Promise<number>;

export function meets({ value, target, better }: Figure): boolean {
  return better === 'higher' ? value >= target : value <= target;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The median over pairs of (seconds of `above`) / (seconds of `below`). The two of a pair run one after the other,
 * and take turns in going first: what slows the machine down for a while slows both.
 */
export async function ratio(pairs: number, above: Named, below: Named): Promise<number> {
  const ratios: number[] = [];
  const seconds: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 === 0 ? [0, 1] : [1, 0];
    const taken = [0, 0];
    for (const side of order) taken[side] = await (side === 0 ? above : below).run();
    ratios.push(taken[0]! / taken[1]!);
    seconds[0].push(taken[0]!);
    seconds[1].push(taken[1]!);
  }
  tell(`${above.name} ${spread(seconds[0])}, ${below.name} ${spread(seconds[1])}, ${pairs} pairs`);
  return median(ratios);
}

export interface Named {
  readonly name: string;
  readonly run: Timed;
}

/** Wall-clock seconds of `work`. */
export async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Seconds of processor time that `work` takes in this process: what one core would need, however busy the machine is. */
export function processorSeconds(work: () => void): Promise<number> {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Promise.resolve((user + system) / 1e6);
}

/** How a figure came about; stdout is for the figures alone. */
export function tell(line: string): void {
  process.stderr.write(`  ${line}\n`);
}

function spread(values: readonly number[]): string {
  const milliseconds = (value: number) => `${Math.round(value * 1000)}`;
  return `${milliseconds(median(values))} ms (${milliseconds(Math.min(...values))}–${milliseconds(Math.max(...values))})`;
}
