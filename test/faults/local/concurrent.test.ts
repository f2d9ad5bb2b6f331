import { expect } from 'chai';
import { barn } from '../../commands/barn.ts';
import type { Summary } from './subject.ts';
import { fingerprints, useSubject } from './subject.ts';

for (const kind of ['duckdb', 'ndjson'] as const) {
  describe(`runs into one ${kind} at once`, function () {
    this.timeout(600_000);
    const { home, targets, args, run, held } = useSubject(kind);

    for (const count of [2, 20]) {
      it(`${count} that are the same leave what one leaves; those that met another wrote nothing, and say who it is`, async () => {
        home.write('barn.yaml', barn.replace('step: 10m', 'step: 1m'));
        const [target, oracle] = [await targets.fresh(), await targets.fresh()];
        const pids: number[] = [];
        const all = await Promise.all(
          Array.from({ length: count }, () =>
            home.call(args(target, '--json'), { started: (child) => pids.push(child.pid!) }),
          ),
        );
        const won = all.filter(({ code }) => code === 0);
        expect(won).not.to.be.empty;
        for (const { code, stdout, stderr } of all.filter((one) => !won.includes(one))) {
          expect(code, stdout + stderr).to.equal(5);
          const { error } = JSON.parse(stdout) as { error: { message: string; exit: number } };
          expect(error.exit).to.equal(5);
          expect(pids, error.message).to.include(Number(/(?:process|PID) (\d+)/.exec(error.message)?.[1]));
        }
        // Some may have come when the first was done: they found everything there.
        const summaries = won.map(({ stdout }) => JSON.parse(stdout) as Summary);
        expect(summaries.reduce((sum, { written }) => sum + written, 0)).to.equal(summaries[0]!.records);
        const whole = await run(oracle);
        for (const summary of summaries) expect(fingerprints(summary)).to.deep.equal(fingerprints(whole));
        expect(await held(target)).to.deep.equal(await held(oracle));
      });
    }
  });
}
