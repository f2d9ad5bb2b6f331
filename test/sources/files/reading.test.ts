import { expect } from 'chai';
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { yard } from '../../commands/barn.ts';
import { asTable, csv, ndjson, Reading, row, rows, scenario } from './fixture.ts';

describe('files as a source', function () {
  this.timeout(120_000);
  const home = yard();
  const at = new Reading(home);
  beforeEach(() => at.put('read.yaml', scenario()));

  it('are read alike in every format, packed or not', async () => {
    const all = rows(500);
    at.put('data/a.json', JSON.stringify(all.slice(0, 100)));
    at.put('data/b.json', JSON.stringify(all.slice(100, 200), null, 2));
    at.put('data/c.ndjson', ndjson(all.slice(200, 300)));
    at.put('data/d.csv', csv(all.slice(300, 400)));
    at.put('data/e.ndjson.gz', gzipSync(ndjson(all.slice(400))));
    expect(await at.told(0)).to.include({ records: 500, written: 500, present: 0, rejected: 0 });
    expect(await at.table()).to.deep.equal(asTable(all));
  });

  it('that are packed by zstd are unpacked', async () => {
    // Made by `zstd` of "a line of two records"; a frame of raw blocks is sound Zstandard as well.
    const text = Buffer.from(ndjson(rows(2)));
    const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, (text.length - 256) & 255, (text.length - 256) >> 8]);
    const block = (text.length << 3) | 1;
    at.put(
      'data/a.ndjson.zst',
      Buffer.concat([
        text.length >= 256 ? header : Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, text.length]),
        Buffer.from([block & 255, (block >> 8) & 255, block >> 16]),
        text,
      ]),
    );
    await at.told(0);
    expect(await at.table()).to.deep.equal(asTable(rows(2)));
  });

  it('are planned by what there is to read, each content once; no count of records is claimed', async () => {
    at.put('data/a.ndjson', ndjson(rows(100)));
    at.put('data/b.ndjson', ndjson(rows(100)));
    at.put('data/c.ndjson', ndjson(rows(50, 100)));
    const bytes = ndjson(rows(150)).length;
    const { code, stdout, stderr } = await home.call(['plan', 'read.yaml', '--json']);
    expect(code, stderr).to.equal(0);
    const [stream] = (JSON.parse(stdout) as { streams: readonly object[] }).streams;
    expect(stream).to.deep.include({ series: 2, records: null, reads: { inputs: 2, bytes } });
  });

  it('are known by their content: again, copied or renamed they add nothing', async () => {
    at.put('data/a.ndjson', ndjson(rows(100)));
    const first = await at.told(0);
    expect(await at.told(0)).to.include({ written: 0, present: 100, rejected: 0 });
    copyFileSync(at.path('data/a.ndjson'), at.path('data/copy.ndjson'));
    expect(await at.told(0)).to.include({ written: 0, present: 100 });
    renameSync(at.path('data/a.ndjson'), at.path('data/z.ndjson'));
    const last = await at.told(0);
    expect(last).to.include({ written: 0, present: 100 });
    expect(last.streams[0]!.fingerprint).to.equal(first.streams[0]!.fingerprint);
  });

  for (const to of ['duckdb:out/read.duckdb', 'ndjson:out/rows', 'csv:out/rows', 'json:out/rows', 'parquet:out/rows']) {
    it(`that overlap, or were edited, add what is new to ${to}, and a conflict is told`, async () => {
      const table = async () => {
        const [kind, path] = to.split(':') as [string, string];
        if (kind === 'duckdb') return at.table();
        const files = `'${at.path(path, 'raw_data')}/*.${kind}'`;
        const columns = 'user_id, metric, CAST(timestamp AS TIMESTAMP) AS timestamp, CAST(value AS DOUBLE) AS value';
        return at.query(`SELECT ${columns} FROM ${files}`);
      };
      at.put('data/a.ndjson', ndjson([...rows(60), ...rows(10)]));
      expect(await at.told(0, '--to', to)).to.include({ records: 70, written: 60, present: 10, rejected: 0 });
      // One line more, one line less, one value that is another.
      const edited = [...rows(61).slice(1), { ...row(5), value: 1 }];
      at.put(
        'data/a.ndjson',
        ndjson(
          edited.filter(
            ({ timestamp, user_id, metric, value }) =>
              value === 1 ||
              JSON.stringify([timestamp, user_id, metric]) !==
                JSON.stringify([row(5).timestamp, row(5).user_id, row(5).metric]),
          ),
        ),
      );
      expect(await at.told(7, '--to', to)).to.include({ records: 60, written: 1, present: 58, rejected: 1 });
      expect(await table()).to.deep.equal(asTable(rows(61)));
      expect(at.rejects()).to.have.length(1);
      expect(at.rejects()[0]).to.include({ line: 60 });
      expect(at.rejects()[0]!.reason).to.include('other values');
    });
  }

  it('are told of by the commands that simulate, check and follow', async () => {
    at.put('data/a.ndjson', ndjson(rows(3)));
    const call = (...args: readonly string[]) => home.call(args);
    expect((await call('stats', 'read.yaml')).stdout).to.match(
      /^ {2}read reads 1 input, \d+ B: nothing is simulated\n/,
    );
    expect(await call('preview', 'read.yaml'))
      .to.include({ code: 2 })
      .and.have.property('stderr')
      .that.includes('has no assets');
    await at.told(0);
    const checked = await call('check', 'read.yaml', '--to', 'duckdb:out/read.duckdb');
    expect(checked.stdout).to.match(/holds 1 group of this scenario; 1 input to read, \d+ B\n/);
    const followed = await call('run', 'read.yaml', '--follow', '--to', 'ndjson:-', '--no-log-file');
    expect(followed)
      .to.include({ code: 2 })
      .and.have.property('stderr')
      .that.includes('--follow goes on with what is simulated');
  });

  it('with one key twice keep the first, and tell where both are', async () => {
    at.put('data/a.ndjson', ndjson([row(1), row(2), { ...row(1), value: 9 }, row(2)]));
    expect(await at.told(7)).to.include({ records: 4, written: 2, present: 1, rejected: 1 });
    expect(await at.table()).to.deep.equal(asTable([row(1), row(2)]));
    expect(at.rejects()[0]).to.include({ line: 3, reason: 'it has the key of line 1, and other values' });
  });

  it('with one key in two files keep the first, and name the file of it', async () => {
    at.put('data/a.ndjson', ndjson([row(1), row(2)]));
    at.put(
      'data/b.ndjson',
      ndjson([row(3), { ...row(2), value: 8 }, { ...row(1), value: 9 }, { ...row(3), value: 7 }]),
    );
    expect(await at.told(7)).to.include({ records: 6, written: 3, present: 0, rejected: 3 });
    expect(await at.table()).to.deep.equal(asTable([row(1), row(2), row(3)]));
    expect(at.rejects().map(({ file, line, reason }) => `${file}:${line}: ${reason}`)).to.deep.equal([
      'data/b.ndjson:2: it has the key of line 2 of data/a.ndjson, and other values',
      'data/b.ndjson:3: it has the key of line 1 of data/a.ndjson, and other values',
      'data/b.ndjson:4: it has the key of line 1, and other values',
    ]);
  });

  it('are found relative to the scenario, and those of --param relative to the working directory', async () => {
    at.put('sub/read.yaml', scenario());
    at.put('sub/data/a.ndjson', ndjson(rows(3)));
    at.put('elsewhere/b.ndjson', ndjson(rows(5)));
    const run = (...args: readonly string[]) =>
      home.call(['run', 'sub/read.yaml', '--no-log-file', '--json', '--to', 'duckdb:out/read.duckdb', ...args]);
    expect(JSON.parse((await run()).stdout)).to.include({ written: 3 });
    expect(JSON.parse((await run('--param', 'input=elsewhere/*.ndjson')).stdout)).to.include({
      written: 2,
      present: 3,
    });
    expect(JSON.parse((await run('--param', `input=${at.path('elsewhere/b.ndjson')}`)).stdout)).to.include({
      written: 0,
      present: 2,
    });
  });

  it('outside of its folder are refused to a scenario', async () => {
    at.put('read.yaml', scenario().replace('default: data/*', 'default: ../*'));
    expect(await at.failed(4)).to.include({ code: 'outside-scenario' });
  });

  it('that another mapping would read otherwise are refused, unless they are loaded anew', async () => {
    at.put('data/a.ndjson', ndjson(rows(10)));
    await at.told(0);
    at.put('read.yaml', scenario().replace('maximum: 1000', 'maximum: 2000'));
    expect(await at.failed(4)).to.include({ code: 'held-with-other-values' });
    expect(await at.told(0, '--clean', '--yes')).to.include({ written: 10 });
    expect(await at.table()).to.deep.equal(asTable(rows(10)));
  });

  it('are named by a plan, and a saved plan is stale once one has changed', async () => {
    at.put('data/a.ndjson', ndjson(rows(10)));
    const plan = await home.call(['plan', 'read.yaml', '--out', 'plan.json', '--json']);
    expect(plan.code, plan.stderr).to.equal(0);
    expect((JSON.parse(plan.stdout) as { streams: object[] }).streams[0]).to.include({ kind: 'records', series: 1 });
    at.put('data/a.ndjson', ndjson(rows(11)));
    expect((await home.call(['run', 'plan.json', '--no-log-file', '--to', 'duckdb:x.duckdb'])).code).to.equal(4);
  });

  describe('of other people', () => {
    it('load by a mapping alone: nested lists, what encloses them, other names, epoch milliseconds', async () => {
      const users = [0, 1, 2].map((n) => ({
        profile: { id: `u${n}` },
        days: [0, 1].map((d) => ({
          kind: METRIC,
          points: Array.from({ length: 50 }, (_, i) => ({
            t: Date.UTC(2024, 0, 1 + d) + i * 60_000,
            reading: { v: i + n / 10 },
          })),
        })),
      }));
      at.put('data/a.json', JSON.stringify({ version: 3, users }, null, 1));
      at.put(
        'read.yaml',
        scenario(`    items: users[].days[].points[]
    fields: {user_id: ^.^.profile.id, metric: ^.kind, timestamp: t, value: reading.v}
    timestamp: {format: epoch_ms}`),
      );
      expect(await at.told(0)).to.include({ written: 300 });
      const [first] = await at.table();
      expect(first).to.equal("{'user_id': u0, 'metric': steps, 'timestamp': '2024-01-01 00:00:00', 'value': 0.0}");
      expect(
        await at.query('SELECT count(*) AS n, round(sum(value), 6) AS s FROM raw_data', 'out/read.duckdb'),
      ).to.deep.equal(["{'n': 300, 's': 7380.0}"]);
    });

    it('load nested lists of a file that is a list, and tell of a file where none lies', async () => {
      const night = (day: string, levels: readonly string[]) => ({
        dateOfSleep: day,
        levels: { data: levels.map((level, i) => ({ dateTime: `${day}T23:0${i}:00.000`, level, seconds: 30 })) },
      });
      at.put(
        'data/a.json',
        JSON.stringify([night('2024-01-01', ['light', 'deep']), night('2024-01-02', ['rem'])], null, 1),
      );
      at.put(
        'read.yaml',
        scenario(`    items: '[].levels.data[]'
    fields: {user_id: ^.^.dateOfSleep, metric: level, timestamp: dateTime, value: seconds}`),
      );
      expect(await at.told(0)).to.include({ written: 3 });
      expect(await at.table('user_id, metric')).to.deep.equal([
        "{'user_id': 2024-01-01, 'metric': deep}",
        "{'user_id': 2024-01-01, 'metric': light}",
        "{'user_id': 2024-01-02, 'metric': rem}",
      ]);
      at.put('data/b.json', '{"nights": []}');
      const { code, stderr } = await home.call(['run', 'read.yaml', '--no-log-file', '--to', 'duckdb:out/read.duckdb']);
      expect(stderr).to.include('data/b.json holds no record where its source looks for them');
      expect(code).to.equal(0);
    });

    it('load CSV with other names, times of a pattern and of a zone', async () => {
      at.put(
        'data/a.csv',
        'who;x\n'.replace(';', ',').replace('x', 'when,"the, value"') +
          '"a ""b""",01/31/24 08:05:09 PM,1.5\nc,07/01/24 12:00:00 AM,-2e1\n',
      );
      at.put(
        'read.yaml',
        scenario(`    fields: {user_id: who, timestamp: when, value: 'the, value'}
    timestamp: {format: MM/dd/yy hh:mm:ss a, timezone: Europe/Rome}`).replace(
          '[user_id, metric, timestamp]',
          '[user_id, timestamp]',
        ),
      );
      expect(await at.told(0)).to.include({ written: 2 });
      expect(await at.table('user_id, timestamp, value')).to.deep.equal([
        `{'user_id': 'a "b"', 'timestamp': '2024-01-31 19:05:09', 'value': 1.5}`,
        "{'user_id': c, 'timestamp': '2024-06-30 22:00:00', 'value': -20.0}",
      ]);
    });

    it('load what no record says, whose it is and what was measured, from the scenario', async () => {
      const minutes = ['01/01/24 00:00:00', '01/01/24 00:00:05'];
      at.put(
        'data/heart_rate-2024-01-01.json',
        JSON.stringify(
          minutes.map((dateTime, i) => ({ dateTime, value: { bpm: 60 + i, confidence: 2 } })),
          null,
          2,
        ),
      );
      at.put(
        'read.yaml',
        scenario(`    fields: {timestamp: dateTime, value: value.bpm}
    constants: {user_id: anna, metric: heart_rate}
    timestamp: {format: 'MM/dd/yy HH:mm:ss', timezone: Europe/Rome}
    schema: {properties: {user_id: {type: string}, metric: {enum: [heart_rate]}, value: {type: number}}}`),
      );
      expect(await at.told(0)).to.include({ written: 2 });
      expect(await at.table()).to.deep.equal([
        "{'user_id': anna, 'metric': heart_rate, 'timestamp': '2023-12-31 23:00:00', 'value': 60.0}",
        "{'user_id': anna, 'metric': heart_rate, 'timestamp': '2023-12-31 23:00:05', 'value': 61.0}",
      ]);
    });

    it('load CSV with semicolons, and flat records, beside what the scenario says', async () => {
      at.put('data/a.csv', 'when;x\n01.01.2024 00:00;1.5\n');
      const source = (more: string) =>
        scenario(`    fields: {timestamp: when, value: x}
    constants: {user_id: 7, metric: x}
    timestamp: {format: dd.MM.yyyy HH:mm}${more}`);
      at.put('read.yaml', source(''));
      expect(await at.failed(3)).to.include({ code: 'missing-column', next: SAY_DELIMITER });
      at.put('read.yaml', source("\n    delimiter: ';'"));
      at.put('data/b.ndjson', '{"when":"02.01.2024 00:00","x":2}\n');
      expect(await at.told(0)).to.include({ written: 2 });
      expect(await at.table()).to.deep.equal([
        "{'user_id': 7.0, 'metric': x, 'timestamp': '2024-01-01 00:00:00', 'value': 1.5}",
        "{'user_id': 7.0, 'metric': x, 'timestamp': '2024-01-02 00:00:00', 'value': 2.0}",
      ]);
    });

    it('load records with optional fields, truths and objects', async () => {
      at.put(
        'data/a.json',
        '[{"id": 7, "at": 1704067200, "ok": true, "more": {"a": [1]}}, {"id": "x", "at": 1704067201.5, "ok": false}]',
      );
      at.put(
        'read.yaml',
        scenario(`    fields: {id: id, at: at, ok: ok, more: more}
    timestamp: {field: at, format: epoch_s}
    schema: {required: [id, at, ok], properties: {ok: {type: boolean}, more: {type: object}}}`).replace(
          '[user_id, metric, timestamp]',
          '[id, at]',
        ),
      );
      expect(await at.told(0)).to.include({ written: 2 });
      expect(await at.table('id, "at", ok, more')).to.deep.equal([
        `{'id': 7, 'at': '2024-01-01 00:00:00', 'ok': true, 'more': '{"a":[1]}'}`,
        "{'id': x, 'at': '2024-01-01 00:00:01.5', 'ok': false, 'more': NULL}",
      ]);
    });
  });

  it('begin and end where a directory of the glob does', async () => {
    mkdirSync(at.path('data'));
    expect(await at.failed(3)).to.include({ code: 'no-files' });
  });
});

const METRIC = 'steps';
const SAY_DELIMITER = 'say what stands between its cells with `delimiter` of the source';
