import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseSink, openSink } from '../../src/run/sink.ts';
import { barn } from '../commands/barn.ts';
import { checked, cleaned, prepared, runInto, silent } from '../support/runs.ts';
import { treeOf } from '../support/tree.ts';

const kinds = ['duckdb', 'parquet', 'ndjson', 'json', 'csv'] as const;

for (const kind of kinds) {
  describe(`check of ${kind}`, function () {
    this.timeout(60_000);
    let folder: string;
    let to: string;
    let file: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'seedctl-check-'));
      to = `${kind}:${join(folder, 'deep', kind)}`;
      file = join(folder, 'barn.yaml');
      writeFileSync(file, barn);
    });
    afterEach(() => {
      chmodSync(folder, 0o755);
      rmSync(folder, { recursive: true, force: true });
    });
    const fails = async (flags = {}): Promise<unknown> => checked(to, prepared(file, flags)).catch((e: unknown) => e);

    it('says what a first run would make, and makes nothing', async () => {
      const before = treeOf(folder);
      const { data } = await checked(to, prepared(file));
      expect(data).to.include({ target: to, groups: 0, present: 0, missing: data.records });
      expect(data.freeBytes).to.be.greaterThan(0);
      expect(data.changes.map(({ object }) => object)).to.satisfy((objects: string[]) =>
        ['assets', 'metrics', 'polls', 'incidents'].every((table) => objects.some((one) => one.endsWith(table))),
      );
      expect(data.rights).to.deep.equal([`write to ${folder}`]);
      expect(treeOf(folder)).to.deep.equal(before);
    });

    it('says that nothing is to be changed where a run has written, and what is left to write', async () => {
      await runInto(to, prepared(file));
      const before = treeOf(folder);
      const same = await checked(to, prepared(file));
      expect(same.data).to.deep.include({ changes: [], missing: 0 });
      expect(same.data.groups).to.be.greaterThan(0);
      const longer = await checked(to, prepared(file, { days: 3 }));
      expect(longer.data.present).to.equal(same.data.records);
      expect(longer.data.missing).to.equal(longer.data.records - same.data.records);
      expect(treeOf(folder)).to.deep.equal(before);
    });

    it('fails as the run would: other values, and a file where a folder must be', async () => {
      await runInto(to, prepared(file));
      const other = await fails({ seed: '8' });
      expect(other).to.include({ code: 'held-with-other-values', exit: 4 });
      rmSync(join(folder, 'deep'), { recursive: true });
      writeFileSync(join(folder, 'deep'), 'a file');
      const blocked = await fails();
      const run: unknown = await runInto(to, prepared(file)).catch((e: unknown) => e);
      expect(run).to.include({ exit: 8 });
      expect(blocked).to.include({ exit: 8, code: (run as { code: string }).code });
    });

    it('names who is writing there, as the run would', async () => {
      const plan = prepared(file);
      await runInto(to, plan);
      const how = { batchSize: null, workers: 1, readOnly: false };
      const sink = chooseSink(plan.plan.scenario, to, {});
      if (kind === 'duckdb') {
        // Within one process DuckDB shares its files.
        const holder = await holdElsewhere(join(folder, 'deep', kind));
        expect(await fails()).to.include({ code: 'locked', exit: 5 });
        holder();
        return;
      }
      const target = await openSink(sink, plan.plan, new AbortController().signal, silent, how);
      const error = await fails();
      expect(error).to.include({ code: 'locked', exit: 5 });
      expect((error as Error).message).to.include(String(process.pid));
      await target.close();
      expect((await checked(to, plan)).data.missing).to.equal(0);
    });

    it('says so where the target is marked as production, which a run writes to and nobody cleans', async () => {
      writeFileSync(file, `${barn}  here: {kind: ${kind}, path: deep/${kind}, production: true}\n`);
      const plan = prepared(file);
      const cwd = process.cwd();
      process.chdir(folder);
      try {
        await runInto('here', plan);
        expect((await checked(to, plan)).data.more).to.have.property('production');
        const refused: unknown = await cleaned(to, plan).catch((e: unknown) => e);
        expect(refused).to.include({ code: 'production', exit: 4 });
      } finally {
        process.chdir(cwd);
      }
    });
  });
}

describe('check of a folder that is read-only', function () {
  this.timeout(60_000);

  it('fails with exit 8 before anything is made', async function () {
    // Root may write into a folder of anybody, and not even root makes one in /proc.
    const folder = mkdtempSync(join(tmpdir(), 'seedctl-check-'));
    const file = join(folder, 'barn.yaml');
    writeFileSync(file, barn);
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    try {
      const asRoot = process.getuid?.() === 0;
      for (const kind of kinds) {
        const error: unknown = await checked(`${kind}:${closed}/x`, prepared(file)).catch((e: unknown) => e);
        if (!asRoot) expect(error).to.include({ code: 'not-writable', exit: 8 });
        const unmade: unknown = await checked(`${kind}:/proc/nothing/x`, prepared(file)).catch((e: unknown) => e);
        expect(unmade, kind).to.include({ exit: 8 });
      }
    } finally {
      chmodSync(closed, 0o755);
      rmSync(folder, { recursive: true });
    }
  });
});

/** Another process opens the file; resolves once it has, to what ends it. */
async function holdElsewhere(path: string): Promise<() => void> {
  const code = `
    import { DuckDBInstance } from '@duckdb/node-api';
    const held = await DuckDBInstance.create(process.argv[1], { access_mode: 'READ_ONLY' });
    console.log('open');
    setInterval(() => held, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return () => child.kill();
}
