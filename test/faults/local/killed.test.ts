import { expect } from 'chai';
import { useStrace } from './strace.ts';
import { fingerprints, useSubject } from './subject.ts';

/** All that makes, fills, names or removes a file, or makes it last. */
const calls = ['write', 'pwrite64', 'fsync', 'fdatasync', 'rename', 'link', 'unlink', 'mkdir', 'ftruncate'];
/** Of many calls so many are tried, spread over all: most writes go to pipes between threads. */
const TRIES = 6;

for (const kind of ['ndjson', 'duckdb'] as const) {
  describe(`a run into ${kind} that SIGKILL ends in a system call`, function () {
    this.timeout(900_000);
    const strace = useStrace();
    const { home, targets, args, run, held } = useSubject(kind);

    it('the Nth write, fsync, rename, link, unlink or mkdir, from the first to the last: the next run leaves what an unbroken one does', async () => {
      const oracle = await targets.fresh();
      const whole = await run(oracle);
      const rows = await held(oracle);
      const counted = await strace.count(home.cwd, args(await targets.fresh()), calls);
      expect(counted.get('fsync')).to.be.greaterThan(3);
      for (const [call, count] of counted) {
        let kills = 0;
        for (let n = 1; n <= count; n += Math.max(1, Math.floor(count / TRIES))) {
          const target = await targets.fresh();
          const killed = await strace.inject(home.cwd, args(target), `${call}:signal=KILL:when=${n}`);
          // Threads share the work otherwise each time: there may be fewer calls in one than there were.
          if (killed.code === null) kills++;
          else expect(killed.code, killed.stderr).to.equal(0);
          expect(fingerprints(await run(target)), `${call} ${n}`).to.deep.equal(fingerprints(whole));
          expect(await held(target), `${call} ${n}`).to.deep.equal(rows);
        }
        expect(kills, call).to.be.greaterThan(0);
      }
    });

    it('the Nth write, fsync, rename or unlink of a clean, from the first to the last: the next run finishes it first, or it was not begun', async () => {
      const [few, many] = [await targets.fresh(), await targets.fresh()];
      await run(few);
      await run(many, '--days', '4');
      const [cleaned, untouched] = [await held(few), await held(many)];
      const clean = ['--clean', '--yes'];
      const counted = await strace.count(home.cwd, args(many, ...clean), ['pwrite64', 'fsync', 'rename', 'unlink']);
      const ends = new Set<unknown>();
      for (const [call, count] of counted) {
        for (let n = 1; n <= count; n += Math.max(1, Math.floor(count / TRIES))) {
          const target = await targets.fresh();
          await run(target, '--days', '4');
          await strace.inject(home.cwd, args(target, ...clean), `${call}:signal=KILL:when=${n}`);
          await run(target);
          const rows = await held(target);
          const end = JSON.stringify(rows) === JSON.stringify(untouched) ? untouched : cleaned;
          expect(rows, `${call} ${n}`).to.deep.equal(end);
          ends.add(end);
        }
      }
      expect([...ends]).to.include(cleaned);
    });
  });
}
