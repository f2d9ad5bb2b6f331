/** Adds groups to the ledger, inside the transaction that writes their rows. */
import { INTEGER, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import type { Group, PlannedStream, Series } from '../../model/plan.ts';
import type { SinkContext } from '../sink.ts';
import type { Database } from './database.ts';

export interface LedgerWriter {
  /** The number that the group has from here on: rows of `seedctl.keys` name it. */
  append(group: Group, result: { readonly records: number; readonly fingerprint: string }): Promise<number>;
  /** After a rollback: what was appended is not there. */
  forget(): void;
}

export function createLedgerWriter(
  database: Database,
  { scenario, seed, engine }: Pick<SinkContext, 'scenario' | 'seed' | 'engine'>,
): LedgerWriter {
  let loaded: Numbers | null = null;
  return {
    async append(group, { records, fingerprint }) {
      const numbers = (loaded ??= await load(database, scenario));
      const stream = await streamOf(database, numbers, scenario, group.stream);
      const series = await seriesOf(database, numbers, stream, group.series);
      const number = ++numbers.groups;
      const { from, to } = group.range;
      await database.run(
        `INSERT INTO seedctl.groups BY NAME
           SELECT $1 AS "group", $2 AS stream, $3 AS seed, $4 AS engine, make_timestamp_ms($5) AS since,
             make_timestamp_ms($6) AS until, $7::INTEGER[] AS series, $8 AS records, $9 AS fingerprint,
             make_timestamp_ms(epoch_ms(now())) AS written_at`,
        [number, stream, seed, engine, from, to, listValue(series), records, fingerprint],
        { 6: LIST(INTEGER) },
      );
      return number;
    },
    forget() {
      loaded = null;
    },
  };
}

/** The highest number of each kind, and the numbers of this scenario's streams and series by what they are. */
interface Numbers {
  streams: number;
  series: number;
  groups: number;
  readonly known: Map<string, number>;
}

async function load(database: Database, scenario: string): Promise<Numbers> {
  const [highest] = await database.rows(
    `SELECT (SELECT coalesce(max(stream), 0) FROM seedctl.streams) AS streams,
       (SELECT coalesce(max(series), 0) FROM seedctl.series) AS series,
       (SELECT coalesce(max("group"), 0) FROM seedctl.groups) AS groups`,
  );
  const streams = await database.rows(
    `SELECT stream, name, kind, table_name, asset_column, metric_column, time_column, key
     FROM seedctl.streams WHERE scenario = $1`,
    [scenario],
  );
  const series = await database.rows(
    `SELECT r.series, r.stream, r.name, r.digest FROM seedctl.series r JOIN seedctl.streams s USING (stream)
     WHERE s.scenario = $1`,
    [scenario],
  );
  const known = new Map<string, number>();
  for (const { stream, ...rest } of streams) known.set(JSON.stringify(Object.values(rest)), stream as number);
  for (const { series: number, stream, name, digest } of series) {
    known.set(seriesKey(stream as number, name as string, digest as string), number as number);
  }
  return { streams: 0, series: 0, groups: 0, ...highest, known };
}

const seriesKey = (stream: number, id: string, digest: string): string => `${stream} ${digest} ${id}`;

/** A stream whose table or key columns have changed is another one: its older rows are found by the older columns. */
async function streamOf(database: Database, numbers: Numbers, scenario: string, stream: PlannedStream) {
  const { asset, metric, time } = stream.keyColumns;
  const columns = [stream.id, stream.kind, stream.table.name, asset, metric, time] as const;
  const key = stream.table.key;
  const name = JSON.stringify([...columns, key]);
  const before = numbers.known.get(name);
  if (before !== undefined) return before;
  const number = ++numbers.streams;
  await database.run(
    'INSERT INTO seedctl.streams VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::VARCHAR[])',
    [number, scenario, ...columns, key && listValue(key)],
    key === null ? {} : { 8: LIST(VARCHAR) },
  );
  numbers.known.set(name, number);
  return number;
}

async function seriesOf(
  database: Database,
  numbers: Numbers,
  stream: number,
  all: readonly Series[],
): Promise<readonly number[]> {
  const added: { readonly number: number; readonly series: Series }[] = [];
  const found = all.map((series) => {
    const key = seriesKey(stream, series.id, series.digest);
    const before = numbers.known.get(key);
    if (before !== undefined) return before;
    const number = ++numbers.series;
    numbers.known.set(key, number);
    added.push({ number, series });
    return number;
  });
  if (added.length > 0) await insert(database, stream, added);
  return found;
}

async function insert(
  database: Database,
  stream: number,
  added: readonly { readonly number: number; readonly series: Series }[],
): Promise<void> {
  const appender = await database.connection.createAppender('series', 'seedctl');
  for (const { number, series } of added) {
    appender.appendInteger(number);
    appender.appendInteger(stream);
    for (const text of [series.id, series.digest, series.asset]) appender.appendVarchar(text);
    if (series.metric === null) appender.appendNull();
    else appender.appendVarchar(series.metric);
    appender.endRow();
  }
  appender.closeSync();
}
