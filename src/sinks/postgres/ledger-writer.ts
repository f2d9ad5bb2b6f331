/** Numbers of streams and series in the ledger, and groups that name them, added with the rows that they vouch for. */
import type { Group, PlannedStream } from '../../model/plan.ts';
import type { KeySpan } from '../../model/span.ts';
import type { SinkContext } from '../sink.ts';
import type { PostgresLease } from './lease-store.ts';
import { instantOf } from './instant.ts';
import type { Owner } from './ledger.ts';
import type { Server, Transaction } from './server.ts';

export interface LedgerWriter {
  /** Before a stream's first group: its series have numbers afterwards, and nothing is vouched for by them. */
  register(stream: PlannedStream): Promise<void>;
  /**
   * In the transaction that writes the rows, as its last statement: where the lease is another run's by now, all of
   * it is taken back.
   *
   * @param session of the transaction, by which the entry is found again
   * @param vouched what tells its rows where its series and range do not
   */
  append(transaction: Transaction, group: Group, result: Result, session: string, vouched: Vouched): Promise<void>;
  /** Whether the group of a transaction is there. */
  has(transaction: Transaction, session: string): Promise<boolean>;
  /** After a clean nothing has a number. */
  forget(): void;
}

/** A query of the keys of rows, as arrays of text; or stretches of series that hold no other rows. */
export type Vouched = string | readonly KeySpan[] | null;

interface Result {
  readonly records: number;
  readonly fingerprint: string;
}

interface Numbers {
  readonly stream: number;
  /** By id and digest. */
  readonly series: ReadonlyMap<string, number>;
}

export function createLedgerWriter(
  server: Server,
  { scenario, schema }: Owner,
  { seed, engine }: Pick<SinkContext, 'seed' | 'engine'>,
  lease: PostgresLease,
): LedgerWriter {
  const known = new Map<string, Promise<Numbers>>();
  const numbersOf = (stream: PlannedStream): Promise<Numbers> => {
    const name = JSON.stringify([stream.id, stream.series.map((series) => keyOf(series.id, series.digest))]);
    const before = known.get(name);
    if (before !== undefined) return before;
    const numbers = server.transaction((transaction) => register(transaction, scenario, schema, stream));
    known.set(name, numbers);
    numbers.catch(() => known.delete(name));
    return numbers;
  };
  return {
    async register(stream) {
      await numbersOf(stream);
    },
    async append(transaction, { stream, series, range }, { records, fingerprint }, session, vouched) {
      const numbers = await numbersOf(stream);
      const group = `INSERT INTO seedctl.groups
          (stream, seed, engine, since, until, series, records, fingerprint, session, token)
        VALUES ($1, $2, $3, ${instantOf('$4')}, ${instantOf('$5')}, $6, $7, $8, $9,
          (SELECT token FROM seedctl.leases WHERE lease = $10 AND token = $11 FOR KEY SHARE))`;
      const values = [
        ...[numbers.stream, seed, engine, range.from, range.to],
        series.map(({ id, digest }) => numbers.series.get(keyOf(id, digest))!),
        ...[records, fingerprint, session, lease.number, lease.token],
      ];
      const statement = vouched === null ? group : `WITH added AS (${group} RETURNING "group") ${appended(vouched)}`;
      const spans = typeof vouched === 'string' || vouched === null ? [] : [JSON.stringify(vouched.map(asRow))];
      try {
        await transaction.run(statement, [...values, ...spans]);
      } catch (error) {
        throw lease.ifLost(error);
      }
    },
    async has(transaction, session) {
      return (await transaction.rows('SELECT 1 AS there FROM seedctl.groups WHERE session = $1', [session])).length > 0;
    },
    forget() {
      known.clear();
    },
  };
}

function appended(vouched: NonNullable<Vouched>): string {
  return typeof vouched === 'string'
    ? `INSERT INTO seedctl.keys SELECT added."group", rows.key FROM added CROSS JOIN (${vouched}) AS rows (key)`
    : `INSERT INTO seedctl.spans
       SELECT added."group", one.key, ${instantOf('one.since')}, ${instantOf('one.until')}, one.records
       FROM added CROSS JOIN jsonb_to_recordset($12::jsonb)
         AS one (key text[], since float8, until float8, records bigint)`;
}

const asRow = ({ key, range, records }: KeySpan) => ({ key, since: range.from, until: range.to, records });

const keyOf = (id: string, digest: string): string => `${digest} ${id}`;

async function register(transaction: Transaction, scenario: string, schema: string, planned: PlannedStream) {
  const stream = await streamOf(transaction, scenario, schema, planned);
  const rows = await transaction.rows('SELECT series, name, digest FROM seedctl.series WHERE stream = $1', [stream]);
  const series = new Map(
    rows.map((row) => [keyOf(row['name'] as string, row['digest'] as string), row['series'] as number]),
  );
  const missing = planned.series.filter(({ id, digest }) => !series.has(keyOf(id, digest)));
  if (missing.length > 0) {
    const added = await transaction.rows(
      `INSERT INTO seedctl.series (stream, name, digest, asset, metric)
       SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) RETURNING series, name, digest`,
      [stream, ...(['id', 'digest', 'asset', 'metric'] as const).map((of) => missing.map((one) => one[of]))],
    );
    for (const row of added) series.set(keyOf(row['name'] as string, row['digest'] as string), row['series'] as number);
  }
  return { stream, series };
}

/** A stream whose table or key columns have changed is another one: its older rows are found by the older columns. */
async function streamOf(transaction: Transaction, scenario: string, schema: string, planned: PlannedStream) {
  const { asset, metric, time } = planned.keyColumns;
  const values = [
    scenario,
    planned.id,
    planned.kind,
    schema,
    planned.table.name,
    asset,
    metric,
    time,
    planned.table.key,
  ];
  const columns = 'scenario, name, kind, target_schema, table_name, asset_column, metric_column, time_column, key';
  const types = columns.split(', ').map((name, i) => `$${i + 1}::${name === 'key' ? 'text[]' : 'text'}`);
  const [before] = await transaction.rows(
    `SELECT stream FROM seedctl.streams WHERE (${columns}) IS NOT DISTINCT FROM (${types.join(', ')})`,
    values,
  );
  if (before !== undefined) return before['stream'] as number;
  const [added] = await transaction.rows(
    `INSERT INTO seedctl.streams (${columns}) VALUES (${types.join(', ')}) RETURNING stream`,
    values,
  );
  return added!['stream'] as number;
}
