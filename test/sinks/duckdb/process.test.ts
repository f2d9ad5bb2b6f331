import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDuckDB } from '../../../src/sinks/duckdb/target.ts';
import { look, testFolder, type TestFolder } from './folder.ts';
import { context, streams } from '../sample.ts';

const script = fileURLToPath(new URL('run.ts', import.meta.url));

async function run(path: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, path], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  expect((await once(child, 'close'))[0], said).to.equal(0);
}

/** One number for all rows and all that the ledger says of them, in any order. */
const summary = (path: string) =>
  look(
    path,
    `SELECT
       (SELECT [count(*), bit_xor(hash(m))]::VARCHAR FROM metrics m),
       (SELECT [count(*), bit_xor(hash(i))]::VARCHAR FROM incidents i),
       (SELECT [count(*), bit_xor(hash(a))]::VARCHAR FROM assets a),
       (SELECT list(concat_ws(' ', since, until, records, fingerprint) ORDER BY since, fingerprint)::VARCHAR FROM seedctl.groups),
       (SELECT count(*) FROM seedctl.keys), (SELECT count(*) FROM seedctl.series)`,
  );

describe('a run into DuckDB', function () {
  this.timeout(120_000);
  let folder: TestFolder;
  before(() => {
    folder = testFolder();
  });
  after(() => folder.remove());

  it('without room says so, and goes on once there is', async function () {
    if (process.platform === 'win32') this.skip();
    const path = folder.file('full.duckdb');
    // A limit for files in place of a small disk: 300 blocks of 1024 bytes.
    const command = `trap '' XFSZ; ulimit -f 300; exec "$0" --import tsx "$1" "$2"`;
    const child = spawn('bash', ['-c', command, process.execPath, script, path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).to.equal(1);
    expect(said).to.contain("code: 'disk-full'").and.contain('exit: 8');
    await run(path);
    const whole = folder.file('whole.duckdb');
    await run(whole);
    expect(await summary(path)).to.deep.equal(await summary(whole));
  });

  it('beside others that write to the same file is alone: they are told who holds it', async () => {
    const path = folder.file('many.duckdb');
    const target = await openDuckDB({ path, production: false }, context());
    const others = await Promise.allSettled(Array.from({ length: 3 }, () => run(path)));
    for (const other of others) {
      expect(other.status).to.equal('rejected');
      const reason = (other as PromiseRejectedResult).reason as Error;
      expect(reason.message).to.contain(`PID ${process.pid}`);
    }
    expect(await target.clean(null, streams())).to.deep.equal({ records: 0 });
    await target.close();
    await run(path);
  });
});
