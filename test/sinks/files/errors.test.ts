import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SeedctlError } from '../../../src/model/errors.ts';
import { nodeDisk, type Disk } from '../../../src/sinks/files/disk.ts';
import { dayGroup, fill, openTarget, plannedStream, rowsOf, tableFiles, useFolder, workOf } from './fixture.ts';

const stream = plannedStream(3);
const group = dayGroup(stream, 0);

const systemError = (code: string, syscall: string) =>
  Object.assign(new Error(`${code}: from the system, ${syscall}`), { code, syscall });

const rejection = (work: Promise<unknown>): Promise<SeedctlError> =>
  work.then(
    () => expect.fail('nothing was thrown'),
    (error: unknown) => {
      expect(error).to.be.instanceOf(SeedctlError);
      return error as SeedctlError;
    },
  );

describe('a disk', () => {
  const folder = useFolder();

  it('that reports an error on fsync has written nothing', async () => {
    let broken = true;
    const create: Disk['create'] = async (path) => {
      const file = await nodeDisk.create(path);
      const fails = broken && path.includes('/metrics/');
      return fails ? { ...file, sync: () => Promise.reject(systemError('EIO', 'fsync')) } : file;
    };
    const target = await openTarget(folder(), { disk: { ...nodeDisk, create } });
    await target.setUp([stream.table], []);
    const error = await rejection(target.write(workOf(group)));
    expect(error).to.include({ exit: 8, code: 'disk-error' });
    expect(error.place).to.contain(join(folder(), 'metrics'));
    expect(error.next).to.contain('run the same command again');
    expect(await target.ledger()).to.deep.equal([]);
    expect(readdirSync(join(folder(), 'metrics'))).to.deep.equal([]);
    broken = false;
    expect(await fill(target, [group])).to.equal(1);
    await target.close();
  });

  for (const [code, named] of Object.entries({ ENOSPC: 'disk-full', EDQUOT: 'disk-full', EIO: 'disk-error' })) {
    it(`that ends in the middle of a part with ${code} keeps no part of it, and is told apart`, async () => {
      let full = true;
      const create: Disk['create'] = async (path) => {
        const file = await nodeDisk.create(path);
        if (!path.includes('/metrics/')) return file;
        const write = async (bytes: Uint8Array) => {
          await file.write(full ? bytes.subarray(0, 10) : bytes);
          if (full) throw systemError(code, 'write');
        };
        return { ...file, write };
      };
      const target = await openTarget(folder(), { disk: { ...nodeDisk, create } });
      await target.setUp([stream.table], []);
      expect(await rejection(target.write(workOf(group)))).to.include({ exit: 8, code: named });
      expect(readdirSync(join(folder(), 'metrics'))).to.deep.equal([]);
      full = false;
      expect(await fill(target, [group])).to.equal(1);
      await target.close();
      expect(await rowsOf(folder())).to.have.length(144);
    });
  }

  for (const code of ['EACCES', 'EROFS', 'EPERM']) {
    it(`that may not be written (${code}) is found before the first record`, async () => {
      const create: Disk['create'] = (path) =>
        path.includes('/metrics/') ? Promise.reject(systemError(code, 'open')) : nodeDisk.create(path);
      const target = await openTarget(folder(), { disk: { ...nodeDisk, create } });
      expect(await rejection(target.setUp([stream.table], []))).to.include({ exit: 8, code: 'not-writable' });
      await target.close();
      const makeFolder = () => Promise.reject(systemError(code, 'mkdir'));
      const opened = openTarget(join(folder(), 'new'), { disk: { ...nodeDisk, makeFolder } });
      expect(await rejection(opened)).to.include({ exit: 8, code: 'not-writable', place: join(folder(), 'new') });
    });
  }

  it('is synced before a part has its name, and the ledger before that', async () => {
    const steps: string[] = [];
    const short = (path: string) =>
      path
        .replace(folder(), '')
        .replace(/\.seedctl-.*|metrics\.2.*/, (name) => (name.endsWith('tmp') ? 'draft' : 'part'));
    const disk: Disk = {
      ...nodeDisk,
      create: async (path) => {
        const file = await nodeDisk.create(path);
        const step = `sync ${short(path).replace(/\.\d+\.tmp$/, '.tmp')}`;
        return { ...file, sync: () => (steps.push(step), file.sync()) };
      },
      syncFolder: (path) => (steps.push(`sync ${short(path)}`), nodeDisk.syncFolder(path)),
      rename: (from, to) => (steps.push(`name ${short(to)}`), nodeDisk.rename(from, to)),
    };
    const target = await openTarget(folder(), { disk });
    await target.setUp([stream.table], []);
    await target.write(workOf(group));
    expect(steps).to.deep.equal([
      'sync /metrics/draft',
      'sync /.seedctl/test.json.tmp',
      'name /.seedctl/test.json',
      'sync /.seedctl',
      'name /metrics/part',
      'sync /metrics',
    ]);
    await target.close();
  });

  describe('that is full', () => {
    const mounts: string[] = [];
    const mount = (...args: readonly string[]) => spawnSync('mount', args).status === 0;
    afterEach(() => {
      for (const path of mounts.splice(0)) spawnSync('umount', [path]);
    });

    it('ends in exit 8 without a part of a part, and the run goes on once there is room', async function () {
      const path = join(folder(), 'small');
      mkdirSync(path);
      if (process.platform !== 'linux' || !mount('-t', 'tmpfs', '-o', 'size=96k', 'tmpfs', path)) {
        console.log('        (skipped: a small file system can be mounted by root on Linux only)');
        this.skip();
      }
      mounts.push(path);
      const groups = Array.from({ length: 12 }, (_, n) => dayGroup(stream, n));
      const target = await openTarget(path);
      const error = await rejection(fill(target, groups));
      expect(error).to.include({ exit: 8, code: 'disk-full' });
      await target.close();
      const held = await openTarget(path, { context: { readOnly: true } });
      const before = await held.ledger();
      expect(tableFiles(path)).to.have.length(before.length);
      expect(await rowsOf(path)).to.have.length(before.length * 144);
      expect(before.length).to.be.within(1, 11);
      expect(mount('-o', 'remount,size=4m', path)).to.equal(true);
      const next = await openTarget(path);
      expect(await fill(next, groups)).to.equal(12 - before.length);
      await next.close();
      expect(await rowsOf(path)).to.have.length(12 * 144);
    });
  });
});
