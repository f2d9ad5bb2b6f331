import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ask } from '../../servers/database.ts';
import { startPgBouncer } from '../../servers/pgbouncer.ts';
import { kinds, postgres } from './subject.ts';
import { useFaults } from './whole.ts';

for (const kind of kinds) {
  describe(`runs into one ${kind.title} at once`, function () {
    this.timeout(600_000);
    const { subject, farm, whole, proxy, isWhole } = useFaults(kind);

    /** A run that is in the middle of its records, and what it ends with. */
    async function underWay(uri: string, act: (child: ChildProcess) => unknown = () => undefined) {
      let child: ChildProcess | undefined;
      let middle = (): void => undefined;
      const reached = new Promise<void>((resolve) => (middle = resolve));
      const ended = farm.run(proxy().through(uri), kind.days, [], {
        started(started) {
          child = started;
          proxy().when('up', 2_000_000, async () => {
            await act(started);
            middle();
          });
        },
      });
      await Promise.race([reached, ended]);
      return { child: child!, ended };
    }

    it('one wins, and the other exits 5 and says who holds it', async () => {
      const uri = await subject().database();
      // It stays slow until the other one has come.
      const first = await underWay(uri, () => proxy().throttle(500_000));
      const second = await farm.run(uri, kind.days);
      expect(second.code, second.stderr).to.equal(5);
      expect(second.stderr).to.include(String(first.child.pid));
      proxy().heal();
      await isWhole(uri, await first.ended);
    });

    it('twenty that start together leave what one leaves; none that met another wrote', async () => {
      const uri = await subject().database();
      const all = await Promise.all(Array.from({ length: 20 }, () => farm.run(uri, kind.days, ['--json'])));
      const won = all.filter(({ code }) => code === 0);
      for (const { code, stdout } of all.filter((one) => !won.includes(one))) {
        expect(code, stdout).to.equal(5);
        expect(stdout).to.match(/"exit": 5/);
      }
      const summaries = won.map(({ stdout }) => JSON.parse(stdout) as { records: number; written: number });
      expect(summaries).not.to.be.empty;
      expect(summaries.reduce((sum, { written }) => sum + written, 0)).to.equal(summaries[0]!.records);
      expect(await kind.held(uri)).to.equal(await whole());
    });

    it('one that is stopped past its lease, and wakes when another has it, writes nothing more', async () => {
      const uri = await subject().database();
      const sleeper = await underWay(uri, (child) => child.kill('SIGSTOP'));
      let next = await farm.run(uri, kind.days);
      while (next.code === 5) next = await farm.run(uri, kind.days);
      expect(next.code, next.stderr).to.equal(0);
      const after = await kind.held(uri);
      sleeper.child.kill('SIGCONT');
      const ended = await sleeper.ended;
      expect(ended.code, ended.stderr).to.equal(5);
      expect(after).to.equal(await whole());
      expect(await kind.held(uri)).to.equal(after);
    });

    it('one that is stopped for a while, and that nobody replaced, goes on', async () => {
      const uri = await subject().database();
      const sleeper = await underWay(uri, (child) => child.kill('SIGSTOP'));
      await new Promise((resolve) => setTimeout(resolve, 3000));
      sleeper.child.kill('SIGCONT');
      await isWhole(uri, await sleeper.ended);
    });

    if (kind === postgres) {
      it('through PgBouncer in transaction mode are one at a time too, and a killed one leaves no lock', async () => {
        const bouncer = await startPgBouncer(subject().cluster);
        const uri = await subject().database();
        const pooled = bouncer.uri(new URL(uri).pathname.slice(1));
        let second: ReturnType<typeof farm.run> | undefined;
        const first = farm.run(pooled, kind.days, [], {
          started(child) {
            void (async () => {
              // Its lease is there, and it is at work.
              const held = `select count(*)::int from pg_stat_activity where query like 'COPY%' and state = 'active'`;
              while (((await ask(uri, held)) as [[number]])[0][0] === 0) {
                if (child.exitCode !== null) return;
                await new Promise((resolve) => setTimeout(resolve, 5));
              }
              child.kill('SIGSTOP');
              second = farm.run(pooled, kind.days);
              await second;
              const closed = once(child, 'exit');
              child.kill('SIGKILL');
              await closed;
            })();
          },
        });
        expect((await first).code).to.equal(null);
        const met = await second!;
        expect(met.code, met.stderr).to.equal(5);
        await isWhole(uri, await farm.run(pooled, kind.days));
        await bouncer.stop();
      });
    }
  });
}
