import { expect } from 'chai';
import { once } from 'node:events';
import { runnerOf } from '../runner.ts';
import { useDatabase } from './database.ts';

const { start, run } = runnerOf(import.meta.url);

describe('a run into PostgreSQL', function () {
  this.timeout(300_000);
  const database = useDatabase();
  const oracle = useDatabase();

  const summary = (look: (...sql: string[]) => Promise<unknown[][]>) =>
    look(
      `SELECT
         (SELECT count(*)::text || ' ' || sum(hashtextextended(m::text, 0))::text FROM metrics AS m),
         (SELECT count(*)::text || ' ' || sum(hashtextextended(i::text, 0))::text FROM incidents AS i),
         (SELECT count(*)::text || ' ' || sum(hashtextextended(a::text, 0))::text FROM assets AS a),
         (SELECT string_agg(concat_ws(' ', since, until, records, fingerprint), ', ' ORDER BY since, fingerprint)
          FROM seedctl.groups),
         (SELECT count(*)::int FROM seedctl.keys), (SELECT count(*)::int FROM seedctl.series)`,
    );

  it('beside another that writes is told who holds it, and goes on once that one is gone', async () => {
    const first = start(database().url);
    await once(first.stdout!, 'data');
    first.kill('SIGSTOP');
    try {
      const second = start(database().url);
      let said = '';
      second.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
      expect((await once(second, 'close'))[0]).to.equal(1);
      expect(said).to.contain("code: 'locked'").and.contain('exit: 5').and.contain(`process ${first.pid} on `);

      // The holder is past its lease: its clock is the server's.
      await database().look(`UPDATE seedctl.leases SET ends_at = now() - interval '1 second'`);
      await run(database().url);
      await run(oracle().url);
      expect(await summary(database().look)).to.deep.equal(await summary(oracle().look));
    } finally {
      let said = '';
      first.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
      first.kill('SIGCONT');
      const [code] = (await once(first, 'close')) as [number];
      expect(code).to.equal(1);
      expect(said).to.contain("code: 'lock-lost'").and.contain('exit: 5');
    }
    expect(await summary(database().look)).to.deep.equal(await summary(oracle().look));
  });
});
