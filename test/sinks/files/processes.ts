import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { useScript } from '../../support/script.ts';

/** `child.ts` as one script, made before the tests of a block and removed after them. */
export const useChild = (): (() => string) => useScript(new URL('child.ts', import.meta.url), [withoutDuckDB]);

/** The fixture knows Parquet; the child does not write it, and twenty of them start faster without DuckDB. */
const withoutDuckDB: Plugin = {
  name: 'without-duckdb',
  setup(builder) {
    builder.onLoad({ filter: /parquet.encoder\.ts$/ }, () => ({ contents: 'export const openParquet = undefined' }));
  },
};

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
