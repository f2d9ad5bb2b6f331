/** The program as a child process, as users run it. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const launcher = join(root, 'bin', 'run.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
  /** Called with the process once it runs. */
  readonly started?: (child: ReturnType<typeof spawn>) => void;
}

/** Tests see what is in src/, not what was built from it some time ago. */
export function build(): void {
  const newest = (folder: string): number =>
    Math.max(
      ...readdirSync(join(root, folder), { recursive: true }).map((file) => modified(join(folder, String(file)))),
    );
  if (Math.max(newest('src'), newest('scripts'), modified('package.json')) < modified('dist/main.js')) return;
  const { status, stderr } = spawnSync('npm', ['run', 'build'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed: ${stderr}`);
}

const modified = (path: string): number => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Colours, locale and clock of the machine stay outside. */
export function seedctl(args: readonly string[], { cwd, env = {}, started }: Options): Promise<Ended> {
  const own = { PATH: process.env['PATH'] ?? '', HOME: cwd, LANG: 'C.UTF-8', ...env };
  return runToEnd([process.execPath, launcher, ...args], { cwd, env: own, started });
}

/** Any command: what it wrote, and how it ended. */
export function runToEnd(
  [program, ...args]: readonly [string, ...string[]],
  { cwd, env, started }: { cwd?: string; env: NodeJS.ProcessEnv; started?: Options['started'] | undefined },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...(cwd !== undefined && { cwd }), env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    started?.(child);
  });
}
