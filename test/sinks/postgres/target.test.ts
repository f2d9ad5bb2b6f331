import { expect } from 'chai';
import type { SeedctlError } from '../../../src/model/errors.ts';
import type { PlannedStream } from '../../../src/model/plan.ts';
import type { Batch, Table, TableColumn } from '../../../src/model/table.ts';
import type { Json } from '../../../src/model/units.ts';
import { openPostgres } from '../../../src/sinks/postgres/target.ts';
import type { SinkContext, Target, ViewRequest } from '../../../src/sinks/sink.ts';
import { assetsTable, context, days, groups, incidentsTable, metricsTable, START, streams, work } from '../sample.ts';
import { useDatabase } from './database.ts';

const all = [assetsTable, metricsTable, incidentsTable];

describe('the PostgreSQL target', function () {
  this.timeout(120_000);
  const database = useDatabase();

  async function using<T>(use: (target: Target) => Promise<T>, more: Partial<SinkContext> = {}): Promise<T> {
    const target = await openPostgres(database().options, context(more));
    try {
      return await use(target);
    } finally {
      await target.close();
    }
  }

  const failure = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => error as SeedctlError,
    );

  /** Into a table of these columns, of its own stream, one batch. */
  async function write(columns: readonly TableColumn[], batch: Pick<Batch, 'columns' | 'count'>): Promise<void> {
    const table: Table = { ...metricsTable, name: 'values', columns, key: null, indexes: [] };
    const stream: PlannedStream = { ...streams()[1], table };
    await using(async (target) => {
      await target.setUp([table], []);
      await target.write({
        group: { stream, series: stream.series, range: days(0, 1) },
        batches: () => [{ ...batch, table, asset: 'a', metric: 'm' }],
        result: () => ({ records: batch.count, fingerprint: '0'.repeat(16) }),
      });
    });
  }

  const column = (name: string, type: TableColumn['type'], nullable = false): TableColumn => {
    return { name, type, decimals: null, nullable, comment: null };
  };

  it('keeps every bit of a number and every millisecond of an instant', async () => {
    const numbers = [0, -0, 0.1, -1.5, Number.MIN_VALUE, 2.2e-310, Number.MAX_VALUE, 2 ** 53 + 2, 1 / 3];
    const times = [
      -2_208_988_800_000,
      -1,
      0,
      1,
      946_684_799_999,
      946_684_800_000,
      START + 7,
      4_102_444_800_123,
      -86_400_001,
    ];
    await write([column('t', 'timestamp'), column('v', 'number')], {
      columns: [
        { kind: 'times', values: Float64Array.from(times) },
        { kind: 'numbers', values: Float64Array.from(numbers), decimals: null },
      ],
      count: numbers.length,
    });
    const rows = await database().look(
      `SELECT (extract(epoch FROM t) * 1000)::text, encode(float8send(v), 'hex') FROM "values"`,
    );
    const expected = numbers.map((number, i) => {
      const bits = Buffer.alloc(8);
      bits.writeDoubleBE(number);
      return [`${times[i]!}`, bits.toString('hex')];
    });
    const shown = rows.map(([time, bits]) => [`${Number(time)}`, bits]);
    expect(shown).to.have.deep.members(expected);
  });

  it('writes text, JSON, booleans and what is absent as they are, in rows of any length', async () => {
    const texts = ["it's", '', 'a\tb\\n\u2028', '\u{1F600}ß', 'x'.repeat(300_000), 'y'.repeat(262_000)];
    const json: Json[] = [{ time: 5 }, [1, null, 'x'], 'text', 7, true, { a: { 'b"': 'ü' } }];
    const flags = [true, false, null, true, false, undefined];
    await write(
      [
        column('text', 'text'),
        column('json', 'json'),
        column('flag', 'boolean', true),
        column('at', 'timestamp', true),
        column('none', 'number', true),
        column('same', 'json'),
      ],
      {
        columns: [
          { kind: 'values', values: texts },
          { kind: 'values', values: json },
          { kind: 'values', values: flags },
          { kind: 'values', values: texts.map((_, i) => (i === 1 ? null : START + i)) },
          { kind: 'absent' },
          { kind: 'constant', value: { time: 1 } },
        ],
        count: texts.length,
      },
    );
    const rows = await database().look(
      `SELECT text, json, flag, (extract(epoch FROM at) * 1000)::float8, none, same FROM "values"`,
    );
    const expected = texts.map((text, i) => {
      return [text, json[i], flags[i] ?? null, i === 1 ? null : START + i, null, { time: 1 }];
    });
    expect(rows).to.have.deep.members(expected);
  });

  it('copies a template over many frames as over one', async () => {
    const count = 30_011;
    await write([column('a', 'text'), column('t', 'timestamp'), column('v', 'number')], {
      columns: [
        { kind: 'constant', value: 'a-name-of-some-length' },
        { kind: 'times', values: Float64Array.from({ length: count }, (_, i) => START + i * 1000) },
        { kind: 'numbers', values: Float64Array.from({ length: count }, (_, i) => i), decimals: null },
      ],
      count,
    });
    expect(
      await database().look(
        `SELECT count(*)::int, count(DISTINCT v)::int, bool_and(extract(epoch FROM t) = ${START / 1000} + v), min(a), max(a)
         FROM "values"`,
      ),
    ).to.deep.equal([[count, count, true, 'a-name-of-some-length', 'a-name-of-some-length']]);
  });

  it('makes tables with types, keys and comments, and indexes once they are filled', async () => {
    await using(async (target) => {
      await target.setUp(all, []);
      const indexes = () =>
        database().look(`SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`);
      expect(await indexes()).to.deep.equal([['assets_pkey'], ['incidents_pkey'], ['metrics_pkey']]);
      for (const group of groups(days(0, 1))) await target.write(work(group));
      await target.finish();
      await target.finish();
      expect(await indexes())
        .to.deep.include(['metrics_timestamp_idx'])
        .and.have.length(4);
    });
    expect(
      await database().look(
        `SELECT column_name::text, data_type::text, is_nullable::text,
           col_description('metrics'::regclass, ordinal_position::int)
         FROM information_schema.columns WHERE table_name = 'metrics' ORDER BY ordinal_position`,
      ),
    ).to.deep.equal([
      ['asset_id', 'text', 'NO', 'whose value'],
      ['metric_name', 'text', 'NO', null],
      ['timestamp', 'timestamp with time zone', 'NO', 'in UTC'],
      ['value', 'double precision', 'NO', null],
      ['unit', 'text', 'YES', null],
      ['tags', 'jsonb', 'YES', null],
    ]);
    expect(await database().look(`SELECT obj_description('metrics'::regclass)`)).to.deep.equal([
      ["one value of one metric; it's measured"],
    ]);
  });

  it('knows what it holds, and a second set-up changes nothing', async () => {
    await using(async (target) => {
      expect(await target.ledger()).to.deep.equal([]);
      await target.setUp(all, []);
      for (const group of groups(days(0, 2))) await target.write(work(group));
      expect((await target.finish()).bytes).to.be.greaterThan(50_000);
    });
    await using(async (target) => {
      const ledger = await target.ledger();
      expect(ledger.map(({ stream, records, range }) => [stream, records, range])).to.deep.equal([
        ['assets', 3, days(0, 2)],
        ['metrics', 288, days(0, 2)],
        ['incidents', 6, days(0, 2)],
      ]);
      expect(ledger[1]).to.deep.include({ scenario: 'sample', table: 'metrics', seed: 42, engine: 1 });
      expect(ledger[1]!.series).to.deep.equal(streams()[1].series.map(({ id, digest }) => ({ id, digest })));
      await target.setUp(all, []);
    });
    const looked = await openPostgres(database().options, context({ readOnly: true }));
    expect(await looked.ledger()).to.have.length(3);
    await looked.close();
  });

  it('refuses a ledger that a later version wrote, before anything is changed', async () => {
    await using((target) => target.setUp(all, []));
    await database().look('UPDATE seedctl.about SET version = 3');
    for (const readOnly of [true, false]) {
      const refused = await failure(using((target) => target.ledger(streams()), { readOnly }));
      expect(refused).to.include({ exit: 4, code: 'other-ledger' });
      expect(refused?.message).to.include('3');
    }
    expect(await failure(using((target) => target.setUp(all, [])))).to.include({ exit: 4, code: 'other-ledger' });
    expect(await database().look('SELECT version::int FROM seedctl.about')).to.deep.equal([[3]]);
  });

  it('opened for reading makes nothing', async () => {
    await using(
      async (target) => {
        expect(await target.ledger()).to.deep.equal([]);
        expect((await failure(target.setUp(all, [])))?.code).to.equal('read-only');
      },
      { readOnly: true },
    );
    expect(await database().look(`SELECT count(*)::int FROM pg_namespace WHERE nspname = 'seedctl'`)).to.deep.equal([
      [0],
    ]);
  });

  it('takes back a group whose records end in an error, and the next one goes on', async () => {
    await using(async (target) => {
      await target.setUp(all, []);
      const [, metrics] = groups(days(0, 1));
      const error = await failure(target.write(work(metrics!, { failure: new Error('no more') })));
      expect(error).to.have.property('message', 'no more');
      expect(await database().look('SELECT count(*)::int FROM metrics')).to.deep.equal([[0]]);
      await target.write(work(metrics!));
      expect(await database().look('SELECT count(*)::int FROM metrics')).to.deep.equal([[144]]);
    });
  });

  it('accepts rows that are there as they should be, where the ledger was lost, and vouches for them', async () => {
    await using(async (target) => {
      await target.setUp(all, []);
      for (const group of groups(days(0, 1))) await target.write(work(group));
    });
    await database().look('DROP SCHEMA seedctl CASCADE');
    await using(async (target) => {
      await target.setUp(all, []);
      for (const group of groups(days(0, 2))) {
        if (group.stream.kind !== 'events') await target.write(work(group));
      }
      expect((await target.ledger()).map(({ records }) => records)).to.deep.equal([3, 288]);
    });
    expect(await database().look('SELECT count(*)::int FROM metrics')).to.deep.equal([[288]]);
  });

  it('makes views by local day, and leaves what somebody else has under their name', async () => {
    const columns = { asset: 'asset_id', metric: 'metric_name', time: 'timestamp', value: 'value' };
    const values = { up: 100, degraded: 50, down: 0 };
    const uptime: ViewRequest = {
      ...{ kind: 'uptime', name: 'uptime_by_day', table: metricsTable, columns, metric: 'availability', values },
    };
    const jobs: ViewRequest = {
      ...{ kind: 'jobs', name: 'jobs_by_type', table: metricsTable, columns, metric: 'cpu_usage' },
      assets: { table: assetsTable, id: 'asset_id', type: 'asset_type' },
    };
    await using(async (target) => {
      await target.setUp(all, [uptime, jobs]);
      for (const group of groups(days(0, 2))) await target.write(work(group));
      await target.setUp(all, [uptime, jobs]);
    });
    expect(
      await database().look(`SELECT day::text, polls::int, up_share, degraded_share, down_share FROM uptime_by_day
        WHERE asset = 'vm-1'`),
    ).to.deep.equal([
      ['2025-02-01', 23, 12 / 23, 6 / 23, 5 / 23],
      ['2025-02-02', 24, 12 / 24, 6 / 24, 6 / 24],
      ['2025-02-03', 1, 0, 0, 1],
    ]);
    expect(await database().look('SELECT type, jobs::int FROM jobs_by_type')).to.deep.equal([['vm', 144]]);
    await database().look('CREATE TABLE public.mine (id int)');
    const error = await using((target) => failure(target.setUp(all, [{ ...uptime, name: 'mine' }])));
    expect(error).to.include({ exit: 8, code: 'view-taken' });
  });

  it('keeps scenarios and schemas apart, and makes a schema that is not there', async () => {
    await using(async (target) => {
      await target.setUp(all, []);
      for (const group of groups(days(0, 1))) await target.write(work(group));
    });
    const apart = await openPostgres({ ...database().options, schema: `it's "apart"` }, context());
    expect(await apart.ledger()).to.deep.equal([]);
    await apart.setUp(all, []);
    for (const group of groups(days(0, 1))) await apart.write(work(group));
    await apart.finish();
    await apart.close();
    expect(await database().look(`SELECT count(*)::int FROM "it's ""apart""".metrics`)).to.deep.equal([[144]]);
    expect(await using((target) => target.ledger(), { scenario: 'other' })).to.deep.equal([]);
  });

  it('ignores limits of time and zones that are set for the database', async () => {
    await database().look(
      `ALTER DATABASE ${database().name} SET statement_timeout = '2s'`,
      `ALTER DATABASE ${database().name} SET idle_in_transaction_session_timeout = '2s'`,
      `ALTER DATABASE ${database().name} SET TimeZone = 'Asia/Kathmandu'`,
    );
    await using(async (target) => {
      await target.setUp(all, []);
      for (const group of groups(days(0, 1))) {
        const slow = work(group);
        await target.write({ ...slow, batches: () => after(2500, slow.batches()) });
      }
      expect((await target.ledger())[1]!.range).to.deep.equal(days(0, 1));
    });
  });

  /** Blocks as a computation does. */
  function* after(ms: number, batches: Iterable<Batch>): Generator<Batch> {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    yield* batches;
  }
});
