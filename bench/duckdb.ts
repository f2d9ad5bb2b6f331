/** A DuckDB file, against DuckDB's own INSERT of the same rows from Parquet. */
import { join } from 'node:path';
import { type Benchmark, ratio, seconds } from './harness.ts';
import { parquetOf, type Source, withDuckDB } from './limit.ts';
import { inFolder, secondsInto } from './pmi.ts';

export const duckdb: Benchmark = {
  name: 'duckdb',
  summary: 'A DuckDB file, against INSERT … SELECT from a Parquet file of the same rows',
  run: () =>
    inFolder(async (folder) => {
      const sources = await parquetOf(folder);
      const limit = () => inFolder((fresh) => insertAll(join(fresh, 'limit.duckdb'), sources));
      const ours = () => inFolder((fresh) => secondsInto(`duckdb:${join(fresh, 'ours.duckdb')}`));
      await limit();
      const value = await ratio(9, { name: 'seedctl', run: ours }, { name: 'INSERT', run: limit });
      return [{ name: 'duckdb', value, unit: '× INSERT from Parquet', target: 1.15, better: 'lower' }];
    }),
};

/** From the first row to the closed file, as ours. */
async function insertAll(path: string, sources: readonly Source[]): Promise<number> {
  let taken = 0;
  const closing = await withDuckDB(path, async (connection) => {
    for (const { definition } of sources) await connection.run(definition);
    taken += await seconds(async () => {
      for (const { table, file } of sources) {
        await connection.run(`INSERT INTO "${table}" SELECT * FROM read_parquet('${file}')`);
      }
      await connection.run('CHECKPOINT');
    });
  });
  return taken + closing;
}
