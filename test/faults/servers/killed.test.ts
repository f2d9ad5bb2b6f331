/** A run that is killed anywhere, and started again, ends with the records of one that was not. */
import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { useFaults } from './whole.ts';
import { kinds, postgres } from './subject.ts';

for (const kind of kinds) {
  describe(`a run into ${kind.title} that is killed, and started again`, function () {
    this.timeout(600_000);
    const { subject, farm, whole, proxy } = useFaults(kind);

    /** Through the proxy, with a deadline that a busy machine keeps. */
    const through = (uri: string): string =>
      kind === postgres ? `${proxy().through(uri)}?connect_timeout=120` : proxy().through(uri);

    /** Runs; `arm` is told the process before it has reached the server. Killed is null. */
    const run = async (uri: string, arm: (child: ChildProcess) => void): Promise<number | null> =>
      (await farm.run(through(uri), kind.days, [], { started: arm })).code;

    /** The next run is done, writes what is missing, and nothing is there twice. */
    async function heals(uri: string): Promise<void> {
      const ended = await farm.run(through(uri), kind.days, ['--json']);
      expect(ended.code, ended.stderr).to.equal(0);
      const summary = JSON.parse(ended.stdout) as { records: number; written: number; present: number };
      expect(summary.written + summary.present).to.equal(summary.records);
      expect(await kind.held(uri)).to.equal(await whole());
      const again = JSON.parse((await farm.run(through(uri), kind.days, ['--json'])).stdout) as typeof summary;
      expect(again).to.include({ written: 0, present: summary.records });
    }

    for (const [what, hand] of [
      ['before its entry in the ledger reaches the server', false],
      ['after it has reached it, and before it hears so', true],
    ] as const) {
      it(what, async () => {
        const uri = await subject().database();
        const code = await run(uri, (child) => {
          watch(kind.commit, () => {
            if (hand) proxy().blackhole('down');
            else child.kill('SIGKILL');
            if (hand) setTimeout(() => child.kill('SIGKILL'), 500);
            return hand ? undefined : new Promise(() => undefined);
          });
        });
        expect(code).to.equal(null);
        proxy().cut();
        proxy().heal();
        await heals(uri);
      });
    }

    it('is not needed where only the answer to its entry was lost: the run asks again', async () => {
      const uri = await subject().database();
      const code = await run(uri, () => {
        watch(kind.commit, () => {
          proxy().blackhole('down');
          setTimeout(() => {
            proxy().cut();
            proxy().heal();
          }, 500);
        });
      });
      expect(code).to.equal(0);
      expect(await kind.held(uri)).to.equal(await whole());
    });

    /** Acts when these texts have passed, one after the other. */
    function watch([first, ...rest]: readonly string[], act: () => unknown): void {
      proxy().when('up', first!, rest.length === 0 ? act : () => watch(rest, act));
    }
  });
}
