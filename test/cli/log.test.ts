import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog, type LogLevel } from '../../src/cli/log.ts';

describe('the log', () => {
  let folder: string;
  let before: string;
  const shown: string[] = [];
  const show = (level: LogLevel, message: string) => shown.push(`${level}: ${message}`);
  const automatic = { scenario: 'farm', at: Date.parse('2025-02-09T10:30:17Z') };
  const open = (more: { level?: LogLevel; path?: string }) =>
    openLog({ level: more.level, path: more.path, automatic: more.path === undefined ? automatic : null, show });

  beforeEach(() => {
    before = process.cwd();
    folder = mkdtempSync(join(tmpdir(), 'seedctl-log-'));
    process.chdir(folder);
    shown.length = 0;
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it('is a file of its own for each run, also in the same second', async () => {
    for (let i = 0; i < 3; i++) (await open({})).info(`run ${i}`);
    expect(readdirSync('logs')).to.have.members([
      'farm_20250209_103017.log',
      'farm_20250209_103017_2.log',
      'farm_20250209_103017_3.log',
    ]);
    const line = JSON.parse(readFileSync('logs/farm_20250209_103017_2.log', 'utf8')) as object;
    expect(line).to.include({ level: 'info', msg: 'run 1' });
  });

  it('keeps what is of its level, and shows warnings unless told otherwise', async () => {
    const log = await open({});
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
    const text = readFileSync(log.path!, 'utf8');
    expect(text.split('\n').map((line) => /"msg":"(\w+)"/.exec(line)?.[1])).to.deep.equal([
      'info',
      'warn',
      'error',
      undefined,
    ]);
    expect(shown).to.deep.equal(['warn: warn', 'error: error']);

    shown.length = 0;
    const loud = await open({ level: 'debug' });
    loud.debug('a detail');
    expect(shown).to.deep.equal(['debug: a detail']);
  });

  it('ends with why a run failed, without showing it again', async () => {
    const log = await open({});
    log.failed(new Error('no room'));
    expect(readFileSync(log.path!, 'utf8')).to.include('"msg":"no room"');
    expect(shown).to.deep.equal([]);
  });

  it('that cannot be made is one warning, and on', async () => {
    writeFileSync('logs', 'a file where the folder should be');
    const log = await open({});
    log.info('one');
    log.info('two');
    expect(log.path).to.equal(null);
    expect(shown).to.have.length(1);
    expect(shown[0]).to.include('no log file');
  });

  it('that was asked for is appended to, or is exit 8', async () => {
    writeFileSync('mine.log', 'before\n');
    (await open({ path: 'mine.log' })).info('after');
    expect(readFileSync('mine.log', 'utf8')).to.match(/^before\n\{.*after/);
    const error = await open({ path: 'missing/mine.log' }).catch((reason: unknown) => reason);
    expect(error).to.include({ exit: 8, place: 'missing/mine.log' });
  });

  it('that was asked for and is full is exit 8', async function () {
    if (!readdirSync('/dev').includes('full')) this.skip();
    const log = await open({ path: '/dev/full' });
    expect(() => log.info('no room'))
      .to.throw()
      .with.property('exit', 8);
  });
});
