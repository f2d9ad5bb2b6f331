import { expect } from 'chai';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeDisk } from '../../../src/sinks/files/disk.ts';
import { countedDisk } from './counted-disk.ts';
import { contentsOf, dayGroup, fill, openTarget, plannedStream, tableFiles, useFolder } from './fixture.ts';
import { deadProcess, rewriteLocks } from './processes.ts';

const stream = plannedStream(2);
const groups = Array.from({ length: 3 }, (_, n) => dayGroup(stream, n));

class Killed extends Error {}
const kill = () => Promise.reject(new Killed());

/** Runs until the disk ends it; returns whether it did. */
async function killed(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

for (const format of ['ndjson', 'json', 'csv', 'parquet'] as const) {
  describe(`a run into ${format} that is killed`, () => {
    const folder = useFolder();
    const dead = deadProcess();

    const oracle = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
      const path = join(folder(), 'oracle');
      const target = await openTarget(path, { format });
      await fill(target, groups);
      await target.close();
      return contentsOf(path, format);
    };

    it('at any write, sync, rename or other step ends, once repeated, with the same parts', async () => {
      const whole = await oracle();
      let at = 1;
      for (let again = true; again; at++) {
        const path = join(folder(), `at-${at}`);
        const disk = countedDisk(nodeDisk, at, kill);
        again = await killed(async () => {
          const target = await openTarget(path, { format, disk });
          await fill(target, groups);
          await target.close();
        });
        if (!existsSync(path)) continue;
        for (const [file, rows] of await contentsOf(path, format)) {
          expect(rows, `${file} at ${at}`).to.deep.equal(whole.get(file));
        }
        rewriteLocks(path, { pid: dead });
        const target = await openTarget(path, { format });
        await fill(target, groups);
        await target.close();
        expect(await contentsOf(path, format), `at ${at}`).to.deep.equal(whole);
        expect(readdirSync(join(path, 'metrics')).filter((name) => name.startsWith('.'))).to.deep.equal([]);
        rmSync(path, { recursive: true });
      }
      expect(at).to.be.greaterThan(3 * 8);
    });

    it('at any step of a clean is cleaned by the next run, or was not begun', async () => {
      let again = true;
      const ends = new Set<number>();
      for (let at = 1; again; at++) {
        const path = join(folder(), `at-${at}`);
        const first = await openTarget(path, { format });
        await fill(first, groups);
        await first.close();
        const disk = countedDisk(nodeDisk, at, kill);
        again = await killed(async () => {
          const target = await openTarget(path, { format, disk });
          await target.clean(null, [stream]);
          await target.close();
        });
        rewriteLocks(path, { pid: dead });
        const next = await openTarget(path, { format });
        const { length } = await next.ledger([stream]);
        await next.close();
        expect(length).to.be.oneOf([0, groups.length]);
        expect(tableFiles(path, format)).to.have.length(length);
        expect(existsSync(join(path, '.seedctl/test.json'))).to.equal(length > 0);
        expect(existsSync(join(path, '.seedctl/test.clean'))).to.equal(false);
        ends.add(length);
        rmSync(path, { recursive: true });
      }
      expect([...ends].sort()).to.deep.equal([0, groups.length]);
    });
  });
}
