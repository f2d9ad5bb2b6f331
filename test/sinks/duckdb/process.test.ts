import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDuckDB } from '../../../src/sinks/duckdb/target.ts';
import { look, testFolder, type TestFolder } from './folder.ts';
import { context, streams } from '../sample.ts';

const script = fileURLToPath(new URL('run.ts', import.meta.url));

/** Starts a run; `kill` ends it after so many ms unless it is done before. */
async function run(path: string, kill: number | null, ...more: readonly string[]): Promise<'done' | 'killed'> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, path, ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const timer = kill === null ? undefined : setTimeout(() => child.kill('SIGKILL'), kill);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearTimeout(timer);
  if (signal === 'SIGKILL') return 'killed';
  expect(code, said).to.equal(0);
  return 'done';
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

describe('a run into DuckDB that ends early', function () {
  this.timeout(120_000);
  let folder: TestFolder;
  before(() => {
    folder = testFolder();
  });
  after(() => folder.remove());

  it('by SIGKILL has, once it is started again, exactly the rows of one that did not', async () => {
    const whole = folder.file('whole.duckdb');
    const started = Date.now();
    await run(whole, null);
    const time = Date.now() - started;
    const path = folder.file('killed.duckdb');
    // At moments spread over the whole of it: in the driver, the making of the file, groups, the last checkpoint.
    for (let i = 1; i <= 6; i++) await run(path, (time * i) / 7);
    expect(await run(path, null)).to.equal('done');
    expect(await summary(path)).to.deep.equal(await summary(whole));
    expect(readdirSync(folder.path).filter((name) => name !== 'whole.duckdb')).to.deep.equal(['killed.duckdb']);
  });

  it('because there is no more room says so, and goes on once there is', async function () {
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
    expect(await run(path, null)).to.equal('done');
    expect(await summary(path)).to.deep.equal(await summary(folder.file('whole.duckdb')));
  });

  it('in the middle of a clean has cleaned all or nothing', async () => {
    const path = folder.file('whole.duckdb');
    const before = await summary(path);
    for (const kill of [500, 700, 900]) {
      await run(path, kill, 'clean');
      if (!existsSync(path)) continue;
      const target = await openDuckDB({ path, production: false }, context());
      const records = (await target.ledger()).reduce((sum, entry) => sum + entry.records, 0);
      await target.close();
      const [[rows]] = (await look(
        path,
        `SELECT ((SELECT count(*) FROM metrics) + (SELECT count(*) FROM incidents) + (SELECT count(*) FROM assets))::INTEGER`,
      )) as [[number]];
      expect(rows).to.equal(records);
    }
    expect(await run(path, null, 'clean')).to.equal('done');
    expect(await summary(path)).to.deep.equal(before);
  });

  it('beside others that write to the same file is alone: they are told who holds it', async () => {
    const path = folder.file('many.duckdb');
    const target = await openDuckDB({ path, production: false }, context());
    const others = await Promise.allSettled(Array.from({ length: 3 }, () => run(path, null)));
    for (const other of others) {
      expect(other.status).to.equal('rejected');
      const reason = (other as PromiseRejectedResult).reason as Error;
      expect(reason.message).to.contain(`PID ${process.pid}`);
    }
    expect(await target.clean(null, streams())).to.deep.equal({ records: 0 });
    await target.close();
    expect(await run(path, null)).to.equal('done');
  });
});
