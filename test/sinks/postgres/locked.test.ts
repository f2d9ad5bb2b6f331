import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { useDatabase } from './database.ts';

const script = fileURLToPath(new URL('run.ts', import.meta.url));

describe('a run into PostgreSQL that ends early', function () {
  this.timeout(300_000);
  const database = useDatabase();
  const oracle = useDatabase();

  const start = (url: string, ...more: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['--import', 'tsx', script, url, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });

  /** Runs; `kill` ends it so many ms after it is set up, unless it is done before. */
  async function run(url: string, kill: number | null, ...more: readonly string[]): Promise<'done' | 'killed'> {
    const child = start(url, ...more);
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
    if (kill !== null) child.stdout!.once('data', () => setTimeout(() => child.kill('SIGKILL'), kill));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (signal === 'SIGKILL') return 'killed';
    expect(code, said).to.equal(0);
    return 'done';
  }

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

  it('by SIGKILL has, once it is started again, exactly the rows of one that did not', async () => {
    await run(oracle().url, null);
    for (const kill of [0, 5, 12, 20, 35, 60, 90, 140]) await run(database().url, kill);
    expect(await run(database().url, null)).to.equal('done');
    expect(await summary(database().look)).to.deep.equal(await summary(oracle().look));
    // In the middle of a clean all or nothing is gone, and what is written after it is the same again.
    for (const kill of [0, 10]) await run(database().url, kill, 'clean');
    await run(database().url, null, 'clean');
    expect(await summary(database().look)).to.deep.equal(await summary(oracle().look));
  });

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
      expect(await run(database().url, null)).to.equal('done');
      await run(oracle().url, null);
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
