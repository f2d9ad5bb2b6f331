/**
 * npm run bench [-- --json] [-- --only NAME]
 *
 * Ratios to what the machine can do at best, or to what one would have done without seedctl, measured side by side
 * in one run. Each benchmark is bundled as the product is, and has a process of its own, so that none warms up or
 * burdens another.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { type Figure, meets } from './harness.ts';

const NAMES = [
  'start',
  'review',
  'generation',
  'layers',
  'duckdb',
  'parquet',
  'ndjson',
  'json',
  'ingest',
  'csv',
  'postgres',
  'timescale',
  'mongodb',
  'memory',
  'verify',
  'fleet',
  'preview',
];
/** Those that take minutes run only when they are named. */
const LONG = ['fleet-full', 'ingest-full'];
const root = join(import.meta.dirname, '..');

const { values: flags } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });
if (flags.only !== undefined && ![...NAMES, ...LONG].includes(flags.only)) {
  throw new Error(`--only ${flags.only}: expected one of ${[...NAMES, ...LONG].join(', ')}`);
}
if (!existsSync(join(root, 'dist/main.js'))) throw new Error('there is no dist/: npm run build makes it');

const chosen = flags.only === undefined ? NAMES : [flags.only];
bundle();
const figures = chosen.flatMap(measure);
if (flags.json === true) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
else process.stdout.write(`\n${figures.map(line).join('')}`);

function bundle(): void {
  buildSync({
    entryPoints: [join(root, 'bench/benchmarks.ts')],
    outfile: join(root, '.cache/bench.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'error',
  });
}

function measure(name: string): readonly (Figure & { readonly ok: boolean })[] {
  const { stdout, status } = spawnSync(process.execPath, ['.cache/bench.js', name], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`the benchmark ${name} failed`);
  const measured = JSON.parse(stdout.toString()) as Figure[];
  return measured.map((figure) => {
    const shown = { ...figure, value: Number(figure.value.toPrecision(4)) };
    return { ...shown, ok: meets(shown) };
  });
}

function line(figure: Figure): string {
  const { name, value, unit, target, better } = figure;
  const asked = `${better === 'higher' ? '≥' : '≤'} ${target}`;
  const number = value >= 100 ? value.toFixed() : value.toFixed(2);
  return `${meets(figure) ? '✔' : '✘'} ${name.padEnd(24)} ${number.padStart(8)}  ${asked.padEnd(8)}  ${unit}\n`;
}
