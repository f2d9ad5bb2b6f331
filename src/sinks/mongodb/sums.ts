/** What the records of a slice should sum up to, series by series, and whether sums that were found are these. */
import type { Document } from 'mongodb';
import { canonical } from '../../model/canonical.ts';
import type { Batch, Table } from '../../model/table.ts';
import { DAY, type Json, type Range } from '../../model/units.ts';
import type { ExpectedSlice, SeriesKey, Slice } from '../verification.ts';

/** Bound of the error of one addition, relative to the sum. */
const EPSILON = 2 ** -52;

/** Of the records of a series on a day, or of all days. */
export interface Sums {
  count: number;
  value: number;
  weighted: number;
  /** Of absolute values: what the rounding of the sums is measured by. */
  readonly size: { value: number; weighted: number };
}

export type Constants = ReadonlyMap<string, Json>;

export interface Expected {
  readonly key: SeriesKey;
  readonly days: Map<number, Sums>;
  /** By column, what all records hold; null: they differ, and only rows can be compared. */
  constants: Constants | null;
}

export const nameOf = ({ asset, metric }: SeriesKey): string => JSON.stringify([asset ?? null, metric ?? null]);

export const valueOf = ({ columns }: Table): string => columns.find(({ type }) => type === 'number')?.name ?? '';

/** Columns besides whose, when and what. */
export function othersOf({ stream: { table, keyColumns } }: Slice): readonly string[] {
  const known = [keyColumns.asset, keyColumns.metric, keyColumns.time, valueOf(table)];
  return table.columns.map(({ name }) => name).filter((name) => !known.includes(name));
}

export function sumExpected(slice: ExpectedSlice): ReadonlyMap<string, Expected> {
  const expected = new Map<string, Expected>();
  const { table, keyColumns } = slice.stream;
  const indexOf = (name: string | null) => table.columns.findIndex((column) => column.name === name);
  const [time, value] = [indexOf(keyColumns.time), indexOf(valueOf(table))];
  for (const batch of slice.batches()) {
    const key = {
      asset: keyColumns.asset === null ? null : batch.asset,
      metric: keyColumns.metric === null ? null : batch.metric,
    };
    const constants = constantsOf(batch, othersOf(slice));
    const known = expected.get(nameOf(key));
    const one = known ?? { key, days: new Map<number, Sums>(), constants };
    if (known === undefined) expected.set(nameOf(key), one);
    else if (!isSameMap(one.constants, constants)) one.constants = null;
    const [times, values] = [batch.columns[time], batch.columns[value]];
    if (times?.kind !== 'times' || values?.kind !== 'numbers') one.constants = null;
    else addTo(one.days, times.values, values.values, batch.count, slice.range);
  }
  return expected;
}

function addTo(
  days: Map<number, Sums>,
  times: Float64Array,
  values: Float64Array,
  count: number,
  { from }: Range,
): void {
  let [day, sums]: [number, Sums | undefined] = [NaN, undefined];
  for (let i = 0; i < count; i++) {
    const [time, value] = [times[i]!, values[i]!];
    if (sums === undefined || time >= day + DAY || time < day) {
      day = Math.floor(time / DAY) * DAY;
      sums = days.get(day);
      if (sums === undefined)
        days.set(day, (sums = { count: 0, value: 0, weighted: 0, size: { value: 0, weighted: 0 } }));
    }
    const weighted = value * ((time - from) / 1000);
    sums.count += 1;
    sums.value += value;
    sums.weighted += weighted;
    sums.size.value += Math.abs(value);
    sums.size.weighted += Math.abs(weighted);
  }
}

export function total(expected: Expected | undefined): Sums | undefined {
  if (expected === undefined) return undefined;
  const all: Sums = { count: 0, value: 0, weighted: 0, size: { value: 0, weighted: 0 } };
  for (const day of expected.days.values()) {
    all.count += day.count;
    all.value += day.value;
    all.weighted += day.weighted;
    all.size.value += day.size.value;
    all.size.weighted += day.size.weighted;
  }
  return all;
}

function constantsOf(batch: Batch, others: readonly string[]): Constants | null {
  const constants = new Map<string, Json>();
  for (const name of others) {
    const column = batch.columns[batch.table.columns.findIndex((one) => one.name === name)];
    if (column?.kind === 'absent') constants.set(name, null);
    else if (column?.kind === 'constant') constants.set(name, column.value);
    else return null;
  }
  return constants;
}

function isSameMap(a: Constants | null, b: Constants | null): boolean {
  return (
    a !== null && b !== null && [...a].every(([name, value]) => canonical(b.get(name) ?? null) === canonical(value))
  );
}

/** As far as counts and sums tell. */
export function isEqual(
  expected: Expected | undefined,
  sums: Sums | undefined,
  found: Document | undefined,
  others: readonly string[],
): boolean {
  if (sums === undefined || sums.count === 0) return found === undefined;
  if (expected?.constants == null || found?.['count'] !== sums.count) return false;
  return (
    isNear(sums, found) &&
    others.every((name, i) => {
      const should = canonical(expected.constants!.get(name) ?? null);
      return canonical(found[`least${i}`] ?? null) === should && canonical(found[`most${i}`] ?? null) === should;
    })
  );
}

/** Sums of as many values, but for their rounding. */
export function isNear(sums: Sums, found: Document): boolean {
  const near = (name: 'value' | 'weighted'): boolean =>
    Math.abs(Number(found[name]) - sums[name]) <= 2 * EPSILON * sums.count * sums.size[name];
  return near('value') && near('weighted');
}
