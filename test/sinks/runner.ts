/** A script that runs into the database whose address it is given, as a process of its own. */
import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Runner {
  start(address: string): ChildProcess;
  /** To its end, which is a good one. */
  run(address: string): Promise<void>;
}

/** @param folder whose `run.ts` it is, as `import.meta.url` of a file in it */
export function runnerOf(folder: string): Runner {
  const script = fileURLToPath(new URL('run.ts', folder));
  const start = (address: string): ChildProcess =>
    spawn(process.execPath, ['--import', 'tsx', script, address], { stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    start,
    async run(address) {
      const child = start(address);
      let said = '';
      child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
      expect((await once(child, 'close'))[0], said).to.equal(0);
    },
  };
}
