/** A run that is killed anywhere, and started again, ends with the data of one that was not: the same for every sink. */
import { expect } from 'chai';
import fc from 'fast-check';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { prepared, verified } from '../support/runs.ts';
import { useScript } from '../support/script.ts';
import type { TestTarget } from '../support/targets/target.ts';
import { targetKinds, useTargets } from '../support/targets/targets.ts';
import type { Told } from './killed/child.ts';
import { putMill } from './killed/mill.ts';

interface Kill {
  /** With `--clean`. */
  readonly clean: boolean;
  /** Of the steps of a run with what is left to do. */
  readonly share: number;
  /** For how many ms the disk, the server and other threads go on alone before it. */
  readonly pause: number;
}

/** Runs into one target, killed one after the other. */
const chain: fc.Arbitrary<readonly Kill[]> = fc.array(
  fc.record({
    clean: fc.constantFrom(false, false, false, true),
    share: fc.integer({ min: 0, max: 95 }).map((percent) => percent / 100),
    pause: fc.constantFrom(0, 0, 2, 10, 40),
  }),
  { minLength: 3, maxLength: 3 },
);
const CHAINS = 7;

for (const kind of targetKinds) {
  describe(`a run into ${kind} that is killed, and started again`, function () {
    this.timeout(600_000);
    const script = useScript(new URL('killed/child.ts', import.meta.url));
    const targets = useTargets(kind);
    const folders: string[] = [];
    afterEach(() => {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
    });

    /** A scenario and a target, both its own. */
    async function place(): Promise<Place> {
      const cwd = mkdtempSync(join(tmpdir(), 'seedctl-mill-'));
      folders.push(cwd);
      return { cwd, file: putMill(cwd), target: await targets.fresh() };
    }

    /** Runs until it ends; null: it was killed. */
    async function run({ cwd, file, target }: Place, ...how: readonly (string | number)[]): Promise<Told | null> {
      const child = spawn(process.execPath, [script(), file, target.to, ...how.map(String)], { cwd });
      const [said, failed, [code, signal]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close') as Promise<[number | null, string | null]>,
      ]);
      if (signal === 'SIGKILL') return null;
      expect(code, failed).to.equal(0);
      return JSON.parse(said) as Told;
    }

    it('again and again, has the rows and fingerprints of one that was not', async () => {
      const whole = await place();
      const unbroken = (await run(whole, 'run'))!;
      const idle = (await run(whole, 'run'))!;
      expect(idle.summary.written).to.equal(0);
      const rows = await held(whole);
      expect(rows.map((one) => one.length)).to.satisfy((counts: number[]) => counts.every((count) => count > 0));
      let kills = 0;
      const property = fc.asyncProperty(chain, async (all) => {
        const at = await place();
        const work = unbroken.steps - idle.steps;
        let left = work;
        for (const { clean, share, pause } of all) {
          if (clean) left = work;
          const moment = 1 + Math.floor(share * (idle.steps + left));
          if ((await run(at, clean ? 'clean' : 'run', moment, pause)) === null) kills++;
          left -= Math.max(0, moment - idle.steps);
        }
        const last = (await run(at, 'run'))!;
        expect(fingerprints(last)).to.deep.equal(fingerprints(unbroken));
        expect(await held(at)).to.deep.equal(rows);
        expect(rejected(at)).to.deep.equal(rejected(whole));
        expect(await verified(at.target.to, prepared(at.file, { only: made }))).to.include({ equal: true });
      });
      await fc.assert(property, { seed: 20, numRuns: CHAINS, endOnFailure: true });
      expect(kills).to.be.greaterThan(2 * CHAINS);
    });
  });
}

interface Place {
  readonly cwd: string;
  readonly file: string;
  readonly target: TestTarget;
}

/** Streams that are simulated: others have nothing to be compared with. */
const made = 'assets,metrics,polls,jobs,incidents';

/** Rows of each table. */
async function held({ file, target }: Place): Promise<readonly (readonly string[])[]> {
  const all: (readonly string[])[] = [];
  for (const table of prepared(file).plan.tables) all.push(await target.rows(table));
  return all;
}

const fingerprints = ({ summary }: Told): readonly (readonly [string, string])[] =>
  summary.streams.map(({ name, fingerprint }) => [name, fingerprint]);

const rejected = ({ cwd }: Place): readonly string[] =>
  readFileSync(join(cwd, 'out/rejects.ndjson'), 'utf8').trimEnd().split('\n').sort();
