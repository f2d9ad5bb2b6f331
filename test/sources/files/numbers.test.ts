/** Numbers are kept as they are written, or their record is rejected: no digit is lost without a word. */
import { expect } from 'chai';
import { yard } from '../../commands/barn.ts';
import { Reading } from './fixture.ts';

const kept = [
  '9007199254740991',
  '-9007199254740991',
  '9007199254740992',
  '18014398509481984',
  '0.12345678901234567',
  '-0.1234567890123456789',
  '1.2345678901234567e+25',
  '0.00000000000000001',
];
const rounded = [
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567891',
  '9007199254740993.0',
  '9007199254740993.000',
];
const infinite = ['1e400', '-1e400'];

/** Reads numbers, texts and anything else; a text and JSON of a number are told apart from it. */
const scenario = (more = '', field = '') => `
version: 1
name: read
sources:
  numbers:
    kind: files
    paths: data/*
    rejects: out/rejects.ndjson
    fields: {at: at, id: id, n: n, text: text, any: any${field}}
    timestamp: {field: at}
    schema:
      required: [at, id, n, text]
      properties: {n: {type: number}, text: {}, any: {type: object}, id: {type: integer}}
${more}
streams: [{kind: records, from: numbers, to: raw_data}]
tables: {raw_data: {key: [id]}}
`;

describe('numbers of files', function () {
  this.timeout(120_000);
  const at = new Reading(yard());

  const lines = (numbers: readonly string[], key: 'n' | 'text' | 'any') =>
    numbers.map((number, i) => {
      const values = { n: '1', text: '1', any: '', [key]: key === 'any' ? `, "any": {"deep": [${number}]}` : number };
      return `{"at": "2024-01-01T00:00:00Z", "id": ${i}, "n": ${values.n}, "text": ${values.text}${values.any}}`;
    });
  /** What is held of a column, in the order of the records. */
  const held = async (column: string): Promise<readonly string[]> =>
    (await at.query(`SELECT ${column} AS v FROM (SELECT * FROM raw_data ORDER BY id)`, 'out/read.duckdb')).map(
      (text) => /'v': (.*)\}$/.exec(text)![1]!,
    );
  const reasons = (): readonly string[] => at.rejects().map(({ reason }) => reason);

  for (const [name, file, wrap] of [
    ['lines', 'data/a.ndjson', (all: readonly string[]) => `${all.join('\n')}\n`],
    ['an array', 'data/a.json', (all: readonly string[]) => `[${all.join(', ')}]`],
  ] as const) {
    it(`that doubles hold are kept to the last digit that counts, in ${name}`, async () => {
      at.put('read.yaml', scenario());
      at.put(file, wrap(lines(kept, 'n')));
      expect(await at.told(0)).to.include({ written: kept.length });
      const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
      expect(sorted((await held('n')).map(Number))).to.deep.equal(sorted(kept.map(Number)));
    });

    for (const key of ['n', 'text', 'any'] as const) {
      it(`that are integers beyond 2^53, or beyond all doubles, are rejected and never rounded, in ${name} as ${key}`, async () => {
        at.put('read.yaml', scenario());
        at.put(file, wrap([...lines(rounded, key), ...lines(infinite, key)]));
        expect(await at.told(7)).to.include({ written: 0, rejected: rounded.length + infinite.length });
        rounded.forEach((number, i) => expect(reasons()[i]).to.include(`${number} is an integer beyond 2^53`));
        for (const reason of reasons().slice(rounded.length)) expect(reason).to.match(/Infinity|beyond all doubles/);
      });
    }
  }

  it('are kept or rejected alike in CSV', async () => {
    at.put('read.yaml', scenario());
    const cells = (numbers: readonly string[], from: number) =>
      numbers.map((number, i) => `2024-01-01T00:00:00Z,${from + i},${number},${number},\n`).join('');
    const objects = [...rounded, '1e400'].map(
      (number, i) => `2024-01-01T00:00:00Z,${200 + i},1,1,"{""deep"": [${number}]}"\n`,
    );
    at.put(
      'data/a.csv',
      `at,id,n,text,any\n${cells(kept, 0)}${cells([...rounded, ...infinite], 100)}${objects.join('')}`,
    );
    const bad = rounded.length + infinite.length + objects.length;
    expect(await at.told(7)).to.include({ written: kept.length, rejected: bad });
    // What is a text stays the text that it is.
    expect([...(await held('text'))].sort()).to.deep.equal([...kept].sort());
  });

  it('are kept or rejected alike in lists within lists, and in what encloses them', async () => {
    const people = (id: string, n: string) =>
      `{"id": ${id}, "days": [{"at": "2024-01-01T00:00:00Z", "n": ${n}, "text": 1}]}`;
    at.put('read.yaml', scenario('    items: people[].days[]').replace('id: id', 'id: ^.id'));
    at.put(
      'data/a.json',
      `{"people": [${people('1', '0.12345678901234567')}, ${people('9007199254740993', '1')}, ${people('2', '9007199254740993')}]}`,
    );
    expect(await at.told(7)).to.include({ written: 1, rejected: 2 });
    expect((await held('n')).map(Number)).to.deep.equal([Number('0.12345678901234567')]);
    for (const reason of reasons()) expect(reason).to.include('beyond 2^53');
  });
});
