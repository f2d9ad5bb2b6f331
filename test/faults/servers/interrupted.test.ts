import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from './subject.ts';
import { useFaults } from './whole.ts';

for (const kind of kinds) {
  describe(`a run into ${kind.title} that is interrupted`, function () {
    this.timeout(600_000);
    const { subject, farm, whole, proxy, goesOn } = useFaults(kind);

    /** Runs, and acts in the middle of its records. */
    const run = (uri: string, act: (child: ChildProcess) => void) =>
      farm.run(proxy().through(uri), kind.days, [], {
        started: (child) => proxy().when('up', 2_000_000, () => act(child)),
      });

    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      it(`by ${signal} finishes what is under way, exits ${code}, and the next run goes on`, async () => {
        const uri = await subject().database();
        const ended = await run(uri, (child) => {
          proxy().throttle(3_000_000);
          child.kill(signal);
        });
        expect(ended.code, ended.stderr).to.equal(code);
        expect(await kind.held(uri)).not.to.equal(await whole());
        await goesOn(uri);
      });
    }

    it('while the server is silent gives up what is under way, and exits 130', async () => {
      const uri = await subject().database();
      const ended = await run(uri, (child) => {
        proxy().blackhole();
        child.kill('SIGINT');
      });
      expect(ended.code, ended.stderr).to.equal(130);
      proxy().cut();
      await goesOn(uri);
    });

    it('twice exits at once, and the next run goes on', async () => {
      const uri = await subject().database();
      const ended = await run(uri, (child) => {
        proxy().blackhole();
        child.kill('SIGINT');
        child.stderr!.once('data', () => child.kill('SIGINT'));
      });
      expect(ended.code, ended.stderr).to.equal(130);
      proxy().cut();
      await goesOn(uri);
    });

    it('by SIGTERM as the first process of a container exits 143', async () => {
      const uri = await subject().database();
      const launcher = join(import.meta.dirname, '../../../bin/run.js');
      const args = ['run', 'farm.yaml', '--now', '2025-02-09T00:00:00Z', '--days', String(kind.days)];
      const child = spawn(
        'unshare',
        ['--pid', '--fork', '--kill-child', process.execPath, launcher, ...args, '--to', proxy().through(uri)],
        { cwd: farm.cwd, stdio: 'ignore' },
      );
      proxy().when('up', 2_000_000, () => {
        proxy().throttle(3_000_000);
        const first = readFileSync(`/proc/${child.pid!}/task/${child.pid!}/children`, 'utf8').trim();
        process.kill(Number(first), 'SIGTERM');
      });
      expect(await once(child, 'exit')).to.deep.equal([143, null]);
      await goesOn(uri);
    });
  });
}
