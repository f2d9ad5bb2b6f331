/** What a reviewer waits for: a diff of the PMI set with one changed pattern, and many scenarios checked in one call. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '../src/run/prepare.ts';
import { compare } from '../src/run/diff.ts';
import { createSimulation } from '../src/simulate/simulation.ts';
import { type Benchmark, type Figure, processorSeconds, ratio } from './harness.ts';
import { inFolder, NOW, SCENARIO } from './pmi.ts';
import { secondsOf } from './process.ts';

/** Files in one call. */
const FILES = 200;

/** What is checked many times, from the smallest on. */
const SCENARIOS: readonly (readonly [name: string, path: string])[] = [
  ...['minimal', 'iot', 'wearables', 'web-shop', 'infrastructure'].map(
    (name) => [name, `templates/${name}.yaml`] as const,
  ),
  ['pmi', SCENARIO],
];

/** In `library/patterns.yaml`: one that two machines have, and one that all that is polled has. */
const CHANGES = [
  { name: 'diff-pattern', from: 'op: set, value: 84', to: 'op: set, value: 80' },
  { name: 'diff-probe', from: 'median: 35', to: 'median: 40' },
];

export const review: Benchmark = {
  name: 'review',
  summary: 'A diff against the generation of what changed, and many files checked in one call',
  run: async () => [...(await diffs()), ...(await many())],
};

/** Both sides read and plan both scenarios; then the one compares them, the other makes all records that differ. */
function diffs(): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const figures: Figure[] = [];
    for (const { name, from, to } of CHANGES) {
      const changed = join(folder, name);
      mkdirSync(changed);
      cpSync('scenarios/library', join(changed, 'library'), { recursive: true });
      cpSync(SCENARIO, join(changed, 'pmi.yaml'));
      const path = join(changed, 'library/patterns.yaml');
      const written = readFileSync(path, 'utf8');
      if (!written.includes(from)) throw new Error(`no ${from} in the library`);
      writeFileSync(path, written.replace(from, to));
      const other = join(changed, 'pmi.yaml');
      const above = () => processorSeconds(() => void compare(SCENARIO, other, { now: NOW }, 0));
      const below = () => processorSeconds(() => made(other));
      for (let i = 0; i < 3; i++) {
        await above();
        await below();
      }
      const value = await ratio(9, { name: 'diff', run: above }, { name: 'generation', run: below });
      figures.push({ name, value, unit: '× the generation of what changed', target: 1.5, better: 'lower' });
    }
    return figures;
  });
}

/** Records of the series that differ, of both scenarios. */
function made(other: string): void {
  const [old, now] = [SCENARIO, other].map((file) => prepare(file, { now: NOW }, 0).plan);
  let records = 0;
  for (const [plan, against] of [
    [old!, now!],
    [now!, old!],
  ] as const) {
    const simulation = createSimulation(plan);
    const digests = new Set(against.streams.flatMap(({ series }) => series.map(({ digest }) => digest)));
    for (const stream of plan.streams) {
      const series = stream.series.filter(({ digest }) => !digests.has(digest));
      for (const { count } of simulation.records({ stream, series, range: plan.period }, []).batches())
        records += count;
    }
  }
  if (records === 0) throw new Error('nothing changed');
}

/** Whole processes. */
function many(): Promise<Figure[]> {
  return inFolder(async (folder) => {
    const figures: Figure[] = [];
    cpSync('scenarios/library', join(folder, 'library'), { recursive: true });
    for (const [name, path] of SCENARIOS) {
      const text = readFileSync(path, 'utf8');
      const files = Array.from({ length: FILES }, (_, i) => {
        const copy = join(folder, `${name}-${String(i)}.yaml`);
        writeFileSync(copy, text.replace(/^seed: .*$/m, `seed: ${String(i)}`));
        return copy;
      });
      const above = { name: `${String(FILES)} files`, run: () => secondsOf(['bin/run.js', 'validate', ...files]) };
      const below = { name: 'one', run: () => secondsOf(['bin/run.js', 'validate', files[0]!]) };
      for (const { run } of [above, below]) await run();
      const value = await ratio(7, above, below);
      figures.push({ name: `validate-${name}`, value, unit: '× one file, of 200', target: 5, better: 'lower' });
    }
    return figures;
  });
}
