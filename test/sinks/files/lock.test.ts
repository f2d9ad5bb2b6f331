import { expect } from 'chai';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { nodeDisk, type Disk } from '../../../src/sinks/files/disk.ts';
import { currentHolder } from '../../../src/sinks/holder.ts';
import { Lock } from '../../../src/sinks/files/lock.ts';
import { dayGroup, fill, openTarget, plannedStream, tableFiles, useFolder, workOf } from './fixture.ts';
import { useChild, deadProcess, ended, rewriteLocks, start } from './processes.ts';

const times = { beat: 60_000, ttl: 60_000 };

/** As if the holder were on another machine, and had been silent for so long. */
function silence(folder: string, seconds: number): void {
  const state = join(folder, '.seedctl');
  rewriteLocks(folder, { host: 'elsewhere' });
  const then = Date.now() / 1000 - seconds;
  for (const file of readdirSync(state)) if (file.endsWith('.lock')) utimesSync(join(state, file), then, then);
}

const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => error,
  );

describe('a lock', () => {
  const folder = useFolder();
  const state = () => join(folder(), '.seedctl');
  beforeEach(() => mkdirSync(state()));
  const take = (disk: Disk = nodeDisk) => Lock.take(disk, state(), 'test', times);

  it('is held by one, who is named to the others, until it is released', async () => {
    const lock = await take();
    const error = await rejection(take());
    expect(error).to.include({ exit: 5, code: 'locked' });
    expect((error as Error).message).to.contain(`process ${process.pid} on ${hostname()}`);
    await lock.release();
    const next = await take();
    await next.assertHeld();
    await next.release();
    expect(readdirSync(state())).to.have.length(1);
  });

  it('is for one name', async () => {
    const lock = await take();
    const other = await Lock.take(nodeDisk, state(), 'test.1', times);
    await lock.assertHeld();
    await other.assertHeld();
    await Promise.all([lock.release(), other.release()]);
  });

  it('of a process that is gone is taken over at once', async () => {
    writeFileSync(join(state(), 'test.4.lock'), JSON.stringify({ ...currentHolder(), pid: deadProcess() }));
    await (await take()).release();
  });

  it('of a process whose id belongs to another one now is taken over at once', async function () {
    if (currentHolder().started === null) this.skip();
    writeFileSync(join(state(), 'test.4.lock'), JSON.stringify({ ...currentHolder(), started: '1' }));
    await (await take()).release();
  });

  it('of another machine stands while its heart beats, and not longer', async () => {
    const lock = await take();
    silence(folder(), 30);
    expect(await rejection(take())).to.include({ exit: 5, code: 'locked' });
    silence(folder(), 61);
    const next = await take();
    expect(await rejection(lock.assertHeld())).to.include({ exit: 5, code: 'lock-lost' });
    await lock.release();
    await next.assertHeld();
    await next.release();
  });

  it('shows that its holder lives', async () => {
    const lock = await Lock.take(nodeDisk, state(), 'test', { beat: 5, ttl: times.ttl });
    silence(folder(), 3600);
    const file = join(state(), 'test.1.lock');
    while (Date.now() - (await nodeDisk.stat(file))!.modified > 60_000) await new Promise((r) => setTimeout(r, 5));
    await lock.release();
  });

  it('works where the file system has no hard links', async () => {
    const none = () => Promise.reject(Object.assign(new Error('no links'), { code: 'ENOTSUP' }));
    const lock = await take({ ...nodeDisk, link: none });
    expect(JSON.parse(readFileSync(join(state(), 'test.1.lock'), 'utf8'))).to.include({ pid: process.pid });
    expect(await rejection(take({ ...nodeDisk, link: none }))).to.include({ exit: 5 });
    await lock.release();
  });

  it('goes to one of many, whatever order their steps take', async () => {
    for (let round = 0; round < 30; round++) {
      let steps = round;
      // Every step waits for a number of turns that differs from step to step and from round to round.
      const wait = async () => {
        steps = (steps * 31 + 7) % 101;
        for (let i = 0; i < steps % 7; i++) await new Promise((resolve) => setImmediate(resolve));
      };
      const slow: Disk = {
        ...nodeDisk,
        list: async (path) => (await wait(), nodeDisk.list(path)),
        link: async (from, to) => (await wait(), nodeDisk.link(from, to)),
        remove: async (path) => (await wait(), nodeDisk.remove(path)),
      };
      const takers = await Promise.allSettled(Array.from({ length: 12 }, () => take(slow)));
      const holders = takers.flatMap((taker) => (taker.status === 'fulfilled' ? [taker.value] : []));
      expect(holders).to.have.length(1);
      await holders[0]!.release();
    }
  });
});

describe('a folder', () => {
  const folder = useFolder();
  const child = useChild();

  const race = async (count: number): Promise<readonly string[]> => {
    const children = Array.from({ length: count }, () => start(child(), 'hold', folder()));
    const ends = children.map(ended);
    // Who holds the folder waits for us; the others have ended by then.
    let losers = 0;
    await new Promise<void>((resolve) => {
      for (const end of ends) void end.then(() => ++losers === count - 1 && resolve());
    });
    for (const one of children) one.stdin.end();
    return (await Promise.all(ends)).map(({ out }) => out.trim()).sort();
  };

  for (const count of [2, 20]) {
    it(`goes to one of ${count} processes that want it at once; the others are told who has it`, async () => {
      const outcomes = await race(count);
      expect(outcomes.filter((out) => out === 'held')).to.have.length(1);
      expect(outcomes.filter((out) => /^5 locked process \d+ on /.test(out))).to.have.length(count - 1);
    });
  }

  it('goes to one of twenty processes that all find the lock of a dead one', async () => {
    mkdirSync(join(folder(), '.seedctl'));
    writeFileSync(
      join(folder(), '.seedctl/test.7.lock'),
      JSON.stringify({ ...currentHolder(), pid: deadProcess(), started: null }),
    );
    const outcomes = await race(20);
    expect(outcomes.filter((out) => out === 'held')).to.have.length(1);
  });

  it('is not harmed by a run that was stopped for too long and wakes', async () => {
    const stream = plannedStream(2);
    const [first, second] = [dayGroup(stream, 0), dayGroup(stream, 1)];
    const sleeper = await openTarget(folder());
    await sleeper.setUp([stream.table], []);
    silence(folder(), 3600);
    const next = await openTarget(folder());
    await fill(next, [first]);
    const book = readFileSync(join(folder(), '.seedctl/test.json'), 'utf8');
    for (const group of [first, second]) {
      expect(await rejection(sleeper.write(workOf(group)))).to.include({ exit: 5, code: 'lock-lost' });
    }
    expect(await rejection(sleeper.clean(null, [stream]))).to.include({ exit: 5 });
    await sleeper.close();
    expect(readFileSync(join(folder(), '.seedctl/test.json'), 'utf8')).to.equal(book);
    expect(await fill(next, [first, second])).to.equal(1);
    expect(tableFiles(folder())).to.have.length(2);
    await next.close();
  });
});
