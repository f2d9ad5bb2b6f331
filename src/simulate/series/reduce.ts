/** Fewer points than records, for what is only looked at. */
import type { Range } from '../../model/units.ts';
import type { Column } from './column.ts';

/** Of each of some equal parts of a range; NaN where a part holds no record. */
export interface Parts {
  readonly min: Float64Array;
  readonly mean: Float64Array;
  readonly max: Float64Array;
}

export function parts({ times, values }: Column, { from, to }: Range, count: number): Parts {
  const min = new Float64Array(count).fill(NaN);
  const max = new Float64Array(count).fill(NaN);
  const sum = new Float64Array(count);
  const records = new Float64Array(count);
  for (let i = 0; i < times.length; i++) {
    const part = Math.min(count - 1, Math.floor(((times[i]! - from) / (to - from)) * count));
    const value = values[i]!;
    if (!(value >= min[part]!)) min[part] = value;
    if (!(value <= max[part]!)) max[part] = value;
    sum[part]! += value;
    records[part]! += 1;
  }
  return { min, max, mean: sum.map((total, i) => total / records[i]!) };
}

/**
 * At most `most` records, which are real ones with their own times: of each of equally many in a row the smallest and
 * the largest, so that no peak is lost. The first and the last stay too.
 */
export function thin({ times, values }: Column, most: number): Column {
  const size = values.length;
  if (size <= most) return { times, values };
  const kept: number[] = [];
  const pairs = Math.max(1, Math.floor((most - 2) / 2));
  kept.push(0);
  for (let pair = 0; pair < pairs; pair++) {
    const [first, end] = [
      1 + Math.floor((pair * (size - 2)) / pairs),
      1 + Math.floor(((pair + 1) * (size - 2)) / pairs),
    ];
    let [low, high] = [first, first];
    for (let i = first; i < end; i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  kept.push(size - 1);
  return { times: Float64Array.from(kept, (i) => times[i]!), values: Float64Array.from(kept, (i) => values[i]!) };
}
