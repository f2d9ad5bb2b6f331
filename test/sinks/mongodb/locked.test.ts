import { expect } from 'chai';
import { once } from 'node:events';
import { runnerOf } from '../runner.ts';
import { type TestDatabase, useDatabase } from './database.ts';

const { start, run } = runnerOf(import.meta.url);

describe('a run into MongoDB', function () {
  this.timeout(300_000);
  const database = useDatabase();
  const oracle = useDatabase();

  /** All documents, and what the ledger says of them. */
  async function everything({ db }: TestDatabase): Promise<readonly object[][]> {
    const documents = ['assets', 'metrics', 'incidents', 'seedctl_series'].map((name) =>
      db.collection(name).find().sort({ _id: 1 }).toArray(),
    );
    const groups = db
      .collection('seedctl_groups')
      .find({}, { projection: { token: 0, written_at: 0 } })
      .sort({ _id: 1 })
      .toArray();
    return Promise.all([...documents, groups]);
  }

  it('beside another that writes is told who holds it, and goes on once that one is gone', async () => {
    const first = start(database().uri);
    let firstSaid = '';
    first.stderr!.setEncoding('utf8').on('data', (text: string) => (firstSaid += text));
    let told = '';
    // It knows by now what it is going to write.
    for await (const text of first.stdout!) if ((told += String(text)).includes('ready')) break;
    first.kill('SIGSTOP');
    try {
      const second = start(database().uri);
      let said = '';
      second.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
      expect((await once(second, 'close'))[0]).to.equal(1);
      expect(said).to.contain("code: 'locked'").and.contain('exit: 5').and.contain(`process ${first.pid} on `);

      // The holder is past its lease, by the clock of the server.
      await database()
        .db.collection('seedctl_leases')
        .updateOne({}, { $set: { ends: new Date(0) } });
      await run(database().uri);
    } finally {
      first.kill('SIGCONT');
    }
    const [code] = (await once(first, 'close')) as [number];
    expect(code).to.equal(1);
    expect(firstSaid).to.contain("code: 'lock-lost'").and.contain('exit: 5');
    await run(oracle().uri);
    expect(await everything(database())).to.deep.equal(await everything(oracle()));
  });
});
