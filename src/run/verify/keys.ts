/** What the rows of a series carry: by it they are found in a table that others may share. */
import type { PlannedStream, Series } from '../../model/plan.ts';
import type { SeriesKey } from '../../sinks/verification.ts';
import { metricOf } from '../counts.ts';

function keyOfSeries(stream: PlannedStream, series: Series): SeriesKey {
  const { asset, metric } = stream.keyColumns;
  return {
    asset: asset === null ? null : series.asset,
    metric: metric === null ? null : metricOf(stream, series),
  };
}

/** Series by the text of their key: where a record leaves out the metric, those of an asset have the same. */
export function seriesByKey(
  stream: PlannedStream,
  series: readonly Series[],
): ReadonlyMap<string, { readonly key: SeriesKey; readonly series: readonly Series[] }> {
  const found = new Map<string, { readonly key: SeriesKey; readonly series: Series[] }>();
  for (const one of series) {
    const key = keyOfSeries(stream, one);
    const same = found.get(textOf(key));
    if (same === undefined) found.set(textOf(key), { key, series: [one] });
    else same.series.push(one);
  }
  return found;
}

export const textOf = ({ asset, metric }: SeriesKey): string => JSON.stringify([asset, metric]);
