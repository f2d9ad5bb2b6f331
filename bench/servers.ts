/** A real server to measure on: the one that the environment names for tests, else one of those that tests start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { type Kind, variables } from '../test/servers/kinds.ts';

/** Benchmarks run in the package's folder. */
export async function withServer<T>(kind: Kind, use: (uri: string) => Promise<T>): Promise<T> {
  const named = process.env[variables[kind]];
  if (named !== undefined) return use(named);
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/servers/main.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    return await use(await toldBy(child.stdout, new RegExp(`^export ${variables[kind]}='(.*)'$`, 'm')));
  } finally {
    child.kill('SIGINT');
    await once(child, 'close');
  }
}

/** What the first line says that fits; the lines after it are still taken, so that their writer goes on. */
function toldBy(lines: Readable, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    lines.on('data', (text: Buffer) => {
      told += text.toString();
      const uri = pattern.exec(told)?.[1];
      if (uri !== undefined) resolve(uri);
    });
    lines.once('end', () => reject(new Error('the servers did not start')));
  });
}
