import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { look as lookIntoDuckDB } from '../duckdb/folder.ts';
import { prepared, runInto } from '../../support/runs.ts';
import { PMI } from '../../support/scenario.ts';
import { useDatabase } from './database.ts';

/** Days of the whole scenario: as many as tell one record from another. */
const pmi = (days: number) => prepared(PMI, { days });

for (const [title, kind] of [
  ['PostgreSQL', 'postgres'],
  ['TimescaleDB', 'timescale'],
] as const) {
  describe(`PMI in ${title}`, function () {
    this.timeout(300_000);
    const database = useDatabase(kind);
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'seedctl-pmi-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    it('has the fingerprints, counts and views of DuckDB, nothing to write a second time, and of a longer period what is missing', async () => {
      const path = join(folder, 'pmi.duckdb');
      const first = await runInto(database().url, pmi(2));
      expect(await runInto(database().url, pmi(2))).to.include({ written: 0, present: first.records });
      const longer = await runInto(database().url, pmi(3));
      const there = await runInto(`duckdb:${path}`, pmi(3));
      expect(longer.written).to.be.greaterThan(0).and.lessThan(there.records);
      expect(longer.streams.map(({ name, records, fingerprint }) => [name, records, fingerprint])).to.deep.equal(
        there.streams.map(({ name, records, fingerprint }) => [name, records, fingerprint]),
      );
      for (const { name } of pmi(3).plan.tables) {
        const records = there.streams.filter(({ table }) => table === name).reduce((sum, one) => sum + one.records, 0);
        expect(await database().look(`SELECT count(*)::int FROM "${name}"`), name).to.deep.equal([[records]]);
      }
      const uptime =
        'SELECT asset, day::text, polls::int, up_share, degraded_share, down_share FROM uptime_by_day ORDER BY 1, 2';
      expect(await database().look(uptime)).to.deep.equal(
        await lookIntoDuckDB(path, uptime.replaceAll('::text', '::VARCHAR')),
      );
      if (kind === 'timescale') {
        const [[hypertables]] = (await database().look(
          'SELECT array_agg(hypertable_name::text) FROM timescaledb_information.hypertables',
        )) as [[string[]]];
        expect(hypertables).to.deep.equal(['metrics']);
      }
    });
  });
}
