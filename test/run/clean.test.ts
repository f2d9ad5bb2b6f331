import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { barn } from '../commands/barn.ts';
import { cleaned, prepared, runInto, verified } from '../support/runs.ts';
import { treeOf } from '../support/tree.ts';

for (const kind of ['duckdb', 'parquet', 'ndjson', 'json', 'csv'] as const) {
  describe(`clean of ${kind}`, function () {
    this.timeout(60_000);
    let folder: string;
    let to: string;
    let file: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'seedctl-clean-'));
      to = `${kind}:${join(folder, kind)}`;
      file = join(folder, 'barn.yaml');
      writeFileSync(file, barn);
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it('removes all that a run wrote, whatever seed and period it had, and what was there can be written again', async () => {
      const { records } = await runInto(to, prepared(file, { seed: '8', days: 3 }));
      const result = await cleaned(to, prepared(file));
      expect(result).to.include({ scenario: 'barn', target: to, removed: records });
      expect(result.streams.reduce((sum, one) => sum + one.records, 0)).to.equal(records);
      expect(await cleaned(to, prepared(file))).to.deep.include({ removed: 0, streams: [] });
      await runInto(to, prepared(file));
      expect(await verified(to, prepared(file))).to.include({ equal: true });
    });

    it('is narrowed to streams, and what is gone is not written yet', async () => {
      const { streams } = await runInto(to, prepared(file));
      const polls = streams.find(({ name }) => name === 'polls')!.records;
      expect(await cleaned(to, prepared(file, { only: 'polls' }))).to.include({ removed: polls });
      const { missing, unwritten, extra, different } = await verified(to, prepared(file));
      expect({ missing, unwritten, extra, different }).to.deep.equal({
        missing: polls,
        unwritten: polls,
        extra: 0,
        different: 0,
      });
    });

    it('changes nothing where the answer is no, and makes nothing where there is nothing', async () => {
      expect(await cleaned(to, prepared(file), false)).to.include({ removed: 0 });
      expect(readdirSync(folder)).to.deep.equal(['barn.yaml']);
      await runInto(to, prepared(file));
      const rows = (tree: ReturnType<typeof treeOf>) => tree.filter(([path]) => !path.includes('.seedctl'));
      const before = rows(treeOf(folder));
      const error: unknown = await cleaned(to, prepared(file), false).catch((e: unknown) => e);
      expect(error).to.include({ code: 'not-confirmed', exit: 4 });
      expect(rows(treeOf(folder))).to.deep.equal(before);
    });
  });
}
