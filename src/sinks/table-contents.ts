/** What a table holds, from what its target counts. */
import type { Instant, MetricName } from '../model/units.ts';
import type { SeriesContents, TableContents } from './contents.ts';

/** What is counted by series, in their order. */
export type SeriesCount = Omit<SeriesContents, 'values'>;

/** How many records of a series have a value; null: a value that is no number. */
export interface ValueCount {
  readonly asset: string | null;
  readonly metric: MetricName | null;
  readonly value: number | null;
  readonly records: number;
}

/** From what a target counts by series, and by series and value. */
export function tableContents(
  table: string,
  counted: readonly SeriesCount[],
  tallied: readonly ValueCount[],
): TableContents {
  const nameOf = ({ asset, metric }: Pick<SeriesContents, 'asset' | 'metric'>) => JSON.stringify([asset, metric]);
  const tallies = new Map<string, Map<number, number>>();
  for (const one of tallied) {
    const values = tallies.get(nameOf(one)) ?? new Map<number, number>();
    if (one.value !== null) values.set(one.value, one.records);
    tallies.set(nameOf(one), values);
  }
  const furthest = (end: 'first' | 'last', pick: (a: number, b: number) => number): Instant | null =>
    counted.reduce<number | null>((a, { [end]: b }) => (a === null || b === null ? (a ?? b) : pick(a, b)), null);
  return {
    table,
    records: counted.reduce((sum, { records }) => sum + records, 0),
    first: furthest('first', Math.min),
    last: furthest('last', Math.max),
    series: counted.map((one) => ({ ...one, values: tallies.get(nameOf(one)) ?? null })),
  };
}

/** What is there of a table that is not there. */
export const nothingIn = (table: string): TableContents => tableContents(table, [], []);
