import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Prepared } from '../../src/run/prepare.ts';
import { chooseSink, openSink } from '../../src/run/sink.ts';
import { barn, useBarn } from '../commands/barn.ts';
import { checked, cleaned, prepared, runInto, silent } from '../support/runs.ts';
import { localKinds, targetKinds, useTarget } from '../support/targets/targets.ts';

for (const kind of targetKinds) {
  describe(`check of ${kind}`, function () {
    this.timeout(300_000);
    const target = useTarget(kind);
    const place = useBarn();

    it('says what a first run would make, and makes nothing', async () => {
      const { data } = await checked(target().to, prepared(place.file));
      expect(data).to.include({ target: target().label, groups: 0, present: 0, missing: data.records });
      const objects = data.changes.map(({ object }) => object);
      for (const table of ['assets', 'metrics', 'polls', 'incidents']) {
        expect(objects.some((object) => object.endsWith(table))).to.equal(true, table);
      }
      expect(await target().everything()).to.deep.equal([]);
    });

    it('says that nothing is to be changed where a run has written, and what is left to write', async () => {
      await runInto(target().to, prepared(place.file));
      const before = await target().everything();
      const same = await checked(target().to, prepared(place.file));
      expect(same.data).to.include({ missing: 0 });
      // FerretDB has no views, and is asked again each time.
      const changes = same.data.changes.filter(({ change }) => !change.endsWith('where the server has views'));
      expect(changes).to.deep.equal([]);
      expect(same.data.groups).to.be.greaterThan(0);
      const longer = await checked(target().to, prepared(place.file, { days: 3 }));
      expect(longer.data.present).to.equal(same.data.records);
      expect(longer.data.missing).to.equal(longer.data.records - same.data.records);
      expect(await target().everything()).to.deep.equal(before);
    });

    it('fails as the run would: other values', async () => {
      await runInto(target().to, prepared(place.file));
      const error: unknown = await checked(target().to, prepared(place.file, { seed: '8' })).catch((e: unknown) => e);
      expect(error).to.include({ code: 'held-with-other-values', exit: 4 });
    });

    it('names who is writing there, as the run would', async () => {
      const plan = prepared(place.file);
      await runInto(target().to, plan);
      // Within one process DuckDB shares its files.
      const release = await (kind === 'duckdb'
        ? holdElsewhere(target().to.slice('duckdb:'.length))
        : hold(target().to, plan));
      const error: unknown = await checked(target().to, plan)
        .catch((e: unknown) => e)
        .finally(release);
      expect(error).to.include({ code: 'locked', exit: 5 });
      if (kind !== 'duckdb') expect((error as Error).message).to.include(String(process.pid));
      expect((await checked(target().to, plan)).data.missing).to.equal(0);
    });
  });
}

for (const kind of localKinds) {
  describe(`check of a path for ${kind}`, function () {
    this.timeout(60_000);
    const place = useBarn();
    let to: string;
    beforeEach(() => {
      to = `${kind}:${join(place.cwd, 'deep', kind)}`;
    });
    const fails = (): Promise<unknown> => checked(to, prepared(place.file)).catch((e: unknown) => e);

    it('tells how much room there is, and where it must be allowed to write', async () => {
      const { data } = await checked(to, prepared(place.file));
      expect(data.freeBytes).to.be.greaterThan(0);
      expect(data.rights).to.deep.equal([`write to ${place.cwd}`]);
      expect(readdirSync(place.cwd)).to.deep.equal(['barn.yaml']);
    });

    it('fails as the run would: a file where a folder must be', async () => {
      writeFileSync(join(place.cwd, 'deep'), 'a file');
      const blocked = await fails();
      const run: unknown = await runInto(to, prepared(place.file)).catch((e: unknown) => e);
      expect(run).to.include({ exit: 8 });
      expect(blocked).to.include({ exit: 8, code: (run as { code: string }).code });
    });

    it('says so where the target is marked as production, which a run writes to and nobody cleans', async () => {
      writeFileSync(place.file, `${barn}  here: {kind: ${kind}, path: deep/${kind}, production: true}\n`);
      const plan = prepared(place.file);
      const cwd = process.cwd();
      process.chdir(place.cwd);
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
  const place = useBarn();

  it('fails with exit 8 before anything is made', async function () {
    // Root may write into a folder of anybody, and not even root makes one in /proc.
    const closed = join(place.cwd, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    try {
      const asRoot = process.getuid?.() === 0;
      for (const kind of localKinds) {
        const error: unknown = await checked(`${kind}:${closed}/x`, prepared(place.file)).catch((e: unknown) => e);
        if (!asRoot) expect(error).to.include({ code: 'not-writable', exit: 8 });
        const unmade: unknown = await checked(`${kind}:/proc/nothing/x`, prepared(place.file)).catch((e: unknown) => e);
        expect(unmade, kind).to.include({ exit: 8 });
      }
    } finally {
      chmodSync(closed, 0o755);
    }
  });
});

/** A run that has opened the target; resolves to what closes it. */
async function hold(to: string, { plan }: Prepared): Promise<() => Promise<void>> {
  const how = { batchSize: null, workers: 1, readOnly: false };
  const sink = chooseSink(plan.scenario, to, {});
  const target = await openSink(sink, plan, new AbortController().signal, silent, how);
  return () => target.close();
}

/** Another process opens the file; resolves once it has, to what ends it. */
async function holdElsewhere(path: string): Promise<() => Promise<void>> {
  const code = `
    import { DuckDBInstance } from '@duckdb/node-api';
    const held = await DuckDBInstance.create(process.argv[1], { access_mode: 'READ_ONLY' });
    console.log('open');
    setInterval(() => held, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return async () => {
    child.kill();
    await once(child, 'close');
  };
}
