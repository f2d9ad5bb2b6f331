import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { barn, now } from '../../commands/barn.ts';
import type { TestTarget } from '../../support/targets/target.ts';
import { fingerprints, useSubject } from './subject.ts';

const TRIES = 10;

for (const kind of ['duckdb', 'ndjson'] as const) {
  describe(`a run into ${kind} that is interrupted`, function () {
    this.timeout(600_000);
    const { home, targets, args, run } = useSubject(kind);
    const days = ['--days', '30'];
    const told = ['--workers', '1', '--log-level', 'debug'];
    beforeEach(() => home.write('barn.yaml', barn.replace('step: 10m', 'step: 5s')));

    /** Acts once some records are there and others are not. */
    const inTheMiddle = (act: (child: ChildProcess) => void) => (child: ChildProcess) => {
      let said = '';
      let acted = false;
      child.stderr!.on('data', (text: string) => {
        said += text;
        if (acted || !said.includes('wrote assets')) return;
        acted = true;
        act(child);
      });
    };

    for (const [what, signal, code, twice] of [
      ['by SIGINT finishes what is under way', 'SIGINT', 130, false],
      ['by SIGTERM finishes what is under way', 'SIGTERM', 143, false],
      ['by a second SIGINT exits at once', 'SIGINT', 130, true],
    ] as const) {
      it(`${what}, exits ${code}, and the next run leaves what an unbroken one does`, async () => {
        const oracle = await targets.fresh();
        const interrupted = async (target: TestTarget) => {
          const ended = await home.call(args(target, ...days, ...told), {
            started: inTheMiddle((child) => {
              child.kill(signal);
              if (twice) child.stderr!.once('data', () => child.kill(signal));
            }),
          });
          return { target, ended };
        };
        let { target, ended } = await interrupted(await targets.fresh());
        // On a machine that is busy the signal may come when the run is over, which shows nothing.
        for (let tries = 1; ended.code === 0 && tries < TRIES; tries++)
          ({ target, ended } = await interrupted(await targets.fresh()));
        expect(ended.code, ended.stderr).to.equal(code);
        const whole = await run(oracle, ...days);
        const summary = await run(target, ...days);
        expect(summary.written, 'it was interrupted too late').to.be.greaterThan(0);
        expect(fingerprints(summary)).to.deep.equal(fingerprints(whole));
        const verified = await home.call(['verify', 'barn.yaml', ...now, ...days, '--to', target.to]);
        expect(verified.code, verified.stdout + verified.stderr).to.equal(0);
      });
    }
  });
}
