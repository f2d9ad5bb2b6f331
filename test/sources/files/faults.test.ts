import { expect } from 'chai';
import { mkdirSync, rmSync, truncateSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { yard } from '../../commands/barn.ts';
import { type Watch, watchMemory } from '../../support/memory.ts';
import { asTable, csv, ndjson, Reading, row, rows, scenario } from './fixture.ts';

/** Records that are bad, each in its way, as they are written in JSON; what the reason speaks of. */
const bad: readonly (readonly [written: string, reason: string])[] = [
  [JSON.stringify({ ...row(1), user_id: 'a\0b' }), 'U+0000'],
  [String.raw`{"user_id":"\ud800","metric":"hrv","timestamp":"2024-01-01T00:00:00","value":1}`, 'surrogate'],
  [JSON.stringify({ ...row(1), value: 'high' }), 'value is "high" and must be number'],
  [JSON.stringify({ ...row(1), value: null }), 'value is null'],
  [JSON.stringify({ ...row(1), value: -1 }), 'value is -1 and must be >= 0'],
  [JSON.stringify(row(1)).replace(/"value":[\d.]+/, '"value":1e400'), 'value is Infinity and must be <= 1000'],
  [JSON.stringify({ ...row(1), metric: 'steps' }), 'metric is "steps", which is none of'],
  ['{"user_id":"u","timestamp":"2024-01-01T00:00:00","value":1}', 'the field metric is missing'],
  [JSON.stringify({ ...row(1), timestamp: '2024-02-30T00:00:00' }), 'which is no time'],
  [JSON.stringify({ ...row(1), timestamp: '2024-01-01T25:00:00' }), 'which is no time'],
  [JSON.stringify({ ...row(1), timestamp: 'soon' }), 'which is no time'],
  [JSON.stringify(row(1)).replace(/"value":[\d.]+/, '"value":9007199254740993'), 'beyond 2^53'],
  [JSON.stringify({ ...row(1), user_id: { id: 1 } }), 'user_id is {"id":1} and must be string'],
  ['[1, 2]', 'it is no object'],
  ['17', 'it is no object'],
  ['{"user_id":"u",,}', 'it is no JSON'],
];

describe('bad files and records', function () {
  this.timeout(240_000);
  const home = yard();
  const at = new Reading(home);
  beforeEach(() => at.put('read.yaml', scenario()));

  /** Good records with a bad one in place of every hundredth: its texts, and the lines of the bad ones. */
  function mixed(written: readonly string[]): { readonly texts: readonly string[]; readonly lines: readonly number[] } {
    const texts = rows(100 * written.length).map((one) => JSON.stringify(one));
    const lines = written.map((text, i) => {
      texts[100 * i + 50] = text;
      return 100 * i + 51;
    });
    return { texts, lines };
  }
  const good = (count: number) => asTable(rows(100 * count).filter((_, i) => i % 100 !== 50));

  it('lose the bad ones alone, each with its line and reason, in NDJSON', async () => {
    const { texts, lines } = mixed(bad.map(([text]) => text));
    at.put('data/a.ndjson', `${texts.join('\n')}\n`);
    expect(await at.told(7)).to.include({
      records: 100 * bad.length,
      written: 99 * bad.length,
      present: 0,
      rejected: bad.length,
    });
    expect(await at.table()).to.deep.equal(good(bad.length));
    expect(at.rejects().map(({ line }) => line)).to.deep.equal(lines);
    at.rejects().forEach(({ reason, file }, i) => {
      expect(reason).to.include(bad[i]![1]);
      expect(file).to.equal('data/a.ndjson');
    });
    // The second time nothing is read, and the rejects stay.
    expect(await at.told(0)).to.include({ written: 0, present: 99 * bad.length, rejected: 0 });
    expect(at.rejects()).to.have.length(bad.length);
  });

  it('end the run before a group of theirs is written, where the bad ones cannot be told', async () => {
    at.put('read.yaml', scenario().replace('out/rejects', 'blocked/rejects'));
    at.put('blocked', 'a file');
    at.put('data/a.ndjson', mixed(['[]']).texts.join('\n'));
    expect(await at.failed(8)).to.include({ code: 'no-reject-file' });
    expect(await at.table()).to.deep.equal([]);
  });

  it('lose the bad ones alone in an array, with line and column', async () => {
    const { texts } = mixed(bad.map(([text]) => text));
    at.put('data/a.json', `[\n${texts.map((text, i) => (i % 2 === 0 ? `  ${text}` : text)).join(',\n')}\n]`);
    expect(await at.told(7)).to.include({ written: 99 * bad.length, rejected: bad.length });
    expect(await at.table()).to.deep.equal(good(bad.length));
    expect(at.rejects().map(({ line }) => line)).to.deep.equal(bad.map((_, i) => 100 * i + 52));
    expect(at.rejects()[0]).to.include({ column: 3 });
  });

  it('lose the bad ones alone in CSV', async () => {
    const lines = csv(rows(400)).split('\n');
    lines[51] = 'u,hrv,2024-01-01T00:00:00';
    lines[151] = 'u,hrv,2024-01-01T00:00:00,high';
    lines[251] = ',hrv,2024-01-01T00:00:00,1';
    lines[351] = 'u,hrv,2024-01-01T00:00:00,9007199254740993';
    at.put('data/a.csv', lines.join('\n'));
    expect(await at.told(7)).to.include({ written: 396, rejected: 4 });
    expect(await at.table()).to.deep.equal(good(4));
    expect(at.rejects().map(({ line, reason }) => `${line}: ${reason}`)).to.deep.equal([
      '52: it has 3 cells and the header has 4',
      '152: value is "high" and must be number',
      '252: the field user_id is missing',
      '352: value is "9007199254740993" and must be number',
    ]);
  });

  it('lose a line that is no UTF-8, and tell its byte', async () => {
    const lines = rows(3).map((one) => Buffer.from(`${JSON.stringify(one)}\n`));
    const wrong = Buffer.from(JSON.stringify(row(1)).replace('synthetic', 'synth?tic'));
    wrong[wrong.indexOf(63)] = 0xe9;
    at.put('data/a.ndjson', Buffer.concat([lines[0]!, wrong, Buffer.from('\n'), lines[2]!]));
    await at.told(7);
    expect(at.rejects()[0]).to.include({ line: 2, column: 18, reason: 'it is no UTF-8, from its byte 17 on' });
    expect(await at.table()).to.deep.equal(asTable([row(0), row(2)]));
  });

  const whole = JSON.stringify(rows(50), null, 1);
  const faults: readonly (readonly [
    name: string,
    file: string,
    content: string | Uint8Array,
    code: string,
    place: RegExp,
    message: RegExp,
  ])[] = [
    [
      'an array that was cut in a record',
      'a.json',
      whole.slice(0, -30),
      'broken-file',
      /a\.json:\d+:2$/,
      /ends inside a record.*at byte \d+/,
    ],
    [
      'an array that was cut between records',
      'a.json',
      whole.slice(0, whole.lastIndexOf(',\n {')),
      'broken-file',
      /a\.json:\d+:\d+$/,
      /ends inside its array, at byte \d+/,
    ],
    [
      'an object where an array is expected',
      'a.json',
      '{"data": []}',
      'broken-file',
      /a\.json:1:1$/,
      /an array of records is expected.*items.*at byte 0/,
    ],
    ['what stands behind the array', 'a.json', '[] []', 'broken-file', /a\.json:1:4$/, /behind the array, at byte 3/],
    ['an empty file', 'a.ndjson', '', 'empty-file', /a\.ndjson$/, /ends at byte 0/],
    [
      'a file whose packing was cut',
      'a.ndjson.gz',
      gzipSync(ndjson(rows(5000))).subarray(0, 2000),
      'unreadable-file',
      /gz$/,
      /cannot be read behind byte 2000/,
    ],
    ['a file that is not packed at all', 'a.ndjson.gz', ndjson(rows(5)), 'unreadable-file', /gz$/, /incorrect header/],
    [
      'a line of many megabytes',
      'a.ndjson',
      Buffer.alloc(20_000_000, 'x'),
      'broken-file',
      /a\.ndjson:1:1$/,
      /longer than 16 MiB, at byte 0/,
    ],
    [
      'a record of many megabytes',
      'a.json',
      Buffer.concat([Buffer.from('[{"user_id":"'), Buffer.alloc(20_000_000, 'x')]),
      'broken-file',
      /a\.json:1:2$/,
      /longer than 16 MiB, at byte 1/,
    ],
    [
      'CSV without the columns',
      'a.csv',
      'a,b\n1,2\n',
      'missing-column',
      /a\.csv:1:1$/,
      /no column user_id, metric, timestamp, value; it has a, b/,
    ],
    ['CSV with a quote that is not closed', 'a.csv', `${csv(rows(3))}"u`, 'broken-file', /a\.csv:5:1$/, /[Qq]uote/],
    [
      'CSV with a quote in the middle of a cell',
      'a.csv',
      `${csv(rows(3))}u,h"rv,2024-01-01T00:00:00,1\n`,
      'broken-file',
      /a\.csv:5:1$/,
      /[Qq]uote.*line 5/,
    ],
    ['CSV that is no UTF-8', 'a.csv', Buffer.from([0xff, 0xfe, 0x41]), 'broken-file', /a\.csv:1:1$/, /no UTF-8/],
    [
      'a name that says no format',
      'a.txt',
      'x',
      'unknown-format',
      /read\.yaml:\d+:\d+$/,
      /does not say how it is written/,
    ],
  ];
  for (const [name, file, content, code, place, message] of faults) {
    it(`that are ${name} end the run with a place, and what was read before stays`, async () => {
      at.put(`data/${file}`, content);
      const error = await at.failed(3);
      expect(error.code).to.equal(code);
      expect(error.place).to.match(place);
      expect(error.message).to.match(message);
    });
  }

  it('stay known while others are read, until what they are of is removed', async () => {
    at.put('data/a.ndjson', mixed(bad.slice(0, 2).map(([text]) => text)).texts.join('\n'));
    at.put('data/b.ndjson', `${JSON.stringify({ ...row(7), user_id: 'b' })}\n[]\n`);
    await at.told(7, '--param', 'input=data/a.ndjson');
    await at.told(7, '--param', 'input=data/b.ndjson');
    expect(at.rejects().map(({ file, line }) => `${file}:${line}`)).to.deep.equal([
      'data/a.ndjson:51',
      'data/a.ndjson:151',
      'data/b.ndjson:2',
    ]);
    await at.told(7, '--param', 'input=data/b.ndjson', '--clean', '--yes');
    expect(at.rejects().map(({ file, line }) => `${file}:${line}`)).to.deep.equal(['data/b.ndjson:2']);
  });

  it('that hold a line of two gigabytes, or a record, end the run with its place, in bounded memory', async function () {
    for (const [file, begin] of [
      ['a.ndjson', ''],
      ['a.csv', ''],
      ['a.json', '[{"user_id":"'],
    ] as const) {
      at.put('data/x', '');
      rmSync(at.path('data'), { recursive: true });
      at.put(`data/${file}`, begin);
      // The rest of it is a hole, that reads as zeros.
      truncateSync(at.path('data', file), 2 * 1024 ** 3);
      const watched: (Watch | null)[] = [];
      const { code, stderr } = await home.call(
        ['run', 'read.yaml', '--no-log-file', '--quiet', '--to', 'duckdb:out/read.duckdb'],
        { started: (child) => watched.push(watchMemory(child)) },
      );
      expect(code, stderr).to.equal(3);
      expect(stderr).to.match(new RegExp(`at byte \\d+.*data/${file}:1:\\d`, 's'));
      for (const memory of watched) expect(memory?.peak() ?? 0, file).to.be.lessThan(400_000_000);
    }
  });

  it('are counted in the summary, with where the bad ones are', async () => {
    at.put('data/a.ndjson', `${JSON.stringify(row(0))}\nno\n${JSON.stringify(row(1))}\n`);
    const { code, stdout, stderr } = await home.call(['run', 'read.yaml', '--no-log-file', '--to', 'ndjson:out/n']);
    expect(code, stderr).to.equal(7);
    expect(stdout).to.match(/written +rejected\n.* 2 +1\n/);
    expect(stderr).to.include('1 record rejected').and.include('out/rejects.ndjson');
  });

  it('that are directories, pipes or not there are found before anything is read', async () => {
    mkdirSync(at.path('data/folder'), { recursive: true });
    // A glob means files.
    expect(await at.failed(3)).to.include({ code: 'no-files' });
    expect((await at.failed(3, '--param', 'input=data/folder')).message).to.include('is a directory');
    expect(await at.failed(3, '--param', 'input=.')).to.include({ message: '. is a directory', place: '.' });
    at.fifo('pipe.ndjson');
    expect((await at.failed(3, '--param', 'input=pipe.ndjson')).message).to.include('no regular file');
    expect(await at.failed(3, '--param', 'input=none.ndjson')).to.include({ code: 'missing-file' });
    expect(await at.failed(3, '--param', 'input=data/*.none')).to.include({ code: 'no-files' });
  });

  it('are not opened where the schema is none', async () => {
    at.put(
      'read.yaml',
      scenario('    schema: {properties: {timestamp: {}, value: {type: nothing}}}').replace(
        '[user_id, metric, timestamp]',
        '[timestamp]',
      ),
    );
    expect(await at.failed(3)).to.include({ code: 'invalid-scenario' });
  });

  it('that are mended load what was missing, once', async () => {
    const text = JSON.stringify(rows(1000));
    at.put('data/a.json', text.slice(0, -500));
    await at.failed(3);
    at.put('data/a.json', text);
    const told = await at.told(0);
    expect(told.written + told.present).to.equal(1000);
    expect(await at.table()).to.deep.equal(asTable(rows(1000)));
  });
});
