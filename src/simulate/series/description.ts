/** What the values of a series are like, in a few numbers. */
import type { Metric } from '../../model/scenario.ts';
import { DAY, HOUR, type Duration, type Instant } from '../../model/units.ts';
import type { Column } from './column.ts';
import { quantile } from './quantiles.ts';

export interface Description {
  readonly records: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly sd: number;
  readonly min: Extreme;
  readonly max: Extreme;
  readonly p1: number;
  readonly p5: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  /** Share of the records that lie on a bound of `clamp`; null where there is no such bound. */
  readonly clamped: { readonly min: number | null; readonly max: number | null };
  /** Correlation with the values one step, an hour and a day before; null where there are too few pairs. */
  readonly autocorrelation: { readonly step: number | null; readonly hour: number | null; readonly day: number | null };
}

/** A value, and when it is first reached. */
export interface Extreme {
  readonly value: number;
  readonly at: Instant;
}

/**
 * @param sorted the column's values in ascending order, none of them missing
 * @param step of the grid; null where it is not even
 */
export function describe(column: Column, sorted: Float64Array, metric: Metric, step: Duration | null): Description {
  const { times, values } = column;
  const records = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / records;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const extreme = (value: number): Extreme => ({ value, at: times[values.indexOf(value)] ?? NaN });
  const on = (bound: number | null): number | null =>
    bound === null || records === 0 ? null : values.reduce((sum, value) => sum + Number(value === bound), 0) / records;
  const { clamp } = metric;
  const correlation = (lag: Duration): number | null => (step === null ? null : autocorrelation(column, lag, mean));
  return {
    records,
    mean,
    sd: Math.sqrt(squares / records),
    min: extreme(sorted[0] ?? NaN),
    max: extreme(sorted[records - 1] ?? NaN),
    p1: quantile(sorted, 0.01),
    p5: quantile(sorted, 0.05),
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    clamped: { min: on(clamp.min), max: on(clamp.max) },
    autocorrelation: {
      step: step === null ? null : correlation(step),
      hour: correlation(HOUR),
      day: correlation(DAY),
    },
  };
}

/** Pairs below which a correlation says nothing. */
const FEW = 20;

/** Of pairs of records that lie exactly this far apart; null where they are few, or the values do not vary. */
export function autocorrelation({ times, values }: Column, lag: Duration, mean: number): number | null {
  let [pairs, together, before, after] = [0, 0, 0, 0];
  for (let i = 0, j = 0; i < times.length; i++) {
    const wanted = times[i]! - lag;
    while (times[j]! < wanted) j += 1;
    if (times[j] !== wanted) continue;
    const [a, b] = [values[j]! - mean, values[i]! - mean];
    pairs += 1;
    together += a * b;
    before += a * a;
    after += b * b;
  }
  return pairs < FEW || before === 0 || after === 0 ? null : together / Math.sqrt(before * after);
}
