import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Makes one plain script of `child.ts`, so that twenty of them start quickly. Returns its path. */
async function bundleChild(folder: string): Promise<string> {
  const entry = fileURLToPath(new URL('child.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is loaded only when it is used stays in files of its own.
    splitting: true,
    external: ['@duckdb/*'],
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    plugins: [withoutDuckDB],
  });
  return join(folder, 'child.mjs');
}

/** The fixture knows Parquet, the child does not write it, and DuckDB is not where the script is. */
const withoutDuckDB: Plugin = {
  name: 'without-duckdb',
  setup(builder) {
    builder.onLoad({ filter: /parquet.encoder\.ts$/ }, () => ({ contents: 'export const openParquet = undefined' }));
  },
};

/** `child.ts` as one script, made before the tests of a block and removed after them. */
export function useChild(): () => string {
  let folder = '';
  let script = '';
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seedctl-child-'));
    script = await bundleChild(folder);
  });
  after(() => rmSync(folder, { recursive: true }));
  return () => script;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export function start(script: string, ...args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [script, ...args]);
}

export function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, err })));
}

/** A process id that was just given out, and whose process has ended. */
export const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid;

/** Rewrites what the locks below a folder say of their holder. */
export function rewriteLocks(folder: string, holder: object): void {
  const state = join(folder, '.seedctl');
  for (const file of readdirSync(state).filter((name) => name.endsWith('.lock'))) {
    const text = readFileSync(join(state, file), 'utf8');
    if (text.startsWith('{')) writeFileSync(join(state, file), JSON.stringify({ ...JSON.parse(text), ...holder }));
  }
}
