import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../../../src/model/units.ts';
import type { SourceColumn } from '../../../src/sources/definition.ts';
import { Flat } from '../../../src/sources/files/flat.ts';
import { Held } from '../../../src/sources/files/held.ts';
import { JsonRecords } from '../../../src/sources/files/json.ts';
import { pathOf } from '../../../src/sources/files/path.ts';
import { compileSchema } from '../../../src/sources/files/schema.ts';
import { Store } from '../../../src/sources/store.ts';
import { localTimes, readTime } from '../../../src/sources/times.ts';

const ZONE = 'Europe/Rome';
const names = ['user', 'metric', 'at', 'value'];
const columns = names.map((name): SourceColumn => {
  const type = name === 'at' ? 'timestamp' : name === 'value' ? 'number' : 'text';
  return { name, type, comment: null, required: true };
});
const bands = (metric: string, minimum: number, maximum: number): Json => ({
  if: { properties: { metric: { const: metric } } },
  then: { properties: { value: { minimum, maximum } } },
});
/** Some whose verdicts are remembered, and some that ask for more than that. */
const schemas: readonly Json[] = [
  null,
  { properties: { user: { type: 'string', minLength: 1 }, value: { type: 'number', exclusiveMinimum: 0 } } },
  { properties: { metric: { enum: ['hr', 'spo2'] } }, allOf: [bands('hr', 25, 250), bands('spo2', 50, 100)] },
  { properties: { value: { type: 'integer' } }, additionalProperties: { not: { const: 60 } } },
  { anyOf: [{ properties: { value: { enum: [1, 2.5, 60] } } }, { properties: { user: { pattern: '^a' } } }] },
  { properties: { value: { multipleOf: 2 } } },
  { properties: { at: { type: 'string', maxLength: 20 } } },
];

interface Read {
  readonly rows: readonly unknown[];
  readonly rejects: readonly unknown[];
  readonly failure: string | null;
}

/** Everything that is read of a file that comes in such pieces, into a store that is emptied again and again. */
function readAll(file: Buffer, cut: number, lines: boolean, schema: Json, flat: boolean): Read {
  const store = new Store(columns, 7);
  const check = schema === null ? null : compileSchema(schema, 'here');
  const judged = JSON.stringify(schema).includes('"at"');
  const time = { kind: 'iso', local: localTimes(ZONE) } as const;
  const fast = flat ? new Flat(store, columns, names, time, check, schema, judged) : null;
  const shape = {
    columns,
    constants: [],
    check,
    time: readTime('iso', ZONE),
    texts: false,
    paths: names.map(pathOf),
    flat: fast,
  };
  const input = { name: 'a file', bytes: file.length, hash: '' };
  const records = new JsonRecords(input, shape, store, lines, 0);
  const read: { rows: unknown[]; rejects: unknown[]; failure: string | null } = {
    rows: [],
    rejects: [],
    failure: null,
  };
  const empty = () => {
    const values = store.columns.map((column) => (row: number) => {
      return column.kind === 'text' ? column.words.texts[column.ids[row]!] : column.values[row];
    });
    for (let row = 0; row < store.count; row++) read.rows.push([store.lines[row], ...values.map((of) => of(row))]);
    read.rejects.push(...store.rejects);
    // As where there are very many.
    for (const column of store.columns) if (column.kind === 'text') column.words.clear();
    store.clear();
    fast?.forget();
  };
  store.begin(input, 0);
  const held = new Held();
  try {
    for (let from = 0; from < file.length + cut; from += cut) {
      const last = from >= file.length;
      // What comes next lies in the same memory.
      const chunk = Buffer.from(file.subarray(from, from + cut));
      if (!last) held.add(chunk);
      chunk.fill(0x7b);
      let at = 0;
      for (;;) {
        at = records.read(held, at, last);
        if (!store.full) break;
        empty();
      }
      records.advance(at);
      held.drop(at);
    }
    records.finish();
  } catch (error) {
    read.failure = (error as Error).message;
  }
  empty();
  return read;
}

const user = fc.constantFrom('a', 'b', 'synthetic_001', '', 'Zoë', 'a b');
const metric = fc.constantFrom('hr', 'hs', 'spo2', 'spo3', 'hrv');
const day = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('2024-01-01', '2024-03-31', '1999-12-31') },
  { weight: 1, arbitrary: fc.constant('2024-02-30') },
);
const clock = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom('T00:00:00', 'T02:30:00Z', ' 23:59:59.25', 'T12:00:00+05:30', ''),
  },
  { weight: 1, arbitrary: fc.constant('T24:00:00') },
);
const value = fc.oneof(
  fc.integer({ min: -3, max: 300 }),
  fc.constantFrom(25, 50, 60, 100, 250, 2.5, -0, 1e21),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const record = fc
  .tuple(user, metric, day, clock, value)
  .map(([of, what, on, when, held]) => ({ user: of, metric: what, at: on + when, value: held }));
/** As texts: mostly as they are written, some with their keys in another order, or more of them, or twice, or spaces. */
const plain = fc.tuple(record, fc.nat({ max: 11 }), user).map(([one, way, other]) => {
  const { value, ...others } = one;
  if (way === 0) return JSON.stringify({ value, more: 'x', ...others });
  if (way === 1) return JSON.stringify(one).replaceAll(',', ' , ').replaceAll('":', '" :');
  if (way === 2) return JSON.stringify({ ...one, note: null, user: one.user });
  if (way === 3) return JSON.stringify(one).replace('{', `{"user":"${other}",`);
  if (way === 4) return JSON.stringify(one).replace('}', `,"user":"${other}"}`);
  return JSON.stringify(one);
});
/** A byte changed, taken away or added. */
const harmed = fc
  .tuple(
    plain,
    fc.nat(),
    fc.constantFrom('', '"', '\\', ',', '}', '{', '0', 'e', '.', '-', '\t', '\0', ' ', '9007199254740993'),
  )
  .map(([text, at, by]) => text.slice(0, at % text.length) + by + text.slice((at % text.length) + 1));
const some = fc.oneof({ weight: 6, arbitrary: plain }, { weight: 1, arbitrary: harmed });
/** The same wearer and metric for a while, as files have it. */
const stretch = fc
  .tuple(fc.array(some, { maxLength: 12 }), user, metric, fc.boolean())
  .map(([texts, of, what, same]) =>
    same
      ? texts.map((text) => text.replace(/"user":"[^"]*","metric":"[^"]*"/, `"user":"${of}","metric":"${what}"`))
      : texts,
  );

describe('records of JSON that are flat', () => {
  it('are those that the parser and the validator give, with the same rejects, however the file is cut', function () {
    this.timeout(240_000);
    let [rows, rejects, failures] = [0, 0, 0];
    const files = fc.array(stretch, { maxLength: 6 }).map((all) => all.flat());
    const property = fc.property(
      files,
      fc.integer({ min: 1, max: 400 }),
      fc.constantFrom(...schemas),
      fc.constantFrom('lines', 'crlf', 'array', 'pretty'),
      (texts, cut, schema, form) => {
        const lines = form === 'lines' || form === 'crlf';
        const between = { lines: '\n', crlf: '\r\n', array: ',', pretty: ',\n  ' }[form];
        const joined = (form === 'pretty' ? texts.map((text) => text.replaceAll(',', ',\n')) : texts).join(between);
        const file = Buffer.from(lines ? joined : `[${joined}]\n`);
        const read = readAll(file, cut, lines, schema, true);
        expect(read).to.deep.equal(readAll(file, cut, lines, schema, false));
        rows += read.rows.length;
        rejects += read.rejects.length;
        failures += read.failure === null ? 0 : 1;
      },
    );
    fc.assert(property, { numRuns: 1000 });
    expect(rows).to.be.above(5000);
    expect(rejects).to.be.above(2000);
    expect(failures).to.be.above(50);
  });
});
