/** By which columns rows are found again that a ledger in SQL vouches for. */
import type { KeyColumns, PlannedStream } from '../model/plan.ts';
import { unknownRows } from './refusals.ts';

/** A stream of which the ledger has groups. */
export interface HeldStream extends KeyColumns {
  readonly stream: number;
  readonly name: string;
  readonly kind: string;
  readonly table: string;
  readonly key: readonly string[] | null;
  readonly records: number;
}

/** The columns by which rows are found: of metrics asset, metric and time, of others the key of the row. */
export interface Way {
  readonly by: 'range' | 'key';
  readonly key: readonly string[];
}

/**
 * Streams of one table whose rows are found in one way.
 *
 * @param columnsOf whether a table has a column; null: there is no such table
 * @throws SeedctlError (exit 4) where rows cannot be found
 */
export async function waysOf(
  held: readonly HeldStream[],
  columnsOf: (table: string) => Promise<((name: string) => boolean) | null>,
) {
  const ways = new Map<string, { readonly table: string; readonly way: Way; readonly streams: number[] }>();
  for (const { stream, table, name, records, ...columns } of held) {
    const has = await columnsOf(table);
    // Who dropped the table has removed the rows.
    if (has === null || records === 0) continue;
    const way = wayTo(columns, (why) => unknownRows(table, name, why));
    const missing = way.key.find((one) => !has(one));
    if (missing !== undefined) throw unknownRows(table, name, `the table has no column ${missing} any more`);
    const id = JSON.stringify([table, way]);
    const same = ways.get(id);
    if (same === undefined) ways.set(id, { table, way, streams: [stream] });
    else same.streams.push(stream);
  }
  return ways.values();
}

function wayTo(
  { kind, asset, metric, time, key }: KeyColumns & Pick<HeldStream, 'kind' | 'key'>,
  unknown: (why: string) => Error,
): Way {
  if (kind === 'metrics') {
    if (asset !== null && metric !== null && time !== null) return { by: 'range', key: [asset, metric, time] };
    throw unknown('their record leaves out the asset, the metric or the time');
  }
  if (key !== null) return { by: 'key', key };
  throw unknown('their record leaves out a column of the key');
}

export interface PlannedWay extends Way {
  /** The columns that say of which series a row is. */
  readonly whose: readonly string[];
}

/** How rows of a stream that is planned are found in a table with these columns; null: they cannot be. */
export function wayInto(
  { kind, keyColumns, table }: PlannedStream,
  there: (name: string) => boolean,
): PlannedWay | null {
  const { asset, metric, time } = keyColumns;
  const has = (name: string | null): name is string => name !== null && there(name);
  if (kind === 'metrics' && has(asset) && has(metric) && has(time)) {
    return { by: 'range', key: [asset, metric, time], whose: [asset, metric] };
  }
  if (kind === 'assets' && has(asset) && table.key?.every(has) === true) {
    return { by: 'key', key: table.key, whose: [asset] };
  }
  return null;
}

/** Whether claims `c` and `d` can be on the same row. */
export const meet = {
  range: 'c.asset = d.asset AND c.metric = d.metric AND c.since < d.until AND d.since < c.until',
  key: 'c.key = d.key',
};
