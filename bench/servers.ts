/** A real server to measure on: the one that the environment names for tests, else one of those that tests start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

async function toldBy(lines: AsyncIterable<Buffer>, pattern: RegExp): Promise<string> {
  let told = '';
  for await (const text of lines) {
    told += text.toString();
    const uri = pattern.exec(told)?.[1];
    if (uri !== undefined) return uri;
  }
  throw new Error('the servers did not start');
}
