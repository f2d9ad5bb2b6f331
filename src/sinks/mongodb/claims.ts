/**
 * Which documents of a table a ledger vouches for. A group of metrics claims ranges of its series, and so ranges of
 * `_id`s; any other group claims the `_id`s that were noted before they were written.
 */
import type { Binary } from 'mongodb';
import { nothing, subtract, unionOf } from '../../timeline/interval.ts';
import { idAt, ID_BYTES, seriesPrefix } from './identity.ts';
import { type GroupDocument, hex, type Ledger, seriesIn, type SeriesDocument } from './ledger.ts';
import { documentsOf, type SeriesColumns } from './time-series.ts';

export interface Claims {
  /** By the prefix of the series in hex: sets of times. */
  readonly ranges: ReadonlyMap<string, Float64Array>;
  /** `_id`s in hex. */
  readonly keys: ReadonlySet<string>;
}

/** @param series by `_id` in hex, those of all these groups */
export async function claimsOf(
  ledger: Ledger,
  groups: readonly GroupDocument[],
  series: ReadonlyMap<string, SeriesDocument>,
): Promise<Claims> {
  const spans = new Map<string, (readonly [number, number])[]>();
  const keyed: Binary[] = [];
  for (const group of groups) {
    if (group.kind !== 'metrics') {
      keyed.push(group._id);
      continue;
    }
    for (const id of seriesIn(group)) {
      const prefix = prefixOf(series.get(id)!);
      const known = spans.get(prefix);
      const span = [Number(group.from), Number(group.to)] as const;
      if (known === undefined) spans.set(prefix, [span]);
      else known.push(span);
    }
  }
  const keys = new Set<string>();
  for (let i = 0; i < keyed.length; i += 1000) {
    for await (const { ids } of ledger.keys.find({ group: { $in: keyed.slice(i, i + 1000) } })) {
      const text = hex(ids);
      for (let at = 0; at < text.length; at += 2 * ID_BYTES) keys.add(text.slice(at, at + 2 * ID_BYTES));
    }
  }
  return { ranges: new Map([...spans].map(([prefix, all]) => [prefix, unionOf(all)])), keys };
}

export const prefixOf = ({ asset, metric }: Pick<SeriesDocument, 'asset' | 'metric'>): string =>
  Buffer.from(seriesPrefix(asset, metric)).toString('hex');

/** What of the first is not claimed by the second. */
export function without(own: Claims, others: Claims): Claims {
  const ranges = [...own.ranges].flatMap(([prefix, set]): [string, Float64Array][] => {
    const left = subtract(set, others.ranges.get(prefix) ?? nothing);
    return left.length === 0 ? [] : [[prefix, left]];
  });
  return { ranges: new Map(ranges), keys: new Set([...own.keys].filter((key) => !others.keys.has(key))) };
}

/** Filters that together find the documents that are claimed by time, by columns. */
export function* filtersByColumns(
  { ranges }: Claims,
  columns: SeriesColumns,
  series: ReadonlyMap<string, SeriesDocument>,
): Generator<object> {
  const whose = new Map([...series.values()].map((one) => [prefixOf(one), one]));
  for (const [prefix, set] of ranges) {
    for (let i = 0; i < set.length; i += 2) {
      yield documentsOf(columns, [whose.get(prefix)!], { from: set[i]!, to: set[i + 1]! });
    }
  }
}

/** Filters that together find the documents with these `_id`s, few enough in each for one question. */
export function* filtersOf({ ranges, keys }: Claims): Generator<object> {
  for (const [prefix, set] of ranges) {
    const bytes = Buffer.from(prefix, 'hex');
    for (let i = 0; i < set.length; i += 2) {
      yield { _id: { $gte: idAt(bytes, set[i]!), $lt: idAt(bytes, set[i + 1]!) } };
    }
  }
  const ids = [...keys];
  for (let i = 0; i < ids.length; i += 1000) {
    yield { _id: { $in: ids.slice(i, i + 1000).map((key) => Buffer.from(key, 'hex')) } };
  }
}
