import { expect } from 'chai';
import fc from 'fast-check';
import type { Column } from '../../../src/model/table.ts';
import type { Json } from '../../../src/model/units.ts';
import { parseCsv } from '../../../src/sinks/csv/parse.ts';
import { csvHeader, csvTemplate, harmlessCell, plainCell, type Cell } from '../../../src/sinks/csv/template.ts';
import { PagePool } from '../../../src/sinks/files/text/page.ts';
import { TextTables, writeRows, type RowTemplate } from '../../../src/sinks/files/text/rows.ts';
import { ndjsonTemplate } from '../../../src/sinks/ndjson/template.ts';
import { batch, column, START, table } from './fixture.ts';

/** Pages of this size are filled many times over by what the properties make. */
const SMALL_PAGE = 512;

async function textOf(template: RowTemplate, count: number, wholeSeconds: boolean, before = ''): Promise<string> {
  const written: Buffer[] = [];
  const take = (bytes: Uint8Array) => {
    written.push(Buffer.from(bytes));
    return Promise.resolve();
  };
  await writeRows(new TextTables(new PagePool(SMALL_PAGE)), take, async (rows) => {
    await rows.append(before);
    await rows.write(template, count, wholeSeconds);
  });
  return Buffer.concat(written).toString('utf8');
}

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', ',', '\n', '\u2028', '=1+1'),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -100_000, max: 100_000 }),
  fc.constantFrom(0, -0, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, 32767, 32768, 2 ** 31, -(2 ** 31), 2 ** 53),
);
const multiple = (decimals: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: -4e6, max: 4e6 }), fc.integer()).map((n) => n / 10 ** decimals);

interface Shape {
  readonly columns: readonly Column[];
  readonly count: number;
  readonly wholeSeconds: boolean;
}

/** Batches that hold columns of all kinds: text, json, number, timestamp. */
const shape: fc.Arbitrary<Shape> = fc
  .record({
    count: fc.integer({ min: 1, max: 40 }),
    decimals: fc.integer({ min: 0, max: 8 }),
    wholeSeconds: fc.boolean(),
  })
  .chain(({ count, decimals, wholeSeconds }) => {
    const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: count, maxLength: count });
    const doubles = (of: fc.Arbitrary<number>) => list(of).map((values) => Float64Array.from(values));
    const second = fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }).map((s) => s * 1000);
    const near = fc.integer({ min: 0, max: 3 * 86_400 }).map((s) => START + s * 1000);
    const instant = wholeSeconds ? fc.oneof(second, near) : fc.oneof(second, near, fc.integer({ min: 0, max: 8e15 }));
    const absent = fc.constant<Column>({ kind: 'absent' });
    const numbers = fc.oneof(
      doubles(multiple(decimals)).map((values): Column => ({ kind: 'numbers', values, decimals })),
      doubles(number).map((values): Column => ({ kind: 'numbers', values, decimals: null })),
      doubles(number).map((values): Column => ({ kind: 'numbers', values, decimals })),
    );
    const constant = (of: fc.Arbitrary<Json>) => of.map((value): Column => ({ kind: 'constant', value }));
    const values = (of: fc.Arbitrary<Json | undefined>) =>
      list(of).map((held): Column => ({ kind: 'values', values: held }));
    const times = doubles(instant).map((held): Column => ({ kind: 'times', values: held }));
    const columns = fc.tuple(
      fc.oneof(absent, constant(text), constant(fc.string({ minLength: 600, maxLength: 700 }))),
      fc.oneof(absent, constant(json)),
      numbers,
      fc.oneof(times, absent),
      fc.oneof(
        { weight: 4, arbitrary: absent },
        values(fc.option(text, { freq: 3 })),
        values(fc.option(text, { nil: undefined })),
      ),
    );
    return columns.map((held) => ({ columns: held, count, wholeSeconds }));
  });

const types = ['text', 'json', 'number', 'timestamp', 'text'] as const;
const tableOf = ({ wholeSeconds }: Shape) =>
  table(
    't',
    types.map((type, i) => column(i === 0 ? 'a"b,c' : `c${i}`, type)),
    wholeSeconds,
  );

function valueAt(held: Column, row: number, wholeSeconds: boolean): Json | undefined {
  switch (held.kind) {
    case 'absent':
      return undefined;
    case 'constant':
      return held.value;
    case 'times': {
      const iso = new Date(held.values[row]!).toISOString();
      return wholeSeconds ? iso.replace('.000Z', 'Z') : iso;
    }
    default:
      return held.values[row];
  }
}

describe('NDJSON', () => {
  it('is what JSON.stringify gives, record by record', () =>
    fc.assert(
      fc.asyncProperty(shape, async (made) => {
        const of = tableOf(made);
        const expected = Array.from({ length: made.count }, (_, row) => {
          const entries = of.columns.map(({ name }, i) => [name, valueAt(made.columns[i]!, row, made.wholeSeconds)]);
          return `${JSON.stringify(Object.fromEntries(entries))}\n`;
        });
        const template = ndjsonTemplate(batch(of, made.columns, made.count), false);
        expect(await textOf(template, made.count, made.wholeSeconds)).to.equal(expected.join(''));
      }),
      { numRuns: 400 },
    ));

  it('writes every multiple of a resolution that its tables hold, and the neighbours of their ends', async () => {
    for (const decimals of [0, 1, 2, 3, 6]) {
      const ends = [32767, 32768, 32769, 99_999, 327_680, 3_276_799, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5];
      const whole = [...Array.from({ length: 33_000 }, (_, n) => n), ...ends];
      const values = Float64Array.from([...whole, ...whole.map((n) => -n)], (n) => n / 10 ** decimals);
      const template: RowTemplate = [{ kind: 'numbers', values, decimals, missing: 'null' }, '\n'];
      const expected = Array.from(values, (value) => JSON.stringify(value));
      expect((await textOf(template, values.length, true)).trimEnd().split('\n')).to.deep.equal(expected);
    }
  });

  it('writes null for what is no number, as JSON.stringify does', async () => {
    const values = Float64Array.from([NaN, Infinity, -Infinity, 1.5]);
    const of = table('t', [column('v', 'number')]);
    const template = ndjsonTemplate(batch(of, [{ kind: 'numbers', values, decimals: 1 }], 4), false);
    expect(await textOf(template, 4, true)).to.equal('{"v":null}\n{"v":null}\n{"v":null}\n{"v":1.5}\n');
  });

  it('names the table first where several go one way', async () => {
    const of = table('t', [column('v', 'number')]);
    const one = ndjsonTemplate(batch(of, [{ kind: 'constant', value: 1 }], 1), true);
    const none = ndjsonTemplate(batch(of, [{ kind: 'absent' }], 1), true);
    expect(await textOf([...one, ...none], 1, true)).to.equal('{"table":"t","v":1}\n{"table":"t"}\n');
  });

  it('writes times of events without milliseconds only where the table has none', async () => {
    const held: Column = { kind: 'values', values: [START + 1500.7, null] };
    for (const [wholeSeconds, expected] of [
      [true, '2025-01-01T00:00:01Z'],
      [false, '2025-01-01T00:00:01.500Z'],
    ] as const) {
      const of = table('t', [column('start', 'timestamp')], wholeSeconds);
      const written = await textOf(ndjsonTemplate(batch(of, [held], 2), false), 2, wholeSeconds);
      expect(written).to.equal(`{"start":"${expected}"}\n{"start":null}\n`);
    }
  });
});

async function parsed(csv: string, chunk: number): Promise<readonly (readonly (string | null)[])[]> {
  const rows = [];
  async function* chunks() {
    for (let i = 0; i < csv.length; i += chunk) yield await Promise.resolve(csv.slice(i, i + chunk));
  }
  for await (const row of parseCsv(chunks())) rows.push(row);
  return rows;
}

describe('CSV', () => {
  const written = (made: Shape, cell: Cell): Promise<string> => {
    const of = tableOf(made);
    return textOf(
      csvTemplate(batch(of, made.columns, made.count), cell),
      made.count,
      made.wholeSeconds,
      csvHeader(of, cell),
    );
  };
  const cellText = (value: Json | undefined, type: string): string | null => {
    if (value === undefined || value === null) return null;
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && type !== 'json' ? value : JSON.stringify(value);
  };

  it('is read back as it was, by a reader of RFC 4180', () =>
    fc.assert(
      fc.asyncProperty(shape, fc.integer({ min: 1, max: 99 }), async (made, chunk) => {
        const of = tableOf(made);
        const expected = Array.from({ length: made.count }, (_, row) =>
          types.map((type, i) => cellText(valueAt(made.columns[i]!, row, made.wholeSeconds), type)),
        );
        const rows = await parsed(await written(made, plainCell), chunk);
        expect(rows).to.deep.equal([of.columns.map(({ name }) => name), ...expected]);
      }),
      { numRuns: 400 },
    ));

  it('quotes as RFC 4180 says, and writes booleans and JSON as text', async () => {
    const of = table(
      't',
      ['a', 'b', 'c', 'd', 'e'].map((name) => column(name, name === 'c' ? 'json' : 'text')),
    );
    const row: Column[] = [
      { kind: 'constant', value: 'say "hi", twice' },
      { kind: 'constant', value: true },
      { kind: 'constant', value: { port: 3306 } },
      { kind: 'constant', value: null },
      { kind: 'constant', value: '' },
    ];
    expect(await textOf(csvTemplate(batch(of, row, 1), plainCell), 1, true)).to.equal(
      '"say ""hi"", twice",true,"{""port"":3306}",,""\n',
    );
  });

  it('can keep spreadsheets from running text as formulas; numbers stay as they are', async () => {
    const of = table('t', [column('x', 'text'), column('v', 'number')]);
    const dangerous = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', 'safe', '=a,"b"'];
    const columns: Column[] = [
      { kind: 'values', values: dangerous },
      { kind: 'numbers', values: new Float64Array(8).fill(-1.5), decimals: 1 },
    ];
    const rows = await parsed(await textOf(csvTemplate(batch(of, columns, 8), harmlessCell), 8, true), 7);
    expect(rows.map(([x]) => x)).to.deep.equal(dangerous.map((cell) => (cell === 'safe' ? cell : `'${cell}`)));
    expect(rows.map(([, v]) => v)).to.deep.equal(dangerous.map(() => '-1.5'));
    const plain = await parsed(await textOf(csvTemplate(batch(of, columns, 8), plainCell), 8, true), 7);
    expect(plain.map(([x]) => x)).to.deep.equal(dangerous);
  });

  it('reads lines of both ends, and text that is not closed', async () => {
    expect(await parsed('a,"b\r\n"\r\n\r\n,"""x', 2)).to.deep.equal([['a', 'b\r\n'], [null], [null, '"x']]);
  });
});
