import type { Draw } from '../../model/draw.ts';
import type { CurvePoint } from '../../model/field.ts';
import type { Layer, Metric } from '../../model/scenario.ts';
import { quote } from '../diagnostics/words.ts';
import { isMapping } from '../normalise/text.ts';
import { drawBounds } from './draw-bounds.ts';
import type { Rule } from './rule.ts';

type Interval = readonly [low: number, high: number];

/** Noise hardly ever leaves this many deviations. */
const DEVIATIONS = 6;
const ALL: Interval = [-Infinity, Infinity];

/** A clamp leaves something of the values: it does not make all of them one of its bounds. */
export const cut: Rule = {
  whole: true,
  check({ patterns, episodes }) {
    for (const { value, written } of patterns) {
      const others = [...value.episodes, ...episodes.map((located) => located.value)];
      for (const metric of Object.values(value.metrics)) {
        // An episode may lift it into the clamp.
        if (others.some(({ metrics }) => Object.hasOwn(metrics, metric.name))) continue;
        const bound = beyond(metric);
        if (bound === null) continue;
        const own = written.at.below('metrics', metric.name);
        const here = isMapping(written.written) && isMapping(written.written['metrics']);
        const block = here ? (written.written['metrics'] as { [name: string]: unknown })[metric.name] : null;
        const place = isMapping(block) && Object.hasOwn(block, 'clamp') ? own.below('clamp') : own;
        place.warning(
          'cuts-everything',
          `Every value of ${quote(metric.name)} is beyond its \`clamp\`: all will be ${quote(bound)}`,
          'Compare the layers with the clamp, also in the catalogue of metrics',
          place === own ? 'key' : 'value',
        );
      }
    }
  },
};

/** The bound that all values are cut to; null where some are inside, or nothing is known. */
function beyond({ layers, clamp }: Metric): number | null {
  const [low, high] = layers.reduce<Interval>(apply, [0, 0]);
  if (clamp.min !== null && high < clamp.min) return clamp.min;
  if (clamp.max !== null && low > clamp.max) return clamp.max;
  return null;
}

function apply(before: Interval, layer: Layer): Interval {
  const after = operate(before, layer.op, rangeOf(layer));
  // With a condition it may act or not, or fade.
  return layer.when === null ? after : hull(before, after);
}

function operate([low, high]: Interval, op: Layer['op'], [from, to]: Interval): Interval {
  switch (op) {
    case 'add':
      return [low + from, high + to];
    case 'set':
      return [from, to];
    case 'min':
      return [Math.min(low, from), Math.min(high, to)];
    case 'max':
      return [Math.max(low, from), Math.max(high, to)];
    case 'multiply': {
      if (![low, high, from, to].every(Number.isFinite)) return ALL;
      const products = [low * from, low * to, high * from, high * to];
      return [Math.min(...products), Math.max(...products)];
    }
  }
}

const hull = ([a, b]: Interval, [c, d]: Interval): Interval => [Math.min(a, c), Math.max(b, d)];

/** What a layer contributes; everything where it is not known from the file. */
function rangeOf({ kind, values }: Layer): Interval {
  switch (kind) {
    case 'constant':
      return drawn(values['value'] as Draw);
    case 'noise': {
      const sd = values['sd'] as number | null;
      return sd === null ? ALL : [-DEVIATIONS * sd, DEVIATIONS * sd];
    }
    case 'profile': {
      const points = ((values['points'] ?? values['file']) as readonly CurvePoint[]).map(({ value }) => value);
      return [Math.min(...points), Math.max(...points)];
    }
    case 'sine': {
      const [base, amplitude] = [values['base'], values['amplitude']].map((value) => drawn(value as Draw | number));
      const swing = Math.max(Math.abs(amplitude![0]), Math.abs(amplitude![1]));
      return [base![0] - swing, base![1] + swing];
    }
    default:
      return ALL;
  }
}

function drawn(value: Draw | number): Interval {
  if (typeof value === 'number') return [value, value];
  const bounds = drawBounds(value);
  return bounds == null ? ALL : [bounds.min, bounds.max];
}
