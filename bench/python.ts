/** Scripts in Python beside ours, with the driver that they need, in an environment of their own. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Runs a script that prints one number. */
export function python(driver: string, script: string, ...args: readonly string[]): number {
  const home = `.cache/python-${driver}`;
  if (!existsSync(`${home}/ready`)) {
    execFileSync('python3', ['-m', 'venv', home], { stdio: 'ignore' });
    execFileSync(`${home}/bin/pip`, ['install', '--quiet', driver], { stdio: 'ignore' });
    execFileSync('touch', [`${home}/ready`]);
  }
  return Number(execFileSync(`${home}/bin/python`, [script, ...args]).toString());
}
