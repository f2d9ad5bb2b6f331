import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { expect } from 'chai';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Batch, cellAt, type Column, type Table } from '../../../src/model/table.ts';
import type { Json } from '../../../src/model/units.ts';
import { FileWriter } from '../../../src/sinks/parquet/file.ts';
import { batch, column, table } from '../files/fixture.ts';

/** Rows that the writer puts into one row group. */
const ROWS = 122_880;

const never = new AbortController().signal;

async function fileOf(of: Table, batches: readonly Batch[], writer = new FileWriter(of)): Promise<Buffer> {
  const written: Buffer[] = [];
  const take = (bytes: Uint8Array): Promise<void> => Promise.resolve(void written.push(Buffer.from(bytes)));
  await writer.write({ batches }, () => ({}), take, never);
  return Buffer.concat(written);
}

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('', '"', '\n', 'vm-1', 'ä€😀'));
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -9, max: 9 }).map((n) => n / 10),
  fc.constantFrom(0, -0, 5e-324, Number.MAX_VALUE, 2 ** 53, 71.4),
);
const instant = fc.oneof(
  fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }),
  fc.integer({ min: 0, max: 100 }).map((n) => 1.7e12 + n * 60_000),
);
const json = fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null) as fc.Arbitrary<Json>;

const shown = table('t', [
  column('text', 'text'),
  column('json', 'json'),
  column('number', 'number'),
  column('time', 'timestamp'),
  column('flag', 'boolean'),
]);

/** Values of a type, each of the ways in which a batch can hold them. */
function columnOf(value: fc.Arbitrary<Json>, count: number, dense: Column['kind'] | null): fc.Arbitrary<Column> {
  const some = fc.array(fc.option(value, { nil: undefined }), { minLength: count, maxLength: count });
  const all = fc.array(value as fc.Arbitrary<number>, { minLength: count, maxLength: count });
  return fc.oneof(
    fc.constant<Column>({ kind: 'absent' }),
    fc.option(value).map((one): Column => ({ kind: 'constant', value: one })),
    some.map((values): Column => ({ kind: 'values', values })),
    ...(dense === null
      ? []
      : [all.map((values) => ({ kind: dense, values: Float64Array.from(values), decimals: null }) as Column)]),
  );
}

const batches: fc.Arbitrary<readonly Batch[]> = fc.array(
  fc
    .integer({ min: 0, max: 300 })
    .chain((count) =>
      fc
        .tuple(
          columnOf(text, count, null),
          columnOf(json, count, null),
          columnOf(number, count, 'numbers'),
          columnOf(instant, count, 'times'),
          columnOf(fc.boolean(), count, null),
        )
        .map((columns) => batch(shown, columns, count)),
    ),
  { maxLength: 4 },
);

describe('a Parquet file', () => {
  let folder: string;
  let path: string;
  let connection: DuckDBConnection;
  let instance: DuckDBInstance;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seedctl-parquet-'));
    path = join(folder, 'a.parquet');
    instance = await DuckDBInstance.create(':memory:');
    connection = await instance.connect();
  });
  after(() => {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  });

  async function query(sql: string): Promise<readonly (readonly unknown[])[]> {
    return (await connection.runAndReadAll(sql)).getRowsJS();
  }

  /** As DuckDB reads it: numbers by their bits. */
  async function read(bytes: Uint8Array): Promise<readonly unknown[][]> {
    writeFileSync(path, bytes);
    const rows = await query(
      `SELECT "text", CAST("json" AS VARCHAR), number, epoch_ms("time")::DOUBLE, flag FROM '${path}'`,
    );
    return rows.map((row) => row.map((value) => value ?? null));
  }

  it('holds every value of every batch, bit for bit', async () => {
    const writer = new FileWriter(shown);
    await fc.assert(
      fc.asyncProperty(batches, async (given) => {
        const expected = given.flatMap(({ columns, count }) =>
          Array.from({ length: count }, (_, row) =>
            columns.map((one, i) => {
              const value = cellAt(one, row) ?? null;
              return i === 1 && value !== null ? JSON.stringify(value) : value;
            }),
          ),
        );
        expect(await read(await fileOf(shown, given, writer))).to.deep.equal(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('goes on in another row group, in the midst of a batch', async () => {
    const count = 2 * ROWS + 5;
    const values = Float64Array.from({ length: count }, (_, i) => (i % 997) / 10);
    const times = Float64Array.from({ length: count }, (_, i) => 1.7e12 + i * 20_000);
    const given = [
      batch(
        shown,
        [
          { kind: 'constant', value: 'one' },
          { kind: 'absent' },
          { kind: 'numbers', values, decimals: 1 },
          { kind: 'times', values: times },
          { kind: 'constant', value: true },
        ],
        count,
      ),
    ];
    const bytes = await fileOf(shown, given);
    expect(await read(bytes)).to.deep.equal(
      Array.from({ length: count }, (_, i) => ['one', null, values[i]!, times[i]!, true]),
    );
    expect(
      await query(
        `SELECT row_group_id::INT, row_group_num_rows::INT FROM parquet_metadata('${path}') GROUP BY ALL ORDER BY 1`,
      ),
    ).to.deep.equal([
      [0, ROWS],
      [1, ROWS],
      [2, 5],
    ]);
    // Ten bits a number, and next to nothing for all else.
    expect(bytes.length).to.be.below(count * 1.6);
  });

  it('has numbers as they are where nearly all of them differ', async () => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => Math.sqrt(i + 0.5));
    const columns: Column[] = [
      { kind: 'absent' },
      { kind: 'absent' },
      { kind: 'numbers', values, decimals: null },
      { kind: 'absent' },
      { kind: 'absent' },
    ];
    const bytes = await fileOf(shown, [batch(shown, columns, values.length)]);
    expect((await read(bytes)).map((row) => row[2])).to.deep.equal([...values]);
    expect(bytes.length).to.be.within(800_000, 801_000);
  });

  it('begins another row group where texts get long', async () => {
    const long = (i: number) => `${i} `.repeat(1000);
    const count = 20_000;
    const columns: Column[] = [
      { kind: 'values', values: Array.from({ length: count }, (_, i) => long(i)) },
      { kind: 'absent' },
      { kind: 'absent' },
      { kind: 'absent' },
      { kind: 'absent' },
    ];
    const bytes = await fileOf(shown, [batch(shown, columns, count)]);
    expect((await read(bytes)).every(([found], i) => found === long(i))).to.equal(true);
    expect(Number((await query(`SELECT num_row_groups FROM parquet_file_metadata('${path}')`))[0]![0])).to.be.above(1);
    // What repeats inside of texts is compressed.
    expect(bytes.length).to.be.below(count * 200);
  });

  it('tells the least, the greatest and how many are null, so that readers skip what they do not need', async () => {
    const columns: Column[] = [
      { kind: 'values', values: ['b', null, 'ä', 'a'] },
      { kind: 'constant', value: { a: 1 } },
      { kind: 'numbers', values: Float64Array.of(0, 3, -0.5, 1), decimals: null },
      { kind: 'times', values: Float64Array.of(2000, 1000, 4000, 3000) },
      { kind: 'absent' },
    ];
    writeFileSync(path, await fileOf(shown, [batch(shown, columns, 4)]));
    const told = await query(
      `SELECT path_in_schema, stats_min_value, stats_max_value, stats_null_count::INT FROM parquet_metadata('${path}')`,
    );
    expect(told).to.deep.equal([
      ['text', 'a', 'ä', 1],
      ['json', null, null, 0],
      ['number', '-0.5', '3.0', 0],
      ['time', '1970-01-01 00:00:01+00', '1970-01-01 00:00:04+00', 0],
      ['flag', null, null, 4],
    ]);
    expect(await query(`SELECT "text" FROM '${path}' WHERE number > 2`)).to.deep.equal([[null]]);
    // What is no number is above all numbers for some readers, and nowhere for others.
    const odd = [
      ...columns.slice(0, 2),
      { kind: 'numbers', values: Float64Array.of(0, NaN), decimals: null },
    ] as Column[];
    writeFileSync(path, await fileOf(shown, [batch(shown, [...odd, ...columns.slice(3)], 2)]));
    expect(await query(`SELECT count(*)::INT FROM '${path}' WHERE number > 5`)).to.deep.equal([[1]]);
    expect(await query(`SELECT count(*)::INT FROM '${path}' WHERE "time" > TIMESTAMPTZ '1971-01-01'`)).to.deep.equal([
      [0],
    ]);
  });
});
