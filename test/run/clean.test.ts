import { expect } from 'chai';
import { useBarn } from '../commands/barn.ts';
import { cleaned, prepared, runInto, verified } from '../support/runs.ts';
import { targetKinds, useTarget } from '../support/targets/targets.ts';

for (const kind of targetKinds) {
  describe(`clean of ${kind}`, function () {
    this.timeout(300_000);
    const target = useTarget(kind);
    const place = useBarn();

    it('removes all that a run wrote, whatever seed and period it had, and what was there can be written again', async () => {
      const { records } = await runInto(target().to, prepared(place.file, { seed: '8', days: 3 }));
      const result = await cleaned(target().to, prepared(place.file));
      expect(result).to.include({ scenario: 'barn', target: target().label, removed: records });
      expect(result.streams.reduce((sum, one) => sum + one.records, 0)).to.equal(records);
      expect(await cleaned(target().to, prepared(place.file))).to.deep.include({ removed: 0, streams: [] });
      await runInto(target().to, prepared(place.file));
      expect(await verified(target().to, prepared(place.file))).to.include({ equal: true });
    });

    it('is narrowed to streams, and what is gone is not written yet', async () => {
      const { streams } = await runInto(target().to, prepared(place.file));
      const polls = streams.find(({ name }) => name === 'polls')!.records;
      expect(await cleaned(target().to, prepared(place.file, { only: 'polls' }))).to.include({ removed: polls });
      const { missing, unwritten, extra, different } = await verified(target().to, prepared(place.file));
      expect({ missing, unwritten, extra, different }).to.deep.equal({
        missing: polls,
        unwritten: polls,
        extra: 0,
        different: 0,
      });
    });

    it('changes nothing where the answer is no, and makes nothing where there is nothing', async () => {
      expect(await cleaned(target().to, prepared(place.file), false)).to.include({ removed: 0 });
      expect(await target().everything()).to.deep.equal([]);
      await runInto(target().to, prepared(place.file));
      const { tables } = prepared(place.file).plan;
      const rows = async () => {
        const all: (readonly string[])[] = [];
        for (const table of tables) all.push(await target().rows(table));
        return all;
      };
      const before = await rows();
      const error: unknown = await cleaned(target().to, prepared(place.file), false).catch((e: unknown) => e);
      expect(error).to.include({ code: 'not-confirmed', exit: 4 });
      expect(await rows()).to.deep.equal(before);
      expect(await verified(target().to, prepared(place.file))).to.include({ equal: true });
    });
  });
}
