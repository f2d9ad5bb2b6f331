import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { build, type Ended, runToEnd } from '../support/cli.ts';
import { useBox } from './box.ts';
import { environment, user, workingFolder } from './image.ts';

const now = ['--now', '2025-02-09T00:00:00Z'];
const wearers = ['fitbit-generate', ...now, '--param', 'wearers=2', '--param', 'days=2'];

describe('the container with a root that is only read', function () {
  this.timeout(600_000);
  before(build);
  const box = useBox();

  interface How {
    readonly data?: boolean;
    readonly started?: (child: ChildProcess) => void;
  }
  const called = (args: readonly string[], { started, ...options }: How = {}): Promise<Ended> =>
    runToEnd(box().command(args, options), { env: box().environment, started });
  const well = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await called(args);
    expect(code, stderr).to.equal(0);
    return stdout;
  };
  const inData = (path: string): string => join(box().data, path);

  it('is told of in the Dockerfile', () => {
    expect({ user, workingFolder }).to.deep.equal({ user: '1000:1000', workingFolder: '/data' });
    expect(environment).to.include({ HOME: '/tmp', NODE_ENV: 'production' });
  });

  it('says what it can do, with the modules of production alone', async () => {
    expect(await well([])).to.include('USAGE');
    expect(await well(['scenarios'])).to.include('fitbit-generate');
    expect(await well(['validate', 'linq-metrics'])).to.include('valid');
  });

  it('makes files in /data and reads them into a database there, in the working directory and by its environment alone', async () => {
    await well(['run', ...wearers, '--to', 'json:fitbit']);
    const files = globSync('fitbit/raw_data/*.json', { cwd: box().data });
    expect(files).to.have.length(12);
    const records = files.flatMap((file) => JSON.parse(readFileSync(inData(file), 'utf8')) as object[]).length;
    const input = ['--param', 'input=fitbit/raw_data/*.json'];
    const first = JSON.parse(await well(['run', 'fitbit-ingest', ...input, '--json'])) as object;
    expect(first).to.include({ written: records });
    expect(existsSync(inData('out/fitbit-ingest.duckdb'))).to.equal(true);
    const again = JSON.parse(await well(['run', 'fitbit-ingest', ...input, '--json'])) as object;
    expect(again).to.include({ written: 0 });
    // Root may be anyone; everybody else is one only.
    const owner = process.getuid?.() === 0 ? 1000 : process.getuid?.();
    expect(statSync(inData('fitbit/raw_data')).uid).to.equal(owner);
  });

  it('refuses to write elsewhere before the first record', async () => {
    for (const to of ['json:/app/out/fitbit', 'duckdb:/app/out/fitbit.duckdb']) {
      const { code, stderr } = await called(['run', ...wearers, '--to', to]);
      expect(code, stderr).to.equal(8);
      expect(stderr)
        .to.match(/the file system is read-only/i)
        .and.to.include('/app/out');
    }
  });

  it('needs no /data where nothing is written to it', async () => {
    const run = ['run', ...wearers, '--to', 'ndjson:-', '--no-log-file', '--quiet'];
    const { code, stdout, stderr } = await called(run, { data: false });
    expect(code, stderr).to.equal(0);
    expect(stdout.split('\n').length).to.be.greaterThan(5000);
  });

  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    it(`ends on ${signal} with exit ${code}, as process 1`, async () => {
      const forever = ['run', ...wearers, '--to', 'ndjson:-', '--follow', '--no-log-file', '--quiet'];
      const started = (child: ChildProcess): void => {
        child.stdout!.once('data', () => {
          const [inner] = readFileSync(`/proc/${child.pid!}/task/${child.pid!}/children`, 'utf8').trim().split(' ');
          process.kill(Number(inner), signal);
        });
      };
      const ended = await called(forever, { started });
      expect(ended.code, ended.stderr).to.equal(code);
    });
  }
});
