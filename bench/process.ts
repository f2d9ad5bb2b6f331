/** Whole processes of Node, from the outside. */
import { spawn } from 'node:child_process';

const reporter = './bench/report-peak.mjs';

/** Seconds from the start of a process to its end. @throws if it fails */
export async function secondsOf(args: readonly string[]): Promise<number> {
  const start = performance.now();
  await node(args);
  return (performance.now() - start) / 1000;
}

/** The most memory that a process held, in megabytes. @throws if it fails */
export async function peakOf(args: readonly string[]): Promise<number> {
  return Number(await node(['--import', reporter, ...args])) / 1000;
}

/** Runs Node in the package's folder; what it wrote to its fourth descriptor. */
function node(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    let [report, errors] = ['', ''];
    child.stdio[3]!.on('data', (data: Buffer) => (report += data.toString()));
    child.stderr!.on('data', (data: Buffer) => (errors += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(report);
      else reject(new Error(`node ${args.join(' ')} ended with ${code}: ${errors}`));
    });
  });
}
