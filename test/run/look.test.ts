/** What `stats --to`, `plan --to`, saved plans and `--only` make of a target, the same for every kind. */
import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanFlags, Prepared } from '../../src/run/prepare.ts';
import { requestOf } from '../../src/run/request.ts';
import { readSavedPlan, savePlan } from '../../src/run/saved-plan.ts';
import type { Summary } from '../../src/run/summary.ts';
import { barn } from '../commands/barn.ts';
import { cleaned, looked, prepared, runInto, stats } from '../support/runs.ts';
import type { TestTarget } from '../support/targets/target.ts';
import { targetKinds, useTarget, useTargets } from '../support/targets/targets.ts';

for (const kind of targetKinds) {
  describe(`a look at ${kind}`, function () {
    this.timeout(300_000);
    const target = useTarget(kind);
    const others = useTargets('ndjson');
    let folder: string;
    let to: string;
    let file: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'seedctl-look-'));
      ({ to } = target());
      file = join(folder, 'barn.yaml');
      writeFileSync(file, barn);
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const plan = (flags?: PlanFlags): Prepared => prepared(file, flags);

    describe('by stats', () => {
      it('finds nothing where there is nothing, and makes nothing', async () => {
        expect(await stats(to, plan())).to.deep.include({ records: 0, counts: [], uptime: [], jobs: [] });
        expect(await target().everything()).to.deep.equal([]);
      });

      it('reads back what was written, over all that is there, and changes nothing', async () => {
        await runInto(to, plan({ days: 3 }));
        const before = await target().everything();
        const held = await stats(to, plan());
        const simulated = await stats(null, plan({ days: 3 }));
        expect(held).to.include({ target: target().label, records: simulated.records });
        expect(held.period).to.deep.equal(simulated.period);
        expect(held.targetBytes).to.be.greaterThan(1000);
        // What inherits nothing has a series without records: it cannot be read back.
        expect(counts(held)).to.have.deep.members(counts(simulated).filter(([, , , records]) => records !== 0));
        expect(held.uptime).to.deep.equal(simulated.uptime).and.not.be.empty;
        expect(held.jobs).to.deep.equal(simulated.jobs);
        // Which ones there are is a matter of the records, not of what this scenario would make.
        const { total } = simulated.incidents;
        expect(held.incidents).to.deep.equal({ total, inherited: null, largest: [] });
        expect(await target().everything()).to.deep.equal(before);
      });

      it('counts the period that is asked for alone', async () => {
        await runInto(to, plan({ days: 3 }));
        const [day, held] = [await stats(null, plan({ days: 1 })), await stats(to, plan({ days: 1 }), false)];
        const ofMetrics = (all: Parameters<typeof counts>[0]) =>
          counts(all).filter(([stream]) => ['metrics', 'polls'].includes(stream));
        expect(held.period).to.deep.equal(day.period);
        expect(ofMetrics(held)).to.have.deep.members(ofMetrics(day)).and.have.lengthOf(4);
        expect(held.uptime).to.deep.equal(day.uptime);
      });

      it('counts what leaves out whose or what it is', async () => {
        const record = 'record: {asset: $asset, at: $time, reading: $value}';
        writeFileSync(
          file,
          barn
            .replace('to: metrics, metrics: [temp]', `to: temps, metrics: [temp], ${record}`)
            .replace('to: incidents', 'to: incidents, record: {since: $start, kind: $episode}'),
        );
        const { records } = await runInto(to, plan());
        const held = await stats(to, plan());
        expect(held).to.include({ records });
        const [temps, incidents] = ['metrics', 'incidents'].map((name) =>
          held.counts.filter(({ stream }) => stream === name),
        );
        expect(temps!.map(({ assetType, metric }) => [assetType, metric])).to.have.deep.members([
          ['building', 'temp'],
          ['machine', 'temp'],
        ]);
        expect(incidents).to.have.lengthOf(1);
        expect(incidents![0]).to.include({ assetType: '', metric: null, assets: 0 });
      });

      it('counts the streams that were asked for alone', async () => {
        const { streams } = await runInto(to, plan());
        const jobs = streams.find(({ name }) => name === 'jobs')!;
        const held = await stats(to, plan({ only: 'jobs' }));
        expect(held).to.include({ records: jobs.records });
        expect(new Set(held.counts.map(({ stream }) => stream))).to.deep.equal(new Set(['jobs']));
      });
    });

    describe('by plan', () => {
      it('finds nothing where there is nothing, and makes nothing', async () => {
        const { target: label, ledger, present } = await looked(to, plan());
        expect({ label, ledger }).to.deep.equal({ label: target().label, ledger: [] });
        expect(new Set(present.values())).to.deep.equal(new Set([0]));
        expect(await target().everything()).to.deep.equal([]);
      });

      it('says what is there of a longer period, and changes nothing', async () => {
        const { streams } = await runInto(to, plan());
        const before = await target().everything();
        const { present } = await looked(to, plan({ days: 4 }));
        expect([...present]).to.deep.equal(streams.map(({ name, records }) => [name, records]));
        expect(await target().everything()).to.deep.equal(before);
      });
    });

    describe('for a plan that was saved', () => {
      const at = () => join(folder, 'barn.plan.json');
      const save = async (flags?: PlanFlags): Promise<void> =>
        savePlan(at(), plan(flags), to, (await looked(to, plan(flags))).ledger);
      /** With `--to` where the plan does not say it, because there is a password in it. */
      const runSaved = async (): Promise<Summary> => {
        const flags = readSavedPlan(at())!.to === null ? { to } : {};
        const { prepared: saved, check } = requestOf(at(), flags, {}, 0);
        return runInto(to, saved, { check });
      };
      const refused = async (): Promise<string> => {
        const before = await rowsOf(target(), plan());
        const error: unknown = await runSaved().catch((e: unknown) => e);
        expect(error).to.include({ code: 'stale-plan', exit: 4 });
        expect(await rowsOf(target(), plan())).to.deep.equal(before);
        return (error as Error).message;
      };

      it('finds what it found then, and after its own work too', async () => {
        await runInto(to, plan({ only: 'assets' }));
        await save({ days: 3, only: 'assets,metrics' });
        expect(await runSaved()).to.include({
          digest: plan({ days: 3, only: 'assets,metrics' }).plan.digest,
          present: 2,
        });
        expect(await runSaved()).to.include({ written: 0 });
      });

      it('refuses where the target holds more', async () => {
        await save();
        await runInto(to, plan({ days: 4 }));
        expect(await refused()).to.include('more of stream');
      });

      it('refuses where the target holds less', async () => {
        await runInto(to, plan());
        await save({ days: 3 });
        await cleaned(to, plan({ only: 'polls' }));
        expect(await refused()).to.include('holds less');
      });
    });

    it('after --only finds these streams, and after the rest what every kind of target holds', async () => {
      const some = await runInto(to, plan({ only: 'jobs,incidents' }));
      expect(some.streams.map(({ name }) => name)).to.deep.equal(['jobs', 'incidents']);
      const { present } = await looked(to, plan());
      expect([...present]).to.deep.equal([
        ['assets', 0],
        ['metrics', 0],
        ['polls', 0],
        ...some.streams.map(({ name, records }) => [name, records]),
      ]);
      const all = await runInto(to, plan());
      expect(all.present).to.equal(some.records);
      const other = await others.fresh();
      const whole = await runInto(other.to, plan());
      expect(fingerprints(all)).to.deep.equal(fingerprints(whole));
      expect(await rowsOf(target(), plan())).to.deep.equal(await rowsOf(other, plan()));
    });
  });
}

const counts = ({ counts: all }: Awaited<ReturnType<typeof stats>>) =>
  all.map(({ stream, assetType, metric, records }) => [stream, assetType, metric, records] as const);

const fingerprints = ({ streams }: Summary) => streams.map(({ name, fingerprint }) => [name, fingerprint]);

async function rowsOf(target: TestTarget, { plan }: Prepared): Promise<readonly (readonly string[])[]> {
  const all: (readonly string[])[] = [];
  for (const table of plan.tables) all.push(await target.rows(table));
  return all;
}
