import { expect } from 'chai';
import fc from 'fast-check';
import type { CheckFacts } from '../../../src/sinks/check.ts';
import { HashSum, hashOf } from '../../../src/sinks/postgres/hash.ts';
import { instantOf } from '../../../src/sinks/postgres/instant.ts';
import { checkPostgres } from '../../../src/sinks/postgres/check.ts';
import { openPostgres } from '../../../src/sinks/postgres/target.ts';
import type { DifferentCell, FoundRow } from '../../../src/sinks/verification.ts';
import { assetsTable, context, DAY, days, groups, incidentsTable, metricsTable, streams, work } from '../sample.ts';
import { useDatabase } from './database.ts';

const all = [assetsTable, metricsTable, incidentsTable];

describe('verifying PostgreSQL', function () {
  this.timeout(120_000);
  const database = useDatabase();

  async function fill(): Promise<void> {
    const target = await openPostgres(database().options, context());
    await target.setUp(all, []);
    for (const group of groups(days(0, 3))) await target.write(work(group));
    await target.finish();
    await target.close();
  }

  async function differentCells(): Promise<readonly DifferentCell[]> {
    const target = await openPostgres(database().options, context({ readOnly: true }));
    const stream = streams()[1];
    const verification = await target.verification!(streams());
    const range = days(0, 3);
    const keys = stream.series.map(({ asset, metric }) => ({ asset, metric }));
    const { batches } = work({ stream, series: stream.series, range });
    const cells = await verification.differentCells({ stream, keys, range, batches });
    await verification.close();
    await target.close();
    return cells;
  }

  it('hashes instants and numbers as the server does', async () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const time = fc.integer({ min: -4e12, max: 4e12 });
    const samples = fc.sample(fc.tuple(time, number, number), { numRuns: 300, seed: 7 });
    const rows = [...samples, [0, 0, -0], [946_684_800_000, 1, 0], [946_684_799_999, 0, 1]] as [
      number,
      number,
      number,
    ][];
    const literals = rows.map(([t, v, w]) => `(${instantOf(t)}, '${v}'::float8, '${w}'::float8)`);
    const found = await database().look(
      `SET TimeZone = 'UTC'`,
      `SELECT ${hashOf('t', ['v', 'w'])}::text FROM (VALUES ${literals.join(', ')}) AS r (t, v, w)`,
    );
    const expected = rows.map(([t, v, w]) => {
      const hash = new HashSum();
      hash.add(t, [v, w]);
      return [BigInt.asIntN(64, hash.sum).toString()];
    });
    expect(found).to.deep.equal(expected);
  });

  it('finds nothing where everything is as it should be, and everything where nothing is there', async () => {
    const missing = await differentCells();
    expect(missing).to.have.length(18);
    expect(missing[0]).to.deep.equal({
      key: { asset: 'vm-1', metric: 'cpu_usage' },
      range: days(0, 1),
      expected: 24,
      found: 0,
    });
    await fill();
    expect(await differentCells()).to.deep.equal([]);
  });

  const changes: readonly [what: string, sql: string, found: number][] = [
    ['a value', 'UPDATE metrics SET value = value + 1e-9 WHERE', 24],
    ['a unit', `UPDATE metrics SET unit = 'percent' WHERE`, 24],
    ['a label', `UPDATE metrics SET tags = '{"site": "y"}' WHERE`, 24],
    ['a time', `UPDATE metrics SET "timestamp" = "timestamp" + interval '1 minute' WHERE`, 24],
    ['a row', 'DELETE FROM metrics WHERE', 23],
  ];
  for (const [what, sql, found] of changes) {
    it(`finds the day and the key of ${what} that is another`, async () => {
      await fill();
      await database().look(
        `${sql} asset_id = 'vm-2' AND metric_name = 'cpu_usage' AND "timestamp" = TIMESTAMPTZ '2025-02-02 07:00Z'`,
      );
      const key = { asset: 'vm-2', metric: 'cpu_usage' };
      expect(await differentCells()).to.deep.equal([{ key, range: days(1, 2), expected: 24, found }]);
    });
  }

  it('gives rows back as they are, those of a key in the order of time', async () => {
    await fill();
    const target = await openPostgres(database().options, context({ readOnly: true }));
    const verification = await target.verification!(streams());
    const rowsOf = async (at: 0 | 1 | 2, keys: { asset: string | null; metric: string | null }[], whole = false) => {
      const rows: FoundRow[] = [];
      const range = whole ? null : { from: days(0, 1).from, to: days(0, 1).from + DAY / 8 };
      for await (const row of verification.rows({ stream: streams()[at], keys, range })) rows.push(row);
      return rows;
    };
    const start = days(0, 1).from;
    expect(await rowsOf(1, [{ asset: 'vm-1', metric: 'cpu_usage' }])).to.deep.equal(
      [0, 1, 2].map((i) => ['vm-1', 'cpu_usage', start + i * 3_600_000, i + 0.4, '%', { site: 'x' }]),
    );
    expect(await rowsOf(0, [{ asset: "svc'3", metric: null }], true)).to.deep.equal([
      ["svc'3", 'vm', { note: 'a "quoted" word' }],
    ]);
    expect(await rowsOf(2, [{ asset: 'vm-2', metric: null }], true)).to.have.length(3);
    await verification.close();
    await target.close();
  });

  it('checks what a run would do, and does nothing of it', async () => {
    const check = async (): Promise<Partial<CheckFacts>> => {
      let facts: Partial<CheckFacts> = {};
      const tell = (more: Partial<CheckFacts>) => (facts = { ...facts, ...more });
      await checkPostgres(database().options, context({ readOnly: true }), {
        ...{ tables: all, views: [], planned: streams(), tell },
      });
      return facts;
    };
    const before = await check();
    expect(before.server?.name).to.equal('PostgreSQL');
    expect(before.tls).to.equal(null);
    expect(before.rights).to.deep.equal(['make temporary tables', 'make schemas', 'make tables in public']);
    expect(before.changes?.map(({ object }) => object)).to.deep.equal([
      'seedctl',
      'assets',
      'metrics',
      'incidents',
      'metrics',
    ]);
    expect(await database().look(`SELECT count(*)::int FROM pg_namespace WHERE nspname = 'seedctl'`)).to.deep.equal([
      [0],
    ]);
    await fill();
    expect((await check()).changes).to.deep.equal([]);
  });
});
