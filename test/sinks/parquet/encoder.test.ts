import { DuckDBInstance } from '@duckdb/node-api';
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeedctlError } from '../../../src/model/errors.ts';
import { nodeDisk, writeDurably } from '../../../src/sinks/files/disk.ts';
import type { Part, PartEncoder } from '../../../src/sinks/files/encoder.ts';
import { openParquet } from '../../../src/sinks/parquet/encoder.ts';
import { context, days, groups, START, work } from '../sample.ts';

describe('the Parquet encoder', () => {
  let folder: string;
  let encoder: PartEncoder;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "seedctl's parquet-"));
    encoder = await openParquet({}, context());
  });
  afterEach(async () => {
    await encoder.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const [assets, metrics, incidents] = groups(days(0, 3));
  const write = (path: string, what: Part): Promise<string | null> =>
    writeDurably(nodeDisk, path, (bytes) => encoder.write(bytes, what)).then(({ filled }) => filled);
  const part = (group = metrics!, options = {}) => {
    const { batches } = work(group, options);
    return { table: group.stream.table, batches: batches(), note: () => `it's ${group.stream.id}` };
  };

  async function query(sql: string): Promise<readonly unknown[][]> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql)).getRowsJson();
    connection.closeSync();
    instance.closeSync();
    return rows;
  }
  const from = (path: string) => `FROM read_parquet('${path.replaceAll("'", "''")}')`;

  it('writes every row, with timestamps that say that they are in UTC', async () => {
    const path = join(folder, 'a.parquet');
    await write(path, part());
    const rows = await query(
      `SELECT asset_id, metric_name, epoch_ms("timestamp")::DOUBLE, value, unit, tags::VARCHAR ${from(path)} ORDER BY ALL`,
    );
    expect(rows).to.have.length(3 * 2 * 72);
    expect(rows[0]).to.deep.equal(["svc'3", 'availability', START, 100, null, '{"site":"x"}']);
    expect(rows.at(-1)).to.deep.equal(['vm-2', 'cpu_usage', START + 71 * 3_600_000, 71.4, '%', '{"site":"x"}']);
    expect((await query(`DESCRIBE ${from(path)}`)).map(([name, type]) => [name, type])).to.deep.equal([
      ['asset_id', 'VARCHAR'],
      ['metric_name', 'VARCHAR'],
      ['timestamp', 'TIMESTAMP WITH TIME ZONE'],
      ['value', 'DOUBLE'],
      ['unit', 'VARCHAR'],
      ['tags', 'JSON'],
    ]);
  });

  it('keeps assets and incidents: JSON, booleans, milliseconds and what is not there', async () => {
    const [a, b] = [join(folder, 'a.parquet'), join(folder, 'b.parquet')];
    await Promise.all([write(a, part(assets)), write(b, part(incidents))]);
    expect(await query(`SELECT asset_id, data->>'note' ${from(a)} ORDER BY 1 LIMIT 1`)).to.deep.equal([
      ["svc'3", 'a "quoted" word'],
    ]);
    expect(
      await query(
        `SELECT planned, epoch_ms(start)::DOUBLE, epoch_ms("end")::DOUBLE ${from(b)} WHERE asset_id = 'vm-1' ORDER BY 2`,
      ),
    ).to.deep.equal([
      [false, START - 3_600_000, START + 3_600_500],
      [true, START + 82_800_000, START + 90_000_500],
      [false, START + 169_200_000, null],
    ]);
  });

  it('tells the hash of what it wrote', async () => {
    const path = join(folder, 'a.parquet');
    const told = await write(path, part());
    expect(told).to.equal(createHash('sha256').update(readFileSync(path)).digest('hex'));
  });

  it('reads back its note, and any columns as text', async () => {
    const path = join(folder, 'a.parquet');
    await write(path, part());
    expect(await encoder.readNote(path)).to.equal("it's metrics");
    const keys = new Set<string>();
    for await (const row of encoder.readRows(path, ['asset_id', 'nowhere', 'unit'])) keys.add(JSON.stringify(row));
    expect([...keys].sort()).to.deep.equal(
      ["svc'3", 'vm-1', 'vm-2'].flatMap((id) => [JSON.stringify([id, null, '%']), JSON.stringify([id, null, null])]),
    );
    let count = 0;
    for await (const row of encoder.readRows(path, [])) count += row.length === 0 ? 1 : 0;
    expect(count).to.equal(432);
  });

  it('has no note where somebody else wrote the file, and says so of one that is no Parquet', async () => {
    const [other, junk] = [join(folder, 'other.parquet'), join(folder, 'junk.parquet')];
    await query(`COPY (SELECT 1 AS a) TO '${other.replaceAll("'", "''")}'`);
    expect(await encoder.readNote(other)).to.equal(null);
    writeFileSync(junk, 'not parquet at all');
    const error = await encoder.readNote(junk).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(SeedctlError).that.includes({ exit: 8, place: junk });
  });

  it('lets a failure of the simulation out as it was, and can write again', async () => {
    const failure = new Error('of the simulation');
    const path = join(folder, 'a.parquet');
    expect(await write(path, part(metrics, { failure })).catch((e: unknown) => e)).to.equal(failure);
    rmSync(path, { force: true });
    await write(path, part());
    expect(existsSync(path)).to.equal(true);
  });

  it('stops when the run is aborted', async () => {
    const abort = new AbortController();
    const stopped = await openParquet({}, context({ signal: abort.signal }));
    abort.abort(new Error('enough'));
    const error = await stopped.write(() => Promise.resolve(), part()).catch((e: unknown) => e);
    expect((error as Error).message).to.equal('enough');
    await stopped.close();
  });
});
