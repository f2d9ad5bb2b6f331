import { choice, duration, type Fields, name, number, points, text, type Values } from '../model/field.ts';
import { defineLayer, type Fill, type LayerContext } from './layer.ts';

const fields = {
  of: text({
    summary: 'Whose metric: `self`, `parent`, or the id of an asset.',
    default: 'self',
    examples: ['parent'],
  }),
  metric: name('metric', { summary: 'The metric that is followed.', examples: ['cpu_usage'] }),
  lag: duration({ summary: 'How long ago the value was emitted.', default: '0s', minimum: 0, examples: ['5m'] }),
  window: duration({
    summary:
      'With `pick`: of what was emitted in this time before, or of the latest where that is nothing, one value is made.',
    optional: true,
    exclusiveMinimum: 0,
    examples: ['5m'],
  }),
  pick: choice(
    { max: 'The largest.', mean: 'Their mean.', sum: 'Their sum.', p95: 'The smallest that 95 % do not exceed.' },
    { summary: 'What is made of the values of the `window`.', default: 'max' },
  ),
  gain: number({
    summary: 'Factor, the same for all; one drawn for each asset is a `constant` with `op: multiply` below this layer.',
    default: 1,
    examples: [0.5],
  }),
  offset: number({ summary: 'Added after the factor.', unit: 'unit of the metric', default: 0, examples: [20] }),
  map: points({
    summary: 'From its value to ours, by points; flat outside them.',
    optional: true,
    examples: [{ 60: 0, 80: 15, 95: 45 }],
  }),
  interpolate: choice(
    { linear: 'Straight lines between the points.', step: 'The last point at or below.' },
    {
      summary: 'What lies between the points of `map`.',
      default: 'linear',
      beside: { map: { 60: 0, 80: 15, 95: 45 } },
    },
  ),
} satisfies Fields;

export const follow = defineLayer({
  kind: 'follow',
  summary: 'Follows another metric: gain · map(value, lag ago) + offset.',
  fields,
  examples: [
    { kind: 'follow', metric: 'cpu_usage', gain: 0.5, offset: 20, lag: '5m' },
    { kind: 'follow', metric: 'memory_usage', map: { 60: 0, 80: 15, 95: 45 } },
    { kind: 'follow', metric: 'cpu_usage', window: '15m', pick: 'p95' },
  ],
  lookback: (values) => values.lag + (values.window ?? 0),
  reads: (values) => [{ metric: values.metric, of: values.of }],
  compile(values, context) {
    const source = sourceOf(values, context);
    const { lag, gain, offset } = values;
    const map = values.map === null ? null : mapping(values.map, values.interpolate === 'step');
    return ({ start, step, count }, out) => {
      source({ start: start - lag, step, count }, out);
      if (map !== null) for (let i = 0; i < count; i++) out[i] = map(out[i]!);
      for (let i = 0; i < count; i++) out[i] = gain * out[i]! + offset;
    };
  },
});

/** The latest value; with a window what is made of those emitted in (t − window, t], or of the latest where there is none. */
function sourceOf({ metric, of, window, pick }: Values<typeof fields>, context: LayerContext): Fill {
  if (window === null) return context.signal(metric, of);
  const readings = context.readings(metric, of);
  const reduce = PICKS[pick];
  return ({ start, step, count }, out) => {
    const end = start + (count - 1) * step + 1;
    readings(start - window, end, (times, values, found) => {
      for (let i = 0, from = 0, to = 0; i < count; i++) {
        const t = start + i * step;
        while (to < found && times[to]! <= t) to++;
        while (from < to - 1 && times[from]! <= t - window) from++;
        out[i] = reduce(values, from, to);
      }
    });
  };
}

const PICKS = {
  max: (values: Float64Array, from: number, to: number): number => {
    let most = values[from]!;
    for (let i = from + 1; i < to; i++) if (values[i]! > most) most = values[i]!;
    return most;
  },
  sum,
  mean: (values: Float64Array, from: number, to: number): number => sum(values, from, to) / (to - from),
  // The nearest-rank definition: the ⌈0.95 n⌉th of n values in order.
  p95: (values: Float64Array, from: number, to: number): number =>
    values.slice(from, to).sort()[Math.ceil(0.95 * (to - from)) - 1]!,
};

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += values[i]!;
  return total;
}

/** A function through points sorted by x, flat outside them. */
function mapping(pairs: readonly (readonly [number, number])[], step: boolean): (x: number) => number {
  const [first, last] = [pairs[0]!, pairs[pairs.length - 1]!];
  return (x) => {
    if (x <= first[0]) return first[1];
    if (x >= last[0]) return last[1];
    let i = 1;
    while (pairs[i]![0] <= x) i += 1;
    const [low, high] = [pairs[i - 1]!, pairs[i]!];
    return step ? low[1] : low[1] + ((high[1] - low[1]) * (x - low[0])) / (high[0] - low[0]);
  };
}
