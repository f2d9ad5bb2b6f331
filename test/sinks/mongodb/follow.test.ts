import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { yard } from '../../commands/barn.ts';
import { useDatabase } from './database.ts';

/** A point a second: what a backfill of the last ten holds, and then each as its second begins. */
const points = ['linq-metrics', '--param', 'step=1s', '--no-log-file'];

describe('--follow into MongoDB', function () {
  this.timeout(600_000);
  const database = useDatabase();
  const home = yard();

  const held = async (name: string): Promise<readonly object[]> =>
    database()
      .db.collection(name)
      .find({}, { projection: { _id: 0 } })
      .sort({ timestamp: 1 })
      .toArray();

  /** Stops it once so many documents are there, however long that takes. */
  const stopAt = async (child: ChildProcess, count: number): Promise<void> => {
    while (child.exitCode === null && (await database().db.collection('metrics').countDocuments()) < count)
      await sleep(100);
    child.kill('SIGINT');
  };

  it('adds one point a step until it is stopped, each as a later backfill would have it', async () => {
    const { uri, db } = database();
    let stopped: Promise<void> | undefined;
    const ended = await home.call(['run', ...points, '--follow', '--param', 'count=10', '--to', uri], {
      started: (child) => {
        stopped = stopAt(child, 14);
      },
    });
    await stopped;
    expect(ended.code, ended.stderr).to.equal(130);
    const followed = (await held('metrics')) as readonly { readonly timestamp: Date }[];
    expect(followed.length).to.be.at.least(14);
    const times = followed.map(({ timestamp }) => Number(timestamp));
    expect(times).to.deep.equal(Array.from(times, (_, i) => times[0]! + 1000 * i));

    // The same records, whenever and in however many pieces they are asked for.
    await db.collection('metrics').rename('followed');
    for (const name of await db.listCollections({ name: /^seedctl_/ }, { nameOnly: true }).toArray())
      await db.collection(name.name).drop();
    const until = new Date(times.at(-1)! + 1000).toISOString();
    const again = await home.call([
      'run',
      ...points,
      '--now',
      until,
      '--param',
      `count=${followed.length}`,
      '--to',
      uri,
    ]);
    expect(again.code, again.stderr).to.equal(0);
    expect(await held('metrics')).to.deep.equal(followed);
  });
});
