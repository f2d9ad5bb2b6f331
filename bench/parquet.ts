/** Parquet files, against DuckDB's own copy of the same rows from Parquet to Parquet. */
import { join } from 'node:path';
import { type Benchmark, ratio, seconds } from './harness.ts';
import { parquetOf, type Source, withDuckDB } from './limit.ts';
import { inFolder, secondsInto } from './pmi.ts';

export const parquet: Benchmark = {
  name: 'parquet',
  summary: 'Parquet files, against Parquet to Parquet',
  run: () =>
    inFolder(async (folder) => {
      const sources = await parquetOf(folder);
      const limit = () => inFolder((fresh) => copyAll(fresh, sources));
      const ours = () => inFolder((fresh) => secondsInto(`parquet:${fresh}`));
      await ours();
      await limit();
      const value = await ratio(9, { name: 'seedctl', run: ours }, { name: 'COPY', run: limit });
      return [{ name: 'parquet', value, unit: '× Parquet to Parquet', target: 1.35, better: 'lower' }];
    }),
};

async function copyAll(folder: string, sources: readonly Source[]): Promise<number> {
  let taken = 0;
  await withDuckDB(':memory:', async (connection) => {
    taken = await seconds(async () => {
      for (const { table, file } of sources) {
        const to = join(folder, `${table}.parquet`);
        await connection.run(
          `COPY (SELECT * FROM read_parquet('${file}')) TO '${to}' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)`,
        );
      }
    });
  });
  return taken;
}
